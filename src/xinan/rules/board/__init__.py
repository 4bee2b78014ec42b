"""Rights notice board (维权信息告示牌)."""

from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = ()
