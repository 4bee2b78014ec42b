"""Enterprises (企业)."""

from xinan.rules.enterprise.listed.rule import RULE as LISTED
from xinan.rules.enterprise.repeat.rule import RULE as REPEAT
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (REPEAT, LISTED)
