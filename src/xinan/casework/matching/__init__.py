"""What is already known of a clue: its project, firm, team and period; its like; and what the data say is owed."""

from xinan.casework.matching.callings import NameForms, name_forms
from xinan.casework.matching.finding import find
from xinan.casework.matching.likeness import (
    ASKED_FROM,
    MERGED_FROM,
    Group,
    KnownClue,
    Likeness,
    groups,
    likeness,
    matters,
)
from xinan.casework.matching.months import ToldMonths, told_period
from xinan.casework.matching.owed import Ground, Owed, OwedRow, by_worker, owed
from xinan.casework.matching.owed_queries import Asked
from xinan.casework.matching.told import Found, Match, Period, ProjectMatch, ToldClue

__all__ = [
    "ASKED_FROM",
    "MERGED_FROM",
    "Asked",
    "Found",
    "Ground",
    "Group",
    "KnownClue",
    "Likeness",
    "Match",
    "NameForms",
    "Owed",
    "OwedRow",
    "Period",
    "ProjectMatch",
    "ToldClue",
    "ToldMonths",
    "by_worker",
    "find",
    "groups",
    "likeness",
    "matters",
    "name_forms",
    "owed",
    "told_period",
]
