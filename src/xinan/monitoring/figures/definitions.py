"""Each figure, in words and as the conditions that count it. The page, the rows behind it and docs/figures.md say the same."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from xinan.kernel.text import Text

# Back within so many days of its closing, a warning had not been put right for good.
REPEAT_DAYS: Final = 30
CURED: Final = ("cured_by_data", "evidence")
BY_PEOPLE: Final = ("evidence", "false_alarm", "exempted", "to_case")


class Part(StrEnum):
    """Which rows behind a figure; the value stands in addresses."""

    DUE = "due"
    DONE = "done"
    OPEN = "open"
    LATE = "late"


@dataclass(frozen=True, slots=True)
class Figure:
    """A share of warnings, or a time.

    `due`, `done`, `late` are conditions on a row of `flags` (sql.py): which warnings count, which of these were done, and which
    of these came after their time. `late` is empty where there is no time to keep. `days` is the figure's own value where it is a
    time and no share.
    """

    code: str
    title: Text
    meaning: Text
    due: str
    done: str
    late: str = ""
    days: str = ""
    # Of most figures much is good; of these little.
    low_is_good: bool = False

    @property
    def is_time(self) -> bool:
        """Whether it is a number of days."""
        return bool(self.days)

    def condition(self, part: Part) -> str:
        """What picks the rows of a part."""
        if part is Part.LATE:
            return f"({self.due}) AND ({self.late or 'false'})"
        if part is Part.DUE:
            return f"({self.due})"
        negation = "" if part is Part.DONE else "NOT "
        return f"({self.due}) AND {negation}({self.done})"


def _kept(clock: str) -> tuple[str, str, str]:
    return f"{clock}_due", f"NOT {clock}_undone", f"NOT {clock}_undone AND {clock}_late"


_SIGN, _FEEDBACK, _VERIFY = _kept("sign"), _kept("feedback"), _kept("verify")

FIGURES: Final = (
    Figure(
        "sign",
        Text("签收率", "Signed for"),
        Text(
            "已推送、签收期限已到或已签收的预警中，已签收的占比。期限未到的、到期前已消除或并入的不计。",
            "Of the warnings pushed whose time to be signed for has passed or that are signed for, the share signed for. Those "
            "still in time, and those cured or merged before, do not count.",
        ),
        *_SIGN,
    ),
    Figure(
        "feedback",
        Text("反馈率", "Answered"),
        Text(
            "已签收（数据类直送责任单位）、首次反馈期限已到或已反馈的预警中，已反馈的占比。期限未到的、到期前已消除或并入的不计。",
            "Of the warnings signed for (or sent straight to whoever owes data) whose time for the first feedback has passed or "
            "that are answered, the share answered. Those still in time, and those cured or merged before, do not count.",
        ),
        *_FEEDBACK,
    ),
    Figure(
        "verify",
        Text("核实率", "Verified"),
        Text(
            "责任单位已提交整改证明、核实期限已到或已核实的预警中，已核实（通过或退回）的占比。期限未到的不计。",
            "Of the warnings with proof sent by the firm whose time to be verified has passed or that are verified, the share "
            "verified, accepted or sent back. Those still in time do not count.",
        ),
        *_VERIFY,
    ),
    Figure(
        "cure",
        Text("消除用时", "Time to cure"),
        Text(
            "数据消除和凭证据核销的预警，从立项到办结的日历天数，取中位数。",
            "Of the warnings cured by the data or by evidence, the calendar days from opening to closing; the median.",
        ),
        due="cured",
        done="cured",
        late="cure_late",
        days="days",
        low_is_good=True,
    ),
    Figure(
        "false-alarm",
        Text("误报率", "False alarms"),
        Text(
            "由人办结的预警（凭证据核销、误报、豁免、转为案件）中，误报的占比，含异议成立的。数据自动消除的不计。",
            "Of the warnings that people closed (by evidence, as a false alarm, as exempted, as a case), the share of false alarms, "
            "upheld disputes among them. What the data cured does not count.",
        ),
        due="by_people",
        done="false_alarm",
        low_is_good=True,
    ),
    Figure(
        "repeat",
        Text("复发率", "Back again"),
        Text(
            f"数据消除和凭证据核销的预警中，办结后 {REPEAT_DAYS} 天内同一事项再次产生或重新打开的占比。办结未满 {REPEAT_DAYS} 天"
            "且尚未复发的不计。",
            f"Of the warnings cured by the data or by evidence, the share raised or opened again within {REPEAT_DAYS} days. Those "
            f"closed less than {REPEAT_DAYS} days ago and not back so far do not count.",
        ),
        due="cured AND (came_back OR rested)",
        done="came_back",
        low_is_good=True,
    ),
)

# What belongs to which month, in one sentence for the page and the docs.
COHORT: Final = Text(
    "每条预警一次处置为一件，计入立项的月份；状态以查看时为准，所以近月的数字还会变动。并入更重预警而从未推送的不计。",
    "Each handling of a warning counts once, in the month in which it was opened, as it stands when looked at: the last months "
    "still move. What was merged and never pushed does not count.",
)


def find_figure(code: str) -> Figure | None:
    """The figure of this code."""
    return next((figure for figure in FIGURES if figure.code == code), None)
