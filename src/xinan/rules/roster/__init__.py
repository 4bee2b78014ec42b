"""Real-name roster (实名制)."""

from xinan.rules.model import Rule
from xinan.rules.roster.no_contract.rule import RULE as NO_CONTRACT
from xinan.rules.roster.no_labour_manager.rule import RULE as NO_LABOUR_MANAGER
from xinan.rules.roster.shared_card.rule import RULE as SHARED_CARD
from xinan.rules.roster.unregistered.rule import RULE as UNREGISTERED

RULES: tuple[Rule, ...] = (UNREGISTERED, NO_CONTRACT, NO_LABOUR_MANAGER, SHARED_CARD)
