"""What callers hand to the actions of relief."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xinan.casework.relief.enums import Kind


@dataclass(frozen=True, slots=True)
class NewRelief:
    """Relief for workers of a case. `amounts`: the sum for each line of what is owed, by the number of its CaseWage."""

    kind: Kind
    case_id: int
    amounts: Mapping[int, Decimal]
    answers: Mapping[str, bool | None] = field(default_factory=dict)
    unsettled: Decimal | None = None
    reason: str = ""
    # A draw: the deposit, its bank, the last day of the order that was missed.
    deposit_id: str = ""
    bank_id: str = ""
    order_due_on: date | None = None
    # The emergency fund.
    fund_id: int | None = None
    # Paying first: who, and as what by the table.
    payer_id: str = ""
    payer_role: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one line: paid so much on a day, or not, for a reason."""

    row_id: int
    amount: Decimal | None = None
    paid_on: date | None = None
    failed: str = ""
