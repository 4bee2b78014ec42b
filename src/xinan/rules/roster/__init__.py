"""Real-name roster (实名制)."""

from xinan.rules.model import Rule
from xinan.rules.roster.card_mismatch.rule import RULE as CARD_MISMATCH
from xinan.rules.roster.identity_invalid.rule import RULE as IDENTITY_INVALID
from xinan.rules.roster.leaver_unsettled.rule import RULE as LEAVER_UNSETTLED
from xinan.rules.roster.no_contract.rule import RULE as NO_CONTRACT
from xinan.rules.roster.no_labour_manager.rule import RULE as NO_LABOUR_MANAGER
from xinan.rules.roster.over_age.rule import RULE as OVER_AGE
from xinan.rules.roster.paid_not_present.rule import RULE as PAID_NOT_PRESENT
from xinan.rules.roster.shared_card.rule import RULE as SHARED_CARD
from xinan.rules.roster.two_places.rule import RULE as TWO_PLACES
from xinan.rules.roster.under_age.rule import RULE as UNDER_AGE
from xinan.rules.roster.unregistered.rule import RULE as UNREGISTERED

RULES: tuple[Rule, ...] = (
    UNREGISTERED,
    NO_CONTRACT,
    NO_LABOUR_MANAGER,
    IDENTITY_INVALID,
    UNDER_AGE,
    OVER_AGE,
    TWO_PLACES,
    SHARED_CARD,
    CARD_MISMATCH,
    LEAVER_UNSETTLED,
    PAID_NOT_PRESENT,
)
