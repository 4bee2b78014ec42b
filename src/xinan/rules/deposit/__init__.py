"""Wage deposit (工资保证金)."""

from xinan.rules.deposit.missing.rule import RULE as MISSING
from xinan.rules.deposit.too_small.rule import RULE as TOO_SMALL
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (MISSING, TOO_SMALL)
