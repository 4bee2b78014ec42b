"""Which level of a procedure the law recommends for a case, and why: ordinary, fast or collective arbitration."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from xinan.casework.cases.enums import WageBasis
from xinan.casework.cases.models import Case, CaseWage
from xinan.casework.cases.wages import money_of, paid_of
from xinan.casework.law.amounts import simplified_limit
from xinan.casework.law.parameters import known
from xinan.casework.law.people import is_collective
from xinan.casework.lawbook.queries import current_law
from xinan.kernel.errors import InvalidValue
from xinan.kernel.money import format_yuan
from xinan.kernel.text import Text
from xinan.procedures.registry import find_procedure

_ORDINARY, _FAST, _COLLECTIVE = "ordinary", "fast", "collective"
_ARBITRATION: Final = "arbitration"


@dataclass(frozen=True, slots=True)
class Track:
    """A level and why it is recommended."""

    level: str
    why: Text


def recommended(case: Case, procedure: str, *, on: date) -> Track | None:
    """The level recommended by law; None where the procedure has no levels, or the law says nothing of them."""
    if procedure != _ARBITRATION:
        return None
    paid = paid_of(case)
    owed, workers = money_of(paid).open, sum(row.open > 0 for row in paid.values())
    if is_collective(workers, on=on):
        least = known("collective_workers", on=on)
        return Track(
            _COLLECTIVE,
            Text(
                f"本案 {workers} 名工人，{least} 人以上同一请求的优先受理、优先开庭（办案规则第5条、第62条）",
                f"{workers} workers; {least} or more with the same claim are heard first (arbitration rules art. 5 and 62)",
            ),
        )
    return _fast(case, owed, on=on) or Track(_ORDINARY, _why_ordinary(case, owed, on=on))


def level_for(case: Case, procedure: str, level: str, *, on: date) -> str:
    """The level chosen, or the recommended one where none was; raises InvalidValue (`level-unknown`)."""
    levels = find_procedure(procedure).levels
    if level and level not in levels:
        raise InvalidValue(
            "level-unknown",
            Text("该程序没有这个类别。", "The procedure has no such level."),
            Text("从列出的类别中选择。", "Choose one of those that are listed."),
        )
    track = recommended(case, procedure, on=on) if levels and not level else None
    return track.level if track is not None else level


def names_of_levels(procedure: str) -> Mapping[str, Text]:
    """The levels of a procedure that somebody may choose, by name; empty where it has none."""
    return find_procedure(procedure).level_names


def _fast(case: Case, owed: Decimal, *, on: date) -> Track | None:
    limit = simplified_limit(case.region_code, on=on, book=current_law())
    if limit is not None and 0 < owed <= limit:
        why = Text(
            f"仍欠 {format_yuan(owed)}，不超过 {format_yuan(limit)}（办案规则第56条）",
            f"{format_yuan(owed)} is owed, no more than {format_yuan(limit)} (arbitration rules art. 56)",
        )
        return Track(_FAST, why)
    if owed and not _stated(case):
        why = Text(
            "欠薪全部由工资支付表和银行数据核算，事实清楚（办案规则第56条）；由仲裁委决定",
            "All of it is reckoned from payrolls and banks' data: a clear case (art. 56); the commission decides",
        )
        return Track(_FAST, why)
    return None


def _why_ordinary(case: Case, owed: Decimal, *, on: date) -> Text:
    limit = simplified_limit(case.region_code, on=on, book=current_law())
    if limit is None:
        return Text(
            "本省上年度职工平均工资未录入，不能按标的额适用速裁；事实清楚争议不大或者双方同意的，可以选速裁（办案规则第56条）",
            "The average wage is not entered, so the amount opens no fast track; a clear case or both sides' consent does (art. 56)",
        )
    return Text(
        f"仍欠 {format_yuan(owed)}，超过 {format_yuan(limit)}；双方同意的可以选速裁（办案规则第56条）",
        f"{format_yuan(owed)} is owed, more than {format_yuan(limit)}; with both sides' consent the fast track is open (art. 56)",
    )


def _stated(case: Case) -> bool:
    """Whether any sum rests on what somebody stated."""
    return CaseWage.objects.filter(case_worker__case=case).exclude(basis=WageBasis.DATA).exists()
