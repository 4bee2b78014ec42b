"""A project in the making: its plan, and its facts as far as they are made."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from xinan.kernel.calendar import CHINA
from xinan.kernel.deadlines import pay_day
from xinan.kernel.period import Month
from xinan.simulation.chance import Chance
from xinan.simulation.facts import (
    AccountRow,
    ArrearsRow,
    BoardRow,
    ClueRow,
    DepositRow,
    DrawRow,
    EmploymentRow,
    EnterpriseRow,
    EntryRow,
    FeedRow,
    JointListRow,
    LineRow,
    PauseRow,
    PaymentRow,
    ProjectRow,
    Transfer,
    WorkerRow,
)
from xinan.simulation.firms import Firm
from xinan.simulation.places import Place
from xinan.simulation.site import Site
from xinan.simulation.window import Options, Window


class Life(StrEnum):
    """Where a project stands in its life on the last day."""

    RUNNING = "running"  # begun before the simulated months
    STARTED = "started"  # begun in them
    YOUNG = "young"  # begun in the last fortnight
    COMPLETED = "completed"  # completed in them
    PLANNED = "planned"  # contract signed, not begun


@dataclass(frozen=True, slots=True)
class Wish:
    """What a planted violation needs of its project; None and zero leave it to chance."""

    life: Life | None = None
    least_size: int = 0
    steady: bool = False  # never paused
    large: bool = False  # contract price above the deposit's exemption
    pay_next_month: bool | None = None
    agreed_monthly: bool | None = None
    marked_contractor: int | None = None  # a contractor that serves this planting only
    permit: bool | None = None
    pay_day: int | None = None
    completed_ago: int = 0  # at least so many days before the last
    begun_ago: tuple[int, int] | None = None  # between so many days before the last, in place of what `life` says


STEADY = Wish(
    life=Life.RUNNING,
    least_size=14,
    steady=True,
    large=True,
    pay_next_month=True,
    agreed_monthly=False,
)


@dataclass(slots=True)
class Plan:
    """What is settled about a project before any fact is made."""

    number: int
    project_id: str
    place: Place
    industry: str
    kind: int  # which of the industry's kinds of works
    government: bool
    size: int  # people on site at a time
    life: Life
    signed_on: date
    started_on: date | None
    completed_on: date | None
    filed_on: date | None
    updated_on: date | None
    pauses: list[PauseRow]
    pay_day: int
    pay_next_month: bool
    contractor: Firm
    owner: Firm
    agreed_monthly: bool
    wish: Wish

    def paused(self, day: date) -> bool:
        """Whether it is paused on a day; every pause here is approved before it begins."""
        return any(row.from_on <= day and (row.to_on is None or day <= row.to_on) for row in self.pauses)

    def active(self, day: date) -> bool:
        """In progress and not paused."""
        begun = self.started_on is not None and self.started_on <= day
        return begun and (self.completed_on is None or self.completed_on > day) and not self.paused(day)

    def due_on(self, month: Month) -> date:
        """When the wages of a month fall due."""
        return pay_day(month, self.pay_day, next_month=self.pay_next_month, calendar=CHINA).on


@dataclass(slots=True)
class Draft:
    """The facts of one project. Steps fill it in order: outline, people, attendance, payroll, payments, account."""

    options: Options
    plan: Plan
    chance: Chance
    project: ProjectRow
    enterprises: list[EnterpriseRow] = field(default_factory=list)
    pauses: list[PauseRow] = field(default_factory=list)
    accounts: list[AccountRow] = field(default_factory=list)
    deposits: list[DepositRow] = field(default_factory=list)
    draws: list[DrawRow] = field(default_factory=list)
    records: list[ArrearsRow] = field(default_factory=list)
    listings: list[JointListRow] = field(default_factory=list)
    boards: list[BoardRow] = field(default_factory=list)
    clues: list[ClueRow] = field(default_factory=list)
    feeds: list[FeedRow] = field(default_factory=list)
    subcontractors: list[Firm] = field(default_factory=list)
    supervisor: Firm | None = None
    workers: list[WorkerRow] = field(default_factory=list)
    employments: list[EmploymentRow] = field(default_factory=list)
    site: Site = field(default_factory=Site.empty)
    lines: list[LineRow] = field(default_factory=list)
    payments: list[PaymentRow] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    other_entries: list[EntryRow] = field(default_factory=list)  # planted movements, balance not yet known
    entries: list[EntryRow] = field(default_factory=list)

    @property
    def project_id(self) -> str:
        """The project's number."""
        return self.plan.project_id

    @property
    def window(self) -> Window:
        """The simulated months."""
        return self.options.window

    @property
    def account(self) -> AccountRow | None:
        """Its wage account, the first where there are several."""
        return self.accounts[0] if self.accounts else None

    def feed(self, source: str) -> FeedRow:
        """The feed of that source."""
        return next(row for row in self.feeds if row.source == source)

    def worked_months(self) -> list[Month]:
        """Past months with a valid day: the months wages are judged by."""
        worked = self.site.valid_days(self.window)
        return [month for place, month in enumerate(self.window.past_months) if worked[:, place].any()]

    def due_months(self) -> list[Month]:
        """Working months past their due date on the last day."""
        return [month for month in self.worked_months() if self.plan.due_on(month) < self.window.end]
