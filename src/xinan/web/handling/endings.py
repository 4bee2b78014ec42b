"""How a warning ended, if it did: by the data, or by people while the data may still show it."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xinan.kernel.text import Text
from xinan.monitoring.causes import cause_words
from xinan.monitoring.enums import SettledAs, WarningState
from xinan.monitoring.handling.lasting import curable_by_data
from xinan.monitoring.models import Warning

SETTLED_WORDS: Final = {
    SettledAs.EVIDENCE: Text("已凭证据核销", "Closed by evidence"),
    SettledAs.FALSE_ALARM: Text("已确认为误报", "Found to be a false alarm"),
    SettledAs.EXEMPTED: Text("已豁免", "Exempted"),
    SettledAs.TO_CASE: Text("已转为案件", "Turned into a case"),
}


@dataclass(frozen=True, slots=True)
class Ending:
    """How it was settled, or cured, and what would bring it back."""

    title: Text
    on: date | None
    words: Text
    returns: Text | None = None


def ending_of(warning: Warning) -> Ending | None:
    """What ended it, if anything did: the data, or people while the data may still show it."""
    if warning.state == WarningState.CURED:
        words = cause_words(warning.cured_cause) or Text("", "")
        return Ending(Text("数据已消除", "Cured by the data"), warning.cured_on, words)
    if not warning.settled_as:
        return None
    settled = SettledAs(warning.settled_as)
    on = warning.settled_at.date() if warning.settled_at else None
    return Ending(SETTLED_WORDS[settled], on, Text("", ""), _returns(warning, settled))


def _returns(warning: Warning, settled: SettledAs) -> Text | None:
    if settled is SettledAs.EXEMPTED:
        day = warning.settled_until
        return Text(
            f"豁免至 {day}（含）；届时仍未消除的，自动重新打开。", f"Until {day}, that day included; then it reopens."
        )
    if settled is SettledAs.FALSE_ALARM:
        return Text("等级上升时自动重新打开。", "It reopens if its level rises.")
    if settled is SettledAs.EVIDENCE and curable_by_data(warning.rule):
        return Text(
            "宽限期后数据仍未消除，或等级上升，自动重新打开。",
            "It reopens if the data still show it after the grace, or its level rises.",
        )
    if settled is SettledAs.EVIDENCE:
        return Text(
            "事实不因补正而消失；等级上升时自动重新打开。", "The fact stays in the data; it reopens if its level rises."
        )
    return None


def closing_words(code: str) -> Text:
    """The name of a way of closing."""
    return (
        SETTLED_WORDS.get(SettledAs(code), Text(code, code))
        if code in set(SettledAs)
        else Text("数据消除", "Cured by the data")
    )
