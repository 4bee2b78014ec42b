"""The offices one may read, at a glance: who heads them, who is away, what waits without anybody."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, QuerySet
from django.urls import reverse

from xinan.coordination.unassigned import visible_unheld
from xinan.kernel.text import Text
from xinan.people.duties.queries import duties_on, leaves_on
from xinan.people.models import Organisation, User
from xinan.people.scope import Scope
from xinan.web.shell.scope_words import place_words


@dataclass(frozen=True, slots=True)
class OfficeLine:
    """An office: its heads, how many of its people hold a duty, who is away today, what waits."""

    name: str
    place: Text
    url: str
    heads: str
    people: int
    holders: int
    away: int
    waiting: int
    waiting_url: str
    chosen: bool

    @property
    def lacking(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.waiting) or not self.heads or not self.holders


def overview(offices: list[Organisation], *, chosen: Organisation | None, scope: Scope, on: date) -> list[OfficeLine]:
    """The offices, those that lack something first; four statements."""
    heads, holders = _held(on)
    people = _counted(User.objects.filter(is_active=True).values_list("organisation"))
    away = _counted(leaves_on(on).values_list("user__organisation"))
    waiting = _counted(visible_unheld(scope).order_by().values_list("holder_office"))
    lines = [
        OfficeLine(
            name=office.name,
            place=place_words(office.region_code, skip=1),
            url=f"{reverse('duties')}?office={office.pk}",
            heads="、".join(heads.get(office.pk, ())),
            people=people.get(office.pk, 0),
            holders=len(holders.get(office.pk, ())),
            away=away.get(office.pk, 0),
            waiting=waiting.get(office.pk, 0),
            waiting_url=f"{reverse('unassigned')}?office={office.pk}",
            chosen=chosen is not None and office.pk == chosen.pk,
        )
        for office in offices
    ]
    return sorted(lines, key=lambda line: (-line.waiting, not line.lacking))


def _held(on: date) -> tuple[dict[int, list[str]], dict[int, set[int]]]:
    heads: dict[int, list[str]] = defaultdict(list)
    holders: dict[int, set[int]] = defaultdict(set)
    rows = duties_on(on).order_by("pk").values_list("office_id", "user_id", "is_head", "user__display_name")
    for office_id, user_id, is_head, name in rows:
        holders[office_id].add(user_id)
        if is_head:
            heads[office_id].append(name)
    return heads, holders


def _counted(rows: QuerySet[Any, Any]) -> dict[int, int]:
    """How many rows each office has."""
    return {office_id: number for office_id, number in rows.annotate(n=Count("pk")).order_by() if office_id is not None}
