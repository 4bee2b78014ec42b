"""Wage deposit (工资保证金)."""

from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = ()
