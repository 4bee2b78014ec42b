"""What was payable, what was sent to a bank and paid, and how the wage accounts moved."""

from xinan.payments.models.bank import AccountDay, AccountFreeze, BulkMovement, PaymentBatch, PaymentOrder
from xinan.payments.models.wages import AccountEntry, PayrollLine, WagePayment

__all__ = [
    "AccountDay",
    "AccountEntry",
    "AccountFreeze",
    "BulkMovement",
    "PaymentBatch",
    "PaymentOrder",
    "PayrollLine",
    "WagePayment",
]
