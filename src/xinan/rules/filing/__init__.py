"""Start filing (开工备案)."""

from xinan.rules.filing.no_labour_cost_clause.rule import RULE as NO_LABOUR_COST_CLAUSE
from xinan.rules.filing.no_payment_guarantee.rule import RULE as NO_PAYMENT_GUARANTEE
from xinan.rules.filing.no_permit.rule import RULE as NO_PERMIT
from xinan.rules.filing.not_filed.rule import RULE as NOT_FILED
from xinan.rules.filing.stale.rule import RULE as STALE
from xinan.rules.filing.stopped_but_working.rule import RULE as STOPPED_BUT_WORKING
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (
    NOT_FILED,
    NO_PERMIT,
    NO_LABOUR_COST_CLAUSE,
    NO_PAYMENT_GUARANTEE,
    STALE,
    STOPPED_BUT_WORKING,
)
