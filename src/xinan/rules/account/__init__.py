"""Wage account (工资专户)."""

from xinan.rules.account.balance_short.rule import RULE as BALANCE_SHORT
from xinan.rules.account.closed_early.rule import RULE as CLOSED_EARLY
from xinan.rules.account.no_agreement.rule import RULE as NO_AGREEMENT
from xinan.rules.account.no_movement.rule import RULE as NO_MOVEMENT
from xinan.rules.account.not_opened.rule import RULE as NOT_OPENED
from xinan.rules.account.outflow_not_wages.rule import RULE as OUTFLOW_NOT_WAGES
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (NOT_OPENED, NO_AGREEMENT, OUTFLOW_NOT_WAGES, BALANCE_SHORT, CLOSED_EARLY, NO_MOVEMENT)
