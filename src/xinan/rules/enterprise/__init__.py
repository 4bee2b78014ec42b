"""Enterprises (企业)."""

from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = ()
