"""Where a clue goes: inspection, mediation, arbitration, court, another office, or told why not and where instead."""

from xinan.casework.triage.deciding import TITLES, Way, decide, signs_of_price
from xinan.casework.triage.facts import Subject, TriageFacts, TriageLimits
from xinan.casework.triage.limits import limits_on

__all__ = ["TITLES", "Subject", "TriageFacts", "TriageLimits", "Way", "decide", "limits_on", "signs_of_price"]
