"""States of procedures as the figures need them: read from the definitions, so that a new procedure needs nothing here."""

from django.db.models import Q

from xinan.procedures.enums import ActorKind
from xinan.procedures.registry import procedures


def unsigned() -> Q:
    """Proceedings that stand where their procedure begins: nobody has taken them up."""
    wanted = Q(pk__in=())
    for procedure in procedures():
        wanted |= Q(procedure=procedure.code, state=procedure.initial)
    return wanted


def resting() -> Q:
    """Open proceedings that wait for the data alone: merged into another, or without a verdict for now."""
    wanted = Q(pk__in=())
    for procedure in procedures():
        states = [code for code, state in procedure.states.items() if set(state.waits_for) == {ActorKind.SYSTEM}]
        if states:
            wanted |= Q(procedure=procedure.code, state__in=states)
    return wanted
