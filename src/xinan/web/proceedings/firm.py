"""What a firm reads of a proceeding that is addressed to it, or in which it is a party.

Its own moves, its own clocks, the letters sent to it: nothing of what passes between offices, nothing of who complained,
and no day on which somebody did (条例 10; 监察条例 9).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Final

from xinan.casework.telling import firm_waited_for, told_from
from xinan.documents.policies import is_addressee
from xinan.documents.queries import letters_about
from xinan.people.scope import Scope
from xinan.procedures.definition import ClockRule
from xinan.procedures.enums import ActorKind, Recipient
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.registry import find_procedure

FIRMS: Final = frozenset({ActorKind.CONTRACTOR, ActorKind.OWNER, ActorKind.BANK})
PROCEEDING: Final = "proceeding"


class Seen(Enum):
    """How much of a step a firm reads."""

    ALL = "all"
    WORDLESS = "wordless"  # that it happened, not what was written
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Openly:
    """A procedure in which the firm takes part from the first day: it reads every step but these."""

    wordless: frozenset[str] = frozenset()
    unseen: frozenset[str] = frozenset()


# Raised by data, told to the firm at once: nobody complained.
OPENLY: Final[Mapping[str, Openly]] = {
    "warning": Openly(
        wordless=frozenset(
            {"propose_false_alarm", "propose_exemption", "refuse_proposal", "withdraw_proposal", "hold"}
        ),
        unseen=frozenset({"note"}),
    )
}


def is_firm(scope: Scope) -> bool:
    """Whether the person looks as a firm: no office's grant, a firm's code."""
    return not scope.offices and bool(scope.enterprise_ids)


def seen_by_firm(procedure: str, *, move: str, as_kind: str) -> Seen:
    """How much of a step the firm reads."""
    openly = OPENLY.get(procedure)
    if openly is None:
        return Seen.ALL if as_kind in FIRMS else Seen.NOTHING
    if move in openly.unseen:
        return Seen.NOTHING
    return Seen.WORDLESS if move in openly.wordless else Seen.ALL


def may_read_proof(step: Step, *, as_firm: bool) -> bool:
    """Whether the files of a step are open to the viewer, who sees its proceeding."""
    seen = seen_by_firm(step.proceeding.procedure, move=step.move, as_kind=step.as_kind)
    return not as_firm or seen is Seen.ALL


def clock_of_firm(procedure: str, rule: ClockRule) -> bool:
    """Whether a clock is one that the firm has to keep: it is told when that runs out."""
    return procedure in OPENLY or any(Recipient.FIRM in act.notify for act in rule.acts)


def open_to_firm(proceeding: Proceeding, *, scope: Scope, now: datetime) -> bool:
    """Whether a firm may know of the proceeding yet.

    It may once a letter of it was opened to the firm, or once the batch has gone out with which it was told that something
    waits for it; never from the moment on at which somebody complained.
    """
    if proceeding.procedure in OPENLY:
        return True
    letters = letters_about(PROCEEDING, str(proceeding.pk)).exclude(number="")
    if any(is_addressee(scope, letter=letter) for letter in letters):
        return True
    steps = Step.objects.filter(proceeding=proceeding).order_by("at", "pk")
    procedure = find_procedure(proceeding.procedure)
    return any(firm_waited_for(procedure, step.state_after) and told_from(step.at) <= now for step in steps)
