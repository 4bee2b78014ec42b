"""Each Monday morning: the heads of offices are told of what was overdue last week and of which nobody said a word."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.urls import reverse

from xinan.casework.boards.ageing import Item, without_word
from xinan.casework.boards.ages import week_of
from xinan.casework.dossier.registered import WORD_WANTED, WORDS_MISSING
from xinan.kernel.clock import CHINA
from xinan.kernel.regions import PROVINCE_CODE
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify_once
from xinan.notices.models import Notice
from xinan.notices.recipients import holders_of
from xinan.people.duties.places import places_up
from xinan.people.duties.queries import roster_on
from xinan.people.duties.roster import Roster
from xinan.people.enums import Role
from xinan.people.models import Organisation, User
from xinan.people.scope import scope_of
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import open_to


def tell_of_missing_words(*, now: datetime) -> int:
    """How many people were told of the week that has ended.

    A head is told how many of the office's items it is, and only of those the head may see: a case kept to its members is
    told to its holder alone. Every holder is told of their own.
    """
    week_on = week_of(now) - timedelta(days=7)
    items = without_word(week_on=week_on, now=now)
    rows = Proceeding.objects.in_bulk([item.proceeding_id for item in items])
    told = _tell_heads(items, rows, week_on=week_on, now=now)
    return told + _tell_holders(items, week_on=week_on, now=now)


def _tell_heads(items: Iterable[Item], rows: dict[int, Proceeding], *, week_on: date, now: datetime) -> int:
    today = now.astimezone(CHINA).date()
    roster, told = roster_on(today), 0
    by_office: dict[int | None, list[Item]] = defaultdict(list)
    for item in items:
        by_office[item.office_id].append(item)
    offices = Organisation.objects.in_bulk([number for number in by_office if number is not None])
    for number, group in by_office.items():
        office = offices.get(number) if number is not None else None
        for head in _heads(office, roster=roster):
            scope = scope_of(head, on=today)
            seen = [item for item in group if open_to(scope, rows[item.proceeding_id])]
            if seen:
                told += len(_tell_head(head, seen, office=office, week_on=week_on, now=now))
    return told


def _tell_head(
    head: User, items: list[Item], *, office: Organisation | None, week_on: date, now: datetime
) -> list[Notice]:
    name, number, days = (office.name if office else "—"), len(items), max(item.late for item in items)
    return notify_once(
        [head],
        kind=WORDS_MISSING,
        subject=Text(
            f"{name}有 {number} 个逾期事项上周没有说明", f"{number} overdue items of {name} without a word last week"
        ),
        body=Text(
            f"{week_on} 这一周，最久的已逾期 {days} 天。请督促承办人说明原因和下一步。",
            f"In the week of {week_on}; the oldest is {days} days late. Ask the holders to say why, and what comes next.",
        ),
        link=f"{reverse('ageing')}?unsaid=1",
        about_kind="missing_words",
        about_id=f"{week_on}:{office.pk if office else ''}",
        now=now,
    )


def _tell_holders(items: Iterable[Item], *, week_on: date, now: datetime) -> int:
    by_holder: dict[int, list[Item]] = defaultdict(list)
    for item in items:
        if item.holder_id is not None:
            by_holder[item.holder_id].append(item)
    told = 0
    for user in User.objects.filter(pk__in=by_holder, is_active=True).order_by("pk"):
        number = len(by_holder[user.pk])
        told += len(
            notify_once(
                [user],
                kind=WORD_WANTED,
                subject=Text(
                    f"您有 {number} 个逾期事项上周没有说明", f"{number} of your overdue items lack last week's word"
                ),
                body=Text(
                    "每个逾期事项每周须说明一次原因和下一步。",
                    "Each overdue item needs a word a week: why, and what comes next.",
                ),
                link=f"{reverse('ageing')}?officer={user.pk}&unsaid=1",
                about_kind="missing_words",
                about_id=f"{week_on}",
                now=now,
            )
        )
    return told


def _heads(office: Organisation | None, *, roster: Roster) -> list[User]:
    """The office's heads on duty; where there is none, everybody who runs the nearest office above."""
    heads = [head for head in roster.heads_of(office.pk) if not roster.is_away(head.pk)] if office is not None else []
    if heads:
        return heads
    places = frozenset({*places_up(office.region_code if office is not None else PROVINCE_CODE, on=roster.on), ""})
    for role in (Role.CITY_OFFICE, Role.PROVINCE_OFFICE):
        above = [user for user in holders_of(role, on=roster.on, region_codes=places) if not roster.is_away(user.pk)]
        if above:
            return above
    return []
