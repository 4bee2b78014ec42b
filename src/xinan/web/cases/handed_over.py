"""A case for whoever mediates or arbitrates in it: what is owed, to whom, their own procedure, whom to ask. Nothing else.

Not the sources and who complained, not the case's own clocks, its second track, its file or its other procedures.
"""

from dataclasses import dataclass, replace

from django.urls import reverse

from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import members_now
from xinan.casework.cases.models import Case
from xinan.casework.cases.queries import proceedings_of
from xinan.casework.cases.wages import Money, money_of, paid_of
from xinan.procedures.policies import visible_proceedings
from xinan.web.cases.presenters import MemberView, WorkerView, workers_of
from xinan.web.cases.story import part_name
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.panel import PanelView, panel_of

# Of the case's people those whom a mediator or an arbitrator turns to.
_ASKED = (Part.LEADER, Part.ARREARS)


@dataclass(frozen=True, slots=True)
class HandedPage:
    """The page; its rows are the presenters' of the whole case, without what is done with them."""

    case: Case
    money: Money
    procedures: tuple[PanelView, ...]
    workers: tuple[WorkerView, ...]
    members: tuple[MemberView, ...]
    works: bool = False
    leads: bool = False
    # Who complained, and what they said, is the inspection's to keep (regulation on labour inspection 9).
    discreet: bool = True


def handed_page_of(case: Case, *, who: Asking) -> HandedPage:
    """The page, for somebody who is in the case as mediator or arbitrator alone."""
    back = reverse("case", args=[case.pk])
    paid = paid_of(case)
    own = visible_proceedings(who.scope).filter(pk__in=proceedings_of(case).values("pk")).order_by("-pk")
    panels = [panel_of(each, who=who, back=back) for each in own]
    return HandedPage(
        case=case,
        money=money_of(paid),
        procedures=tuple(sorted(panels, key=lambda panel: panel.final)),
        workers=tuple(_discreetly(each) for each in workers_of(case, paid, who=who, leads=False)),
        members=tuple(
            MemberView(
                id=each.pk,
                name=each.user.display_name,
                office=each.user.organisation.name if each.user.organisation else "",
                part=part_name(each.part),
                removable=False,
            )
            for each in members_now(case)
            if each.part in _ASKED or each.user_id == who.user.pk
        ),
    )


def _discreetly(worker: WorkerView) -> WorkerView:
    """Without number and phone, masked as they are."""
    return replace(worker, person=replace(worker.person, identity="", phone="", reveal_url=""))
