"""Start filing (开工备案)."""

from xinan.rules.filing.no_permit.rule import RULE as NO_PERMIT
from xinan.rules.filing.not_filed.rule import RULE as NOT_FILED
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (NOT_FILED, NO_PERMIT)
