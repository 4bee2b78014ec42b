"""Who sees which letters: a table of people against letters, and the shelves of the archive."""

from datetime import date, datetime, timedelta

import pytest

from tests.documents.letters import FIRM, drafted
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.actions.void_letter import void_letter
from xinan.documents.models import Letter
from xinan.documents.policies import may_handle, visible_letter, visible_letters
from xinan.documents.queries import Shelf, letters_about, letters_of_project, on_shelf, searched
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import NotFound
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of


def scope(user: User, now: datetime) -> Scope:
    return scope_of(user, on=now.date())


@pytest.fixture
def letters(officer: User, now: datetime, keyring: Keyring) -> dict[str, Letter]:
    """A draft, one given up, an issued one, and one that was voided; all of the county's office, about housing."""
    made = {name: drafted(by=officer, now=now, keyring=keyring) for name in ("draft", "given up", "issued", "voided")}
    for name in ("issued", "voided"):
        issue_letter(made[name], by=officer, now=now, keyring=keyring)
    for name in ("given up", "voided"):
        void_letter(made[name], reason="主送单位有误", by=officer, now=now)
    return made


OWN = {"draft", "given up", "issued", "voided"}
SENT = {"issued", "voided"}


@pytest.mark.parametrize(
    ("post", "seen"),
    [
        ({"role": "province_office", "region_code": "220000"}, SENT),
        ({"role": "city_office", "region_code": "220100"}, SENT),
        ({"role": "city_office", "region_code": "220200"}, set()),
        ({"role": "county_inspector", "region_code": "220102"}, SENT),
        ({"role": "county_inspector", "region_code": "220103"}, set()),
        ({"role": "industry_department", "region_code": "220100", "industries": ["housing"]}, SENT),
        ({"role": "industry_department", "region_code": "220100", "industries": ["water"]}, set()),
        ({"role": "auditor", "region_code": ""}, SENT),
        ({"role": "contractor", "region_code": "", "enterprise_id": FIRM}, SENT),
        ({"role": "contractor", "region_code": "", "enterprise_id": "91220101MA0000009Z"}, set()),
        ({"role": "bank", "region_code": "", "enterprise_id": "91220101MA0000008Y"}, set()),
        ({"role": "operator", "region_code": ""}, set()),
    ],
)
def test_who_sees_what_another_office_wrote(
    letters: dict[str, Letter], now: datetime, post: dict[str, object], seen: set[str]
) -> None:
    user = AppointmentFactory(user=UserFactory(), **post).user
    found = set(visible_letters(user, scope=scope(user, now)).values_list("pk", flat=True))
    assert {name for name, letter in letters.items() if letter.pk in found} == seen
    for name, letter in letters.items():
        assert not may_handle(user, scope=scope(user, now), letter=letter)
        if name not in seen:
            with pytest.raises(NotFound):
                visible_letter(user, scope=scope(user, now), number=letter.pk)


def test_the_office_sees_its_own_and_handles_them(
    letters: dict[str, Letter], officer: User, office: object, now: datetime
) -> None:
    colleague = AppointmentFactory(user=UserFactory(organisation=office), region_code="220102").user
    for user in (officer, colleague):
        assert set(visible_letters(user, scope=scope(user, now))) == {letters[name] for name in OWN}
        assert all(may_handle(user, scope=scope(user, now), letter=letter) for letter in letters.values())


def test_whoever_left_the_office_sees_nothing(letters: dict[str, Letter], office: object, now: datetime) -> None:
    gone = AppointmentFactory(user=UserFactory(organisation=office), to_on=date(2026, 1, 1)).user
    assert not visible_letters(gone, scope=scope(gone, now)).exists()


def test_a_letter_about_no_place_is_for_its_office_and_the_province(
    officer: User, now: datetime, keyring: Keyring
) -> None:
    letter = drafted(by=officer, now=now, keyring=keyring, region_code="", industry="")
    issue_letter(letter, by=officer, now=now, keyring=keyring)
    neighbour = AppointmentFactory(user=UserFactory(), region_code="220102").user
    province = AppointmentFactory(
        user=UserFactory(organisation=OrganisationFactory(region_code="220000")), role="province_office", region_code=""
    ).user
    assert not visible_letters(neighbour, scope=scope(neighbour, now)).exists()
    assert visible_letters(province, scope=scope(province, now)).exists()


def test_shelves_and_words(letters: dict[str, Letter], officer: User, now: datetime) -> None:
    seen, today = visible_letters(officer, scope=scope(officer, now)), now.date()

    def shelf(which: Shelf, day: date = today) -> set[str]:
        found = set(on_shelf(seen, which, user_id=officer.pk, today=day))
        return {name for name, letter in letters.items() if letter in found}

    assert shelf(Shelf.ALL) == {"draft", "issued", "voided"}
    assert shelf(Shelf.DRAFTS) == {"draft"}
    assert shelf(Shelf.UNSERVED) == {"issued"}
    # Seven working days from Monday the 23rd end on Wednesday, 2 December.
    assert shelf(Shelf.LATE, date(2026, 12, 2)) == set()
    assert shelf(Shelf.LATE, date(2026, 12, 2) + timedelta(days=1)) == {"issued"}
    assert shelf(Shelf.MINE) == OWN
    assert searched(seen, "人社监〔2026〕1号 提醒函").get() == letters["issued"]
    assert not searched(seen, "提醒函 没有这个词").exists()
    assert set(letters_about("project", "P-RED")) == set(letters_of_project("P-RED")) == set(letters.values())
