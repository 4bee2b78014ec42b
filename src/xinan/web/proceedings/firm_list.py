"""What waits for a firm beside its warnings: the proceedings it may know of."""

from dataclasses import dataclass
from typing import Final

from django.urls import reverse

from xinan.kernel.text import Text
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure
from xinan.registry.models import Project
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.firm import OPENLY, is_firm, open_to_firm

MOST: Final = 40


@dataclass(frozen=True, slots=True)
class MatterView:
    """One proceeding in a firm's list."""

    url: str
    procedure: Text
    state: Text
    project: str


def matters_of(who: Asking) -> tuple[MatterView, ...]:
    """The open proceedings of the firm that it may know of, the newest first; nothing for an office."""
    if not is_firm(who.scope):
        return ()
    found = visible_proceedings(who.scope).filter(closed_at=None).exclude(procedure__in=OPENLY).order_by("-pk")[:MOST]
    known = [each for each in found if open_to_firm(each, scope=who.scope, now=who.now)]
    names = dict(Project.objects.filter(pk__in=[each.project_id for each in known]).values_list("pk", "name"))
    return tuple(_view(each, project=names.get(each.project_id, "")) for each in known)


def _view(one: Proceeding, *, project: str) -> MatterView:
    procedure = find_procedure(one.procedure)
    return MatterView(reverse("proceeding", args=[one.pk]), procedure.name, procedure.states[one.state].name, project)
