"""What the project page shows."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinan.kernel.text import Text
from xinan.rules.model import Level, Link
from xinan.web.components.views import WarningView


@dataclass(frozen=True, slots=True)
class Party:
    """A firm's part in the project."""

    part: Text
    name: str
    code: str


@dataclass(frozen=True, slots=True)
class ProjectHead:
    """What the top of the page says."""

    project_id: str
    name: str
    place: Text
    industry: str
    level: Level | None
    index: int | None
    status: Text
    contract_price: Decimal
    started_on: date | None
    planned_end_on: date | None
    workers: int


@dataclass(frozen=True, slots=True)
class Fact:
    """A line of the contract facts."""

    title: Text
    value: object
    money: bool = False


@dataclass(frozen=True, slots=True)
class RuleGroup:
    """The open warnings of one rule: several months or workers share law, cure and addressee."""

    rule: str
    warnings: tuple[WarningView, ...]

    @property
    def first(self) -> WarningView:
        """The worst and oldest; what they share is read from it."""
        return self.warnings[0]

    @property
    def several(self) -> bool:
        """Whether there is more than one."""
        return len(self.warnings) > 1

    @property
    def oldest(self) -> WarningView:
        """The one that has stood longest."""
        return min(self.warnings, key=lambda each: each.since)


@dataclass(frozen=True, slots=True)
class WarningGroup:
    """The open warnings of one link."""

    link: Link
    rules: tuple[RuleGroup, ...]


@dataclass(frozen=True, slots=True)
class Held:
    """A warning that is not open, and why: withheld for a silent feed, or a detail of a graver one.

    `feed_url` leads to the feed that it waits for, for whoever may watch feeds.
    """

    warning: WarningView
    why: Text
    feed_url: str = ""
