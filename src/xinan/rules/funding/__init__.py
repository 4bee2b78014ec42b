"""Fund transfer (资金拨付)."""

from xinan.rules.funding.below_agreed.rule import RULE as BELOW_AGREED
from xinan.rules.funding.below_payable.rule import RULE as BELOW_PAYABLE
from xinan.rules.funding.forecast_shortfall.rule import RULE as FORECAST_SHORTFALL
from xinan.rules.funding.no_transfer.rule import RULE as NO_TRANSFER
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (NO_TRANSFER, BELOW_AGREED, BELOW_PAYABLE, FORECAST_SHORTFALL)
