"""Officers of two counties, their city and a firm; clues as workers tell them; days that pass."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.casework.actions.take_clue import take_clue
from xinan.casework.enums import Channel
from xinan.casework.models import Clue
from xinan.casework.queries import lives_of
from xinan.casework.told import TakenClue, ToldVoice
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.identifiers import CitizenId
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.models import Proceeding
from xinan.simulation import identities

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=CHINA)
HERE, THERE, CITY = "220102", "220103", "220100"
_numbers = count(1)


@dataclass(frozen=True)
class Officer:
    """Somebody with the scope they have on the day of the tests."""

    user: User
    scope: Scope


def officer(
    role: str = "county_inspector", *, region: str = HERE, kind: str = "labour_office", **post: object
) -> Officer:
    office = OrganisationFactory(name=f"单位{next(_numbers)}", region_code=region, kind=kind)
    user = UserFactory(organisation=office)
    AppointmentFactory(user=user, role=role, region_code="" if role == "province_office" else region, **post)
    return Officer(user, scope_of(user, on=MONDAY.date()))


def firm(enterprise_id: str) -> Officer:
    office = OrganisationFactory(name=f"企业{next(_numbers)}", kind="enterprise", enterprise_id=enterprise_id)
    user = UserFactory(organisation=office)
    AppointmentFactory(user=user, role="contractor", region_code="", enterprise_id=enterprise_id)
    return Officer(user, scope_of(user, on=MONDAY.date()))


def somebody(key: str = "a") -> CitizenId:
    """A made-up person's number, valid by checksum only."""
    return identities.citizen_id(key, birth_on=date(1985, 3, 4), sex="male")


def voice(**changed: object) -> ToldVoice:
    told: dict[str, object] = {
        "words": "干了三个月，老板说没钱。",
        "phone": "15412340001",
        "amount": Decimal("12000"),
        "from_month": "2026-08",
        "to_month": "2026-10",
    }
    return ToldVoice(**{**told, **changed})  # type: ignore[arg-type]


def taken(who: Officer | None, keyring: Keyring, *, now: datetime = MONDAY, **changed: object) -> Clue:
    """A clue taken by an officer, or on the worker's own page."""
    given: dict[str, object] = {
        "channel": Channel.WALK_IN if who else Channel.WORKER_PAGE,
        "voice": voice(),
        "employer_words": "长春示范建筑劳务有限公司",
        "site_words": "净月示范家园",
    }
    told = TakenClue(**{**given, **changed})  # type: ignore[arg-type]
    by, scope = (who.user, who.scope) if who else (None, Scope())
    return take_clue(told, by=by, scope=scope, now=now, keyring=keyring)


def life(clue: Clue) -> Proceeding:
    """The last life of the clue, as it stands."""
    return lives_of(clue)[0]


def moved(clue: Clue, move: str, who: Officer, *, now: datetime = MONDAY, **given: object) -> Proceeding:
    one = life(clue)
    given.setdefault("reason", "已记录。")
    return make_move(
        one.pk,
        move,
        by=who.user,
        scope=who.scope,
        now=now,
        version=one.version,
        **given,  # type: ignore[arg-type]
    )


def days(number: int) -> datetime:
    return MONDAY + timedelta(days=number)


def settled(clue: Clue, who: Officer, *, now: datetime = MONDAY, conclusion: str = "paid") -> None:
    """Bring a clue as far as its conclusion."""
    moved(clue, "take_up", who, now=now)
    moved(clue, "contact", who, now=now)
    moved(clue, "begin_verifying", who, now=now)
    moved(clue, "settle", who, now=now, target=conclusion)
