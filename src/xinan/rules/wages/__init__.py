"""Wage payment (工资发放)."""

from xinan.rules.model import Rule
from xinan.rules.wages.unpaid.rule import RULE as UNPAID

RULES: tuple[Rule, ...] = (UNPAID,)
