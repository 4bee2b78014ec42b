"""Ten representative rules written by hand for other machinery, to be measured against the rulebook.

Each rival was written from the wording of the rules, not from their code, and must give the same verdicts: so it is
an independent check of the rules too. The rules chosen touch the deposit, the account, the roster, the funding, the
attendance and the wages; five of them read the whole attendance, as about half of the rulebook does.
"""

from collections.abc import Iterable
from typing import NamedTuple

from xinan.engine import Finding

RULES = (
    "account/outflow-not-wages",
    "attendance/low-rate",
    "attendance/silent-site",
    "deposit/too-small",
    "funding/below-payable",
    "funding/no-transfer",
    "roster/no-contract",
    "wages/no-payroll",
    "wages/part-paid",
    "wages/unpaid",
)


class Verdict(NamedTuple):
    """What two ways of judging must agree on. All ten rules speak of projects, so the project is the subject."""

    rule: str
    project_id: str
    period: str | None
    level: str


def verdicts_of(findings: Iterable[Finding], *, rules: Iterable[str] = RULES) -> frozenset[Verdict]:
    """The verdicts in some findings, those withheld or suppressed among them: a rival knows no such thing."""
    asked = set(rules)
    return frozenset(Verdict(f.rule, f.subject_id, f.period, f.level) for f in findings if f.rule in asked)
