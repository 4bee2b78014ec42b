"""To whom each kind of letter goes; what it may say follows from it."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final


class Addressed(StrEnum):
    """A firm, one person in their own matter, another office (court, police, bank, legal aid)."""

    FIRM = "firm"
    PERSON = "person"
    OFFICE = "office"


_OTHERS: Final[Mapping[str, Addressed]] = {
    "case-acceptance": Addressed.PERSON,
    "case-not-accepted": Addressed.PERSON,
    "result-notice": Addressed.PERSON,
    "mediation-agreement": Addressed.PERSON,
    "case-filing": Addressed.OFFICE,
    "enforcement-application": Addressed.OFFICE,
    "police-transfer": Addressed.OFFICE,
    "payment-order-application": Addressed.OFFICE,
    "arbitration-application": Addressed.OFFICE,
    "legal-aid-referral": Addressed.OFFICE,
    "deposit-payment-notice": Addressed.OFFICE,
    "fund-approval": Addressed.OFFICE,
}


def addressed_to(code: str) -> Addressed:
    """To whom letters of a kind go: a firm, unless it is said otherwise."""
    return _OTHERS.get(code, Addressed.FIRM)
