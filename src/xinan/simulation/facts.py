"""The rows of a project's facts while it is being made. Fields are the columns of `xinan.rules.vocabulary`.

Money is in fen (hundredths of a yuan) so that sums are exact and fast; it becomes decimal yuan when written.
Dates may lie after the end of the simulated time: the writer drops or blanks what is not known yet.
"""

from dataclasses import dataclass
from datetime import date

FEN = 100  # to the yuan


@dataclass(slots=True)
class EnterpriseRow:
    enterprise_id: str
    name: str
    region_code: str | None


@dataclass(slots=True)
class ProjectRow:
    project_id: str
    name: str
    region_code: str
    industry: str
    owner_id: str
    contractor_id: str
    government_invested: bool
    contract_price: int
    contract_signed_on: date
    permit_required: bool
    permit_issued_on: date | None
    started_on: date | None
    filed_on: date | None
    updated_on: date | None
    planned_end_on: date | None
    completed_on: date | None
    labour_cost_ratio: float | None
    labour_cost_monthly: int | None
    payment_guarantee_on: date | None
    pay_day: int
    pay_next_month: bool


@dataclass(slots=True)
class PauseRow:
    project_id: str
    kind: str
    from_on: date
    to_on: date | None
    approved_on: date | None


@dataclass(slots=True)
class AccountRow:
    account_id: str
    project_id: str
    bank_id: str
    opened_on: date
    agreement_signed_on: date | None
    closing_notice_on: date | None = None
    closed_on: date | None = None


@dataclass(slots=True)
class EntryRow:
    entry_id: str
    account_id: str
    booked_on: date
    direction: str
    amount: int
    counterparty_kind: str
    worker_id: str | None
    wage_month: str | None
    balance_after: int


@dataclass(slots=True)
class DepositRow:
    deposit_id: str
    project_id: str
    kind: str
    amount: int
    effective_on: date
    expires_on: date | None
    released_on: date | None


@dataclass(slots=True)
class DrawRow:
    deposit_id: str
    drawn_on: date
    amount: int
    replenished_on: date | None


@dataclass(slots=True)
class ArrearsRow:
    enterprise_id: str
    found_on: date
    cleared_on: date | None


@dataclass(slots=True)
class JointListRow:
    enterprise_id: str
    listed_on: date
    removed_on: date | None


@dataclass(slots=True)
class BoardRow:
    project_id: str
    posted_on: date
    has_parties: bool
    has_wage_terms: bool
    has_channels: bool


@dataclass(slots=True)
class WorkerRow:
    worker_id: str
    birth_on: date | None
    sex: str | None
    identity_valid: bool
    wage_card: str | None
    card_holder_matches: bool | None


@dataclass(slots=True)
class EmploymentRow:
    employment_id: str
    project_id: str
    worker_id: str
    employer_id: str
    team_id: str | None
    post: str
    registered_on: date | None
    contract_signed_on: date | None
    entered_on: date
    left_on: date | None
    settled_on: date | None
    day_rate: int


@dataclass(slots=True)
class LineRow:
    line_id: str
    project_id: str
    worker_id: str
    wage_month: str
    days: int
    payable: int
    submitted_on: date
    confirmed_on: date | None
    disputed_on: date | None
    dispute_closed_on: date | None
    approved_on: date | None


@dataclass(slots=True)
class PaymentRow:
    payment_id: str
    project_id: str
    worker_id: str
    wage_month: str
    amount: int
    paid_on: date
    status: str
    account_id: str | None


@dataclass(slots=True)
class ClueRow:
    clue_id: str
    project_id: str | None
    received_on: date
    workers: int
    amount: int | None
    closed_on: date | None


@dataclass(slots=True)
class FeedRow:
    project_id: str
    source: str
    last_received_on: date


@dataclass(frozen=True, slots=True, order=True)
class Truth:
    """A violation that was planted: the identity of the finding it must raise on the last day."""

    rule: str
    project_id: str
    subject_kind: str
    subject_id: str
    period: str


@dataclass(slots=True)
class Transfer:
    """Money that is to come into the wage account for a wage month."""

    booked_on: date
    amount: int
    wage_month: str
    source: str = "owner"
