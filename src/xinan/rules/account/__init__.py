"""Wage account (工资专户)."""

from xinan.rules.account.not_opened.rule import RULE as NOT_OPENED
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (NOT_OPENED,)
