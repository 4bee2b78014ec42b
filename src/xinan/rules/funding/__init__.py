"""Fund transfer (资金拨付)."""

from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = ()
