"""What becomes of a finding about money: raised, withheld while the bank is silent, or a detail of another one."""

from datetime import date

from tests.rules.reference.data_quality import bank_silent, heard_on
from tests.rules.reference.known import Facts, Row, due_on, known, paid
from tests.rules.reference.wages import failures
from xinan.kernel.period import Month

BANK_RULES = {
    "funding/no-transfer",
    "funding/below-agreed",
    "funding/below-payable",
    "funding/forecast-shortfall",
    "wages/unpaid",
    "wages/part-paid",
    "wages/below-minimum",
    "wages/failed-not-repaid",
}


def status(facts: Facts, rule: str, project_id: str, subject: str, period: str | None, as_of: date) -> str:
    """The status of one finding; of funding and wages rules only."""
    seen = known(facts, as_of)
    project = next(row for row in seen["project"] if row["project_id"] == project_id)
    if rule in BANK_RULES and any(project_id == row[0] for row in bank_silent(facts, as_of)):
        heard = heard_on(seen, project, "bank")
        if heard is None or not _was_settled(seen, rule, project, period, heard, as_of):
            return "withheld"
    if rule == "wages/below-minimum" and period is not None:
        return "suppressed" if paid(seen, project, subject, Month.parse(period), as_of) == 0 else "raised"
    return "raised"


def _was_settled(facts: Facts, rule: str, project: Row, period: str | None, heard: date, as_of: date) -> bool:
    """Whether it stood already when the bank was last heard."""
    if period is None:
        return False
    month = Month.parse(period)
    if rule == "wages/failed-not-repaid":
        return min(failures(facts, project, month, as_of)) < heard
    if rule.startswith("wages/"):
        return due_on(project, month) < heard
    return month < Month.of(heard)
