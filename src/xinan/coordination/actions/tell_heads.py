"""Tells the heads of offices what waits in their queue without anybody."""

from datetime import datetime

from django.urls import reverse

from xinan.coordination.unassigned import Waiting, waiting_by_office, waiting_unheld
from xinan.kernel.clock import CHINA
from xinan.kernel.regions import PROVINCE_CODE
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify_once
from xinan.people.duties.places import places_up
from xinan.people.duties.queries import posts_on, roster_on
from xinan.people.duties.roster import Roster
from xinan.people.enums import Role
from xinan.people.models import User


def tell_heads(*, now: datetime) -> int:
    """One notice an office: to its heads; where it has none on duty, to those of the level above too. How many people.

    Who has not read the last one is not told again.
    """
    today = now.astimezone(CHINA).date()
    roster = roster_on(today)
    told = 0
    for queue in waiting_by_office(waiting_unheld()):
        told += len(_tell(queue, recipients=_recipients(queue, roster=roster), now=now))
    return told


def _tell(queue: Waiting, *, recipients: list[User], now: datetime) -> list[object]:
    office = queue.office
    name, number = (office.name if office else "—"), queue.number
    since = f"{queue.oldest_at.astimezone(CHINA):%Y-%m-%d}"
    return list(
        notify_once(
            recipients,
            kind="unassigned",
            subject=Text(f"{name}有 {number} 个事项无人承办", f"{number} things wait at {name} without anybody"),
            body=Text(
                f"最早的自 {since} 起等待。请调整责任分工或指定承办人。",
                f"The oldest waits since {since}. Change the duties, or give them to somebody.",
            ),
            link=f"{reverse('unassigned')}?office={office.pk if office else ''}",
            about_kind="office",
            about_id=str(office.pk) if office else "",
            now=now,
        )
    )


def _recipients(queue: Waiting, *, roster: Roster) -> list[User]:
    """The office's heads; and where none of them is there today, everybody who runs the nearest office above."""
    office = queue.office
    heads = roster.heads_of(office.pk) if office is not None else []
    if any(not roster.is_away(head.pk) for head in heads):
        return heads
    return heads + _above(office.region_code if office is not None else PROVINCE_CODE, roster=roster)


def _above(region_code: str, *, roster: Roster) -> list[User]:
    places = places_up(region_code, on=roster.on)
    for role in (Role.CITY_OFFICE, Role.PROVINCE_OFFICE):
        posts = posts_on(roster.on).filter(role=role, region_code__in=[*places, ""]).select_related("user")
        there = [post.user for post in posts if not roster.is_away(post.user_id)]
        if there:
            return there
    return []
