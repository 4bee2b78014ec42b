"""Every question of the interface by its method."""

from xinan.intake.national.asking.asked import Ask
from xinan.intake.national.asking.parties import PARTIES
from xinan.intake.national.asking.people import PEOPLE
from xinan.intake.national.asking.wages import WAGES

QUESTIONS: dict[str, Ask] = {**PARTIES, **PEOPLE, **WAGES}
