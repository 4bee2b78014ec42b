"""The conditions that the decision table names: each a question about the facts with yes or no for an answer. Pure."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from xinan.casework.law.limitation import arbitration_until, complaint_until
from xinan.casework.triage.facts import Subject, TriageFacts, TriageLimits
from xinan.kernel.calendar import FIRST_DAY

Condition = Callable[[TriageFacts, TriageLimits], bool]

_TRAFFIC, _WATER = frozenset({"transport", "railway"}), frozenset({"water"})


def out_of_place(facts: TriageFacts, _: TriageLimits) -> bool:
    """The labour was used in a place that the office is not over (监察条例 13)."""
    there, here = facts.labour_region, facts.office_region
    return bool(there) and bool(here) and not there.startswith(here.rstrip("0") if here.endswith("00") else here)


def within_inspection_limit(facts: TriageFacts, _: TriageLimits) -> bool:
    """Two years from the end of the act are not over; while wages are withheld it has not ended (监察条例 20)."""
    if facts.still_withheld or facts.ended_on is None:
        return True
    return facts.today <= complaint_until(_reckonable(facts.ended_on), today=facts.today).on


def within_arbitration_limit(facts: TriageFacts, _: TriageLimits) -> bool:
    """While the relation lasts there is no limit for wages; then one year, begun anew by a claim (调解仲裁法 27)."""
    if facts.relation_ended_on is None:
        return True
    asked = facts.limit_interrupted_on
    until = arbitration_until(
        _reckonable(facts.relation_ended_on), asked_on=_reckonable(asked) if asked else None, today=facts.today
    )
    return until is None or facts.today <= until.on


def arbitrable(facts: TriageFacts, limits: TriageLimits) -> bool:
    """The matter is one for arbitration at all: those past retirement age only since their regulation (超龄规定 19, 20)."""
    return not facts.over_age or limits.over_age_arbitrable


def _reckonable(day: date) -> date:
    # What ended before the calendar begins is long over either way.
    return max(day, FIRST_DAY)


def simplified(facts: TriageFacts, limits: TriageLimits) -> bool:
    """One of the grounds of the simplified track holds (办案规则 56)."""
    small = limits.simplified_up_to is not None and facts.amount is not None and facts.amount <= limits.simplified_up_to
    return facts.undisputed or facts.agree_to_simplified or small


def beyond_any_wage(facts: TriageFacts, limits: TriageLimits) -> bool:
    """The amount a head and month is more than anybody earns on a site."""
    if facts.amount is None:
        return False
    return facts.amount > limits.wage_of_month_up_to * Decimal(max(1, facts.workers) * max(1, facts.months))


def no_trace_of_work(facts: TriageFacts, _: TriageLimits) -> bool:
    """Neither roster nor attendance knows the people. Alone it proves nothing: the roster is the employer's duty."""
    return facts.on_roster is False and facts.attended is False


def price_in_disguise(facts: TriageFacts, limits: TriageLimits) -> bool:
    """The signs together say project price: claimed by a contractor, and one sign more; or a sheet of quantities for an
    amount beyond any wage."""
    others = (facts.settlement_sheet, beyond_any_wage(facts, limits), no_trace_of_work(facts, limits))
    by_contractor = facts.claimed_by_contractor and any(others)
    return by_contractor or (facts.settlement_sheet and beyond_any_wage(facts, limits))


CONDITIONS: Mapping[str, Condition] = {
    "out_of_place": out_of_place,
    "within_inspection_limit": within_inspection_limit,
    "within_arbitration_limit": within_arbitration_limit,
    "arbitrable": arbitrable,
    "simplified": simplified,
    "beyond_any_wage": beyond_any_wage,
    "no_trace_of_work": no_trace_of_work,
    "price_in_disguise": price_in_disguise,
    "about_wages": lambda facts, _: facts.subject is Subject.WAGES,
    "about_price": lambda facts, _: facts.subject is Subject.PROJECT_PRICE,
    "about_other_labour": lambda facts, _: facts.subject is Subject.OTHER_LABOUR,
    "about_something_else": lambda facts, _: facts.subject is Subject.OTHER,
    "in_arbitration": lambda facts, _: facts.in_arbitration,
    "in_court": lambda facts, _: facts.in_court,
    "judged": lambda facts, _: facts.judged,
    "nobody_named": lambda facts, _: not facts.employer_known and not facts.project_known,
    "both_reachable": lambda facts, _: facts.worker_reachable and facts.employer_reachable is not False,
    "mediation_over": lambda facts, _: facts.mediation_refused or facts.mediation_failed,
    "agreement_unpaid": lambda facts, _: facts.agreement_unpaid,
    "iou_only": lambda facts, _: facts.iou_only,
    "undisputed": lambda facts, _: facts.undisputed,
    "amount_known": lambda facts, _: facts.amount is not None,
    "collective": lambda facts, limits: facts.workers >= limits.collective_from,
    "illegal_letting": lambda facts, _: facts.illegal_letting,
    "price_unpaid_by_owner": lambda facts, _: facts.price_unpaid_by_owner,
    "settlement_sheet": lambda facts, _: facts.settlement_sheet,
    "claimed_by_contractor": lambda facts, _: facts.claimed_by_contractor,
    "traffic": lambda facts, _: facts.industry in _TRAFFIC,
    "water_works": lambda facts, _: facts.industry in _WATER,
}
