"""Real-name roster (实名制)."""

from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = ()
