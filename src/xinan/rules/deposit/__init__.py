"""Wage deposit (工资保证金)."""

from xinan.rules.deposit.expired.rule import RULE as EXPIRED
from xinan.rules.deposit.expiring.rule import RULE as EXPIRING
from xinan.rules.deposit.missing.rule import RULE as MISSING
from xinan.rules.deposit.not_replenished.rule import RULE as NOT_REPLENISHED
from xinan.rules.deposit.return_overdue.rule import RULE as RETURN_OVERDUE
from xinan.rules.deposit.too_small.rule import RULE as TOO_SMALL
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (MISSING, TOO_SMALL, EXPIRING, EXPIRED, NOT_REPLENISHED, RETURN_OVERDUE)
