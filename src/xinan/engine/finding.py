"""What the engine says: one rule, one subject, one period."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MeasureValue = str | int | None


class Status(StrEnum):
    """What becomes of a finding."""

    RAISED = "raised"
    WITHHELD = "withheld"  # a feed that the rule needs is silent
    SUPPRESSED = "suppressed"  # a detail of another finding of the same project


@dataclass(frozen=True, slots=True)
class Finding:
    """One finding. Money and shares among the measures are decimal texts, dates ISO texts, months YYYY-MM.

    `because` names the silent feed of a withheld finding, or the rule that a suppressed one is a detail of.
    """

    rule: str
    project_id: str | None
    subject_kind: str
    subject_id: str
    period: str | None
    level: str
    since: date
    measures: dict[str, MeasureValue] = field(hash=False)
    status: Status = Status.RAISED
    because: str | None = None

    @property
    def identity(self) -> tuple[str, str, str, str, str]:
        """What makes it the same finding when it is seen again; also the order in which findings are written."""
        return (self.rule, self.project_id or "", self.subject_kind, self.subject_id, self.period or "")
