"""Rights notice board (维权信息告示牌)."""

from xinan.rules.board.incomplete.rule import RULE as INCOMPLETE
from xinan.rules.board.missing.rule import RULE as MISSING
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (MISSING, INCOMPLETE)
