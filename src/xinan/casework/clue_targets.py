"""What the moves of a clue may lead to: an officer, an office, one of the conclusions."""

from collections.abc import Sequence
from datetime import date

from xinan.casework.conclusions import conclusions
from xinan.casework.targets import officers_for, offices
from xinan.kernel.text import Text
from xinan.procedures.models import Proceeding
from xinan.procedures.targets import Target


def clue_targets(proceeding: Proceeding, move: str, on: date) -> Sequence[Target]:
    """The choices of a move; empty where it has none."""
    if move == "settle":
        return [Target(each.code, each.name) for each in conclusions(on=on)]
    if move == "assign":
        people = officers_for(proceeding, on=on).select_related("organisation")
        return [Target(each.username, Text(str(each), str(each))) for each in people]
    if move == "transfer":
        others = (each for each in offices() if each.pk != proceeding.holder_office_id)
        return [Target(str(each.pk), Text(each.name, each.name)) for each in others]
    return ()
