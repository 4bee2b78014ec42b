"""Wage payment (工资发放)."""

from xinan.rules.model import Rule
from xinan.rules.wages.below_minimum.rule import RULE as BELOW_MINIMUM
from xinan.rules.wages.no_payroll.rule import RULE as NO_PAYROLL
from xinan.rules.wages.part_paid.rule import RULE as PART_PAID
from xinan.rules.wages.unpaid.rule import RULE as UNPAID

RULES: tuple[Rule, ...] = (UNPAID, PART_PAID, NO_PAYROLL, BELOW_MINIMUM)
