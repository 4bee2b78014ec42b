"""Wage payment (工资发放)."""

from xinan.rules.model import Rule
from xinan.rules.wages.below_minimum.rule import RULE as BELOW_MINIMUM
from xinan.rules.wages.days_mismatch.rule import RULE as DAYS_MISMATCH
from xinan.rules.wages.disputed.rule import RULE as DISPUTED
from xinan.rules.wages.failed_not_repaid.rule import RULE as FAILED_NOT_REPAID
from xinan.rules.wages.no_payroll.rule import RULE as NO_PAYROLL
from xinan.rules.wages.outlier.rule import RULE as OUTLIER
from xinan.rules.wages.outside_account.rule import RULE as OUTSIDE_ACCOUNT
from xinan.rules.wages.part_paid.rule import RULE as PART_PAID
from xinan.rules.wages.rate_out_of_range.rule import RULE as RATE_OUT_OF_RANGE
from xinan.rules.wages.unconfirmed.rule import RULE as UNCONFIRMED
from xinan.rules.wages.uniform_pay.rule import RULE as UNIFORM_PAY
from xinan.rules.wages.unpaid.rule import RULE as UNPAID

RULES: tuple[Rule, ...] = (
    UNPAID,
    PART_PAID,
    NO_PAYROLL,
    BELOW_MINIMUM,
    OUTSIDE_ACCOUNT,
    UNCONFIRMED,
    DISPUTED,
    FAILED_NOT_REPAID,
    OUTLIER,
    UNIFORM_PAY,
    DAYS_MISMATCH,
    RATE_OUT_OF_RANGE,
)
