"""Whose a thing is, said plainly: every candidate is looked at, nothing is indexed, places come from covered_regions."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xinan.kernel.regions import REGIONS
from xinan.people.duties.models import Duty, Leave
from xinan.people.enums import Role
from xinan.people.models import Appointment, User
from xinan.people.scope import covered_regions

UP = {
    "county_inspector": ["county_inspector", "city_office", "province_office"],
    "industry_department": ["industry_department", "city_office", "province_office"],
    "city_office": ["city_office", "province_office"],
    "province_office": ["province_office"],
}


@dataclass(frozen=True)
class World:
    """Everything there is, of all days."""

    duties: Sequence[Duty]
    leaves: Sequence[Leave]
    posts: Sequence[Appointment]


def runs(row: Duty | Leave | Appointment, on: date) -> bool:
    return row.from_on <= on and (row.to_on is None or on <= row.to_on)


def covers(place: str, code: str, on: date) -> bool:
    covered = covered_regions(place, on=on)
    return covered is None or code in covered


def may_take(user: User, world: World, *, role: str, code: str, industry: str, on: date) -> bool:
    """Active, not away, and with a post of the role that opens the place and the industry."""
    away = any(leave.user_id == user.pk and runs(leave, on) for leave in world.leaves)
    opened = any(
        post.user_id == user.pk
        and post.role == role
        and runs(post, on)
        and covers(post.region_code or "220000", code, on)
        and (not post.industries or industry in post.industries)
        for post in world.posts
    )
    return user.is_active and not away and opened


def line_of(user: User | None, world: World, *, on: date) -> list[User]:
    """The person, then whom their leave names, then whom that one's names, until somebody comes again."""
    found: list[User] = []
    while user is not None and user not in found:
        found.append(user)
        leave = next((leave for leave in world.leaves if leave.user_id == user.pk and runs(leave, on)), None)
        user = leave.deputy if leave else None
    return found


def places_nearest_first(code: str, on: date) -> list[str]:
    """Every place that covers this one; the finer level first, at one level the place itself first."""
    levels = {"county": 0, "prefecture": 1, "province": 2}
    known = [(levels[each.level], each.code != code, each.code) for each in REGIONS if covers(each.code, code, on)]
    places = [place for *_, place in sorted(known)]
    return places if code in places or not code else [code, *places]


def plainly(
    code: str, industry: str, link: str, role: Role, *, world: World, on: date
) -> tuple[int | None, int | None]:
    """The ids of the person and the office; None for the office of last resort."""
    for level in UP[role]:
        for place in places_nearest_first(code, on):
            there = [
                duty
                for duty in world.duties
                if runs(duty, on) and (duty.role, duty.region_code) == (level, place)
                and duty.industry in ("", industry) and duty.link in ("", link)
            ]  # fmt: skip
            there.sort(key=lambda d: (d.is_head, d.industry == "", d.link == "", d.from_on, d.pk))
            for duty in there:
                own = line_of(duty.user, world, on=on)
                spare = [person for person in line_of(duty.deputy, world, on=on) if person != duty.user]
                for person in (*own, *spare):
                    if may_take(person, world, role=level, code=code, industry=industry, on=on):
                        return person.pk, duty.office_id
            queues = [
                post.user.organisation
                for post in world.posts
                if runs(post, on) and post.user.is_active and post.user.organisation is not None
                and (post.role, post.region_code or "220000") == (level, place)
                and (not post.industries or industry in post.industries)
                and not any(leave.user_id == post.user_id and runs(leave, on) for leave in world.leaves)
            ]  # fmt: skip
            if queues:
                return None, min(queues, key=lambda office: (office.region_code != place, office.pk)).pk
    return None, None
