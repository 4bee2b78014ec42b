"""Data quality (数据质量)."""

from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = ()
