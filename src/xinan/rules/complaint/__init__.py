"""Complaints (投诉线索)."""

from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = ()
