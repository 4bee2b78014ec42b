"""What becomes of a finding: raised, withheld while a feed is silent, or a detail of another one."""

from datetime import date
from functools import cached_property

from tests.rules.reference.data_quality import attendance_silent, bank_silent, heard_on
from tests.rules.reference.funding import no_transfer
from tests.rules.reference.known import Facts, Row, due_on, known, paid
from tests.rules.reference.wages import failures
from xinan.kernel.period import Month

BANK_RULES = {
    "funding/no-transfer",
    "funding/below-agreed",
    "funding/below-payable",
    "funding/forecast-shortfall",
    "account/balance-short",
    "account/no-movement",
    "wages/unpaid",
    "wages/part-paid",
    "wages/below-minimum",
    "wages/failed-not-repaid",
}
ATTENDANCE_RULES = {"attendance/silent-site", "attendance/never-started"}


class Standing:
    """The standing of the findings of one world on one day."""

    def __init__(self, facts: Facts, as_of: date) -> None:
        self._facts = facts
        self._as_of = as_of

    def status(self, rule: str, project_id: str | None, subject: str, period: str | None) -> str:
        """raised, withheld or suppressed."""
        if project_id is None:
            return "raised"
        if self._is_withheld(rule, project_id, period):
            return "withheld"
        if rule == "wages/below-minimum" and period is not None:
            nothing = paid(self._seen, self._project(project_id), subject, Month.parse(period), self._as_of) == 0
            return "suppressed" if nothing else "raised"
        if rule == "funding/below-agreed" and (project_id, period) in self._without_transfer:
            above = self._is_withheld("funding/no-transfer", project_id, period)
            return "raised" if above else "suppressed"
        return "raised"

    @cached_property
    def _seen(self) -> Facts:
        return known(self._facts, self._as_of)

    @cached_property
    def _silent_banks(self) -> set[str | None]:
        return {row[0] for row in bank_silent(self._facts, self._as_of)}

    @cached_property
    def _silent_gates(self) -> set[str | None]:
        return {row[0] for row in attendance_silent(self._facts, self._as_of)}

    @cached_property
    def _without_transfer(self) -> set[tuple[str | None, str | None]]:
        return {(row[0], row[2]) for row in no_transfer(self._facts, self._as_of)}

    def _project(self, project_id: str) -> Row:
        return next(row for row in self._seen["project"] if row["project_id"] == project_id)

    def _is_withheld(self, rule: str, project_id: str, period: str | None) -> bool:
        if rule in ATTENDANCE_RULES:
            return project_id in self._silent_gates
        if rule not in BANK_RULES or project_id not in self._silent_banks:
            return False
        project = self._project(project_id)
        heard = heard_on(self._seen, project, "bank")
        return heard is None or not self._was_settled(rule, project, period, heard)

    def _was_settled(self, rule: str, project: Row, period: str | None, heard: date) -> bool:
        """Whether it stood already when the bank was last heard."""
        if period is None:
            return False
        month = Month.parse(period)
        if rule == "wages/failed-not-repaid":
            return min(failures(self._seen, project, month, self._as_of)) < heard
        if rule.startswith("wages/"):
            return due_on(project, month) < heard
        return month < Month.of(heard)
