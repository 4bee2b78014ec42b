"""Where a clue goes: the ways that are open to it by the decision table, the first of them recommended. Pure."""

from dataclasses import dataclass

from xinan.casework.triage.conditions import CONDITIONS
from xinan.casework.triage.facts import TriageFacts, TriageLimits
from xinan.casework.triage.limits import limits_on
from xinan.casework.triage.table import Table, shipped_table
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import region
from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Way:
    """One way for a clue: what, why, by which article, in words for the worker, and where to go.

    `code`: inspection, mediation, arbitration, fast_arbitration, court, payment_order, department, petition, not_wages,
    elsewhere, supplement or refused. `refuses`: something is not done here; the words say what is done instead.
    """

    row: str
    code: str
    title: Text
    reason: Text
    law: Text
    words: Text
    where: Text
    refuses: bool


TITLES = {
    "inspection": Text("劳动保障监察", "Labour inspection"),
    "mediation": Text("先行调解", "Mediation"),
    "arbitration": Text("劳动仲裁", "Arbitration"),
    "fast_arbitration": Text("专门速裁", "Fast-track arbitration"),
    "court": Text("人民法院", "Court"),
    "payment_order": Text("申请支付令", "Payment order"),
    "department": Text("转行业主管部门", "Department of the industry"),
    "petition": Text("转信访部门", "Letters and visits"),
    "not_wages": Text("不属于工资", "Not wages"),
    "elsewhere": Text("转有管辖权的地方", "The office in charge elsewhere"),
    "supplement": Text("先补充情况", "To be told more first"),
    "refused": Text("监察不予受理", "Not for inspection"),
}
_SIGNS = {
    "claimed_by_contractor": Text("由包工头或者承包人提出", "claimed by a contractor"),
    "settlement_sheet": Text("以工程量结算单为据", "resting on a settlement of quantities"),
    "beyond_any_wage": Text("人均月金额超出正常工资", "more a head and month than any wage"),
    "no_trace_of_work": Text("没有名册和考勤", "neither roster nor attendance"),
    "about_price": Text("反映人自述为工程款", "called a project price by the caller"),
}
_DEPARTMENTS = {
    "traffic": Text("{place}交通运输局", "the transport bureau of {place}"),
    "water_works": Text("{place}水利局", "the water bureau of {place}"),
}
_HOUSING = Text("{place}住房和城乡建设局", "the housing and construction bureau of {place}")
_LOCAL = Text("当地", "the place of work")


def decide(facts: TriageFacts, *, limits: TriageLimits | None = None, table: Table | None = None) -> list[Way]:
    """The ways open to a clue, the recommended one first; never none. Nothing in them names a person.

    Without `limits`, those in force on the day at the place of work.
    """
    limits = limits or limits_on(facts.today, region_code=facts.labour_region or facts.office_region)
    place = _place(facts.labour_region or facts.office_region)
    filled = {
        "place": place,
        "department": _department(facts, limits, place=place),
        "signs": _listed([Text(sign.zh, sign.en) for sign in signs_of_price(facts, limits=limits)]),
    }
    return [
        Way(
            row=row.id,
            code=row.way,
            title=TITLES[row.way],
            reason=_filled(row.reason.text, filled),
            law=row.law.text,
            words=_filled(row.words.text, filled),
            where=_filled(row.where.text, filled),
            refuses=row.refuses,
        )
        for row in (table or shipped_table()).ways(facts, limits)
    ]


def signs_of_price(facts: TriageFacts, *, limits: TriageLimits) -> list[Text]:
    """The signs that a project price is claimed as wages (条例 52), to be shown to the officer whatever is decided."""
    return [text for name, text in _SIGNS.items() if CONDITIONS[name](facts, limits)]


def _place(code: str) -> Text:
    try:
        return region(code).text if code else _LOCAL
    except InvalidValue:
        return _LOCAL


def _department(facts: TriageFacts, limits: TriageLimits, *, place: Text) -> Text:
    own = (text for name, text in _DEPARTMENTS.items() if CONDITIONS[name](facts, limits))
    return _filled(next(own, _HOUSING), {"place": place})


def _listed(texts: list[Text]) -> Text:
    return Text("、".join(text.zh for text in texts), ", ".join(text.en for text in texts))


def _filled(text: Text, values: dict[str, Text]) -> Text:
    return Text(
        text.zh.format(**{name: value.zh for name, value in values.items()}),
        text.en.format(**{name: value.en for name, value in values.items()}),
    )
