"""What a person may see on a day: it follows from the posts they hold then, and from nothing else."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

from django.db.models import Q
from django.db.models.signals import post_delete, post_save

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import REGIONS, counties_of, region, successor
from xinan.people.enums import OFFICE_ROLES, Role
from xinan.people.models import Appointment, User


@dataclass(frozen=True, slots=True)
class Grant:
    """What one post opens: projects of these places and these trades, or of one firm.

    None for `regions` or `industries` means all of them. An office's grant names no firm; a firm's grant opens its own
    projects wherever they are.
    """

    role: Role
    regions: frozenset[str] | None = None
    industries: frozenset[str] | None = None
    enterprise_id: str | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """The sum of a person's grants; none opens nothing. Policies of the nouns turn it into rows.

    `user_id` is whose it is, for what is open to people by name (cases); None opens nothing so.
    """

    grants: tuple[Grant, ...] = ()
    user_id: int | None = None

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def offices(self) -> tuple[Grant, ...]:
        """The grants of offices and departments."""
        return tuple(grant for grant in self.grants if grant.role in OFFICE_ROLES)

    @property
    def sees_everything(self) -> bool:
        """Whether one grant opens every project."""
        return any(grant.regions is None and grant.industries is None for grant in self.offices)

    @property
    def regions(self) -> frozenset[str] | None:
        """Every place an office's grant names; None where one names all."""
        return _union(grant.regions for grant in self.offices)

    @property
    def industries(self) -> frozenset[str] | None:
        """Every trade an office's grant names; None where one names all."""
        return _union(grant.industries for grant in self.offices)

    @property
    def enterprise_ids(self) -> frozenset[str]:
        """The firms whose people the person belongs to."""
        return frozenset(grant.enterprise_id for grant in self.grants if grant.enterprise_id)


# What was looked up since the request began; none outside a request, where posts may change from one question to the next.
_LOOKED_UP: ContextVar[dict[tuple[int, date], Scope] | None] = ContextVar("scopes_looked_up", default=None)


@contextmanager
def remembered_scopes() -> Iterator[None]:
    """Within it, the posts of a user on a day are looked up once, until a post changes. For one request."""
    token = _LOOKED_UP.set({})
    try:
        yield
    finally:
        _LOOKED_UP.reset(token)


def forget_scopes(**_signal: object) -> None:
    """Look posts up again: one has changed."""
    if (known := _LOOKED_UP.get()) is not None:
        known.clear()


def scope_of(user: User, *, on: date) -> Scope:
    """The scope of a user on a day; empty for someone disabled, not signed in, or without a post that day."""
    if not user.is_active or user.pk is None:
        return Scope()
    known = _LOOKED_UP.get()
    if known is None:
        return _looked_up(user, on=on)
    if (user.pk, on) not in known:
        known[user.pk, on] = _looked_up(user, on=on)
    return known[user.pk, on]


def _looked_up(user: User, *, on: date) -> Scope:
    posts = Appointment.objects.filter(Q(to_on=None) | Q(to_on__gte=on), user_id=user.pk, from_on__lte=on)
    return Scope(tuple(_grant(post, on=on) for post in posts.order_by("pk")), user_id=user.pk)


def covered_regions(code: str, *, on: date) -> frozenset[str] | None:
    """Every code under which a project of this place may stand on a day; None for the whole province.

    A prefecture covers itself and its counties of that day, and codes repealed by then that live on in them.

    >>> from datetime import date
    >>> "220381" in covered_regions("220300", on=date(2019, 1, 1)), "220381" in covered_regions("220100", on=date(2021, 1, 1))
    (True, True)
    """
    try:
        place = region(code)
    except InvalidValue:
        return frozenset({code})  # a place of another province: itself alone
    if place.level == "province":
        return None
    own = {place.code}
    if place.level == "prefecture":
        own |= {county.code for county in counties_of(place.code, on=on)}
    return frozenset(own | _repealed_into(own, on=on))


def _repealed_into(codes: set[str], *, on: date) -> set[str]:
    gone = (place.code for place in REGIONS if place.valid_to is not None and place.valid_to <= on)
    return {code for code in gone if successor(code) in codes}


def _grant(post: Appointment, *, on: date) -> Grant:
    role = Role(post.role)
    if role in OFFICE_ROLES:
        regions = covered_regions(post.region_code, on=on) if post.region_code else None
        return Grant(role, regions=regions, industries=frozenset(post.industries) if post.industries else None)
    if post.enterprise_id:
        return Grant(role, enterprise_id=post.enterprise_id)
    # Those who run the platform see its state, not its projects; mediators and arbitrators what names them.
    return Grant(role, regions=frozenset(), industries=frozenset())


def _union(parts: Iterable[frozenset[str] | None]) -> frozenset[str] | None:
    found: frozenset[str] = frozenset()
    for part in parts:
        if part is None:
            return None
        found |= part
    return found


for _changed in (post_save, post_delete):
    _changed.connect(forget_scopes, sender=Appointment, dispatch_uid="scopes")
