"""What is already known of a clue: its project, firm, team and period; its like; and what the data say is owed."""

from xinan.casework.matching.finding import find
from xinan.casework.matching.likeness import Group, KnownClue, Likeness, groups, likeness, matters
from xinan.casework.matching.owed import Ground, Owed, OwedRow, by_worker, owed
from xinan.casework.matching.owed_queries import Asked
from xinan.casework.matching.told import Found, Match, Period, ProjectMatch, ToldClue

__all__ = [
    "Asked",
    "Found",
    "Ground",
    "Group",
    "KnownClue",
    "Likeness",
    "Match",
    "Owed",
    "OwedRow",
    "Period",
    "ProjectMatch",
    "ToldClue",
    "by_worker",
    "find",
    "groups",
    "likeness",
    "matters",
    "owed",
]
