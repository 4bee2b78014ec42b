"""Two officers at once, on two real connections: from one clue one case, and numbers without gap or double."""

from collections.abc import Callable

import pytest

from tests.casework.cases.world import MONDAY, Officer, voice, world
from tests.procedures.test_racing import at_once
from xinan.casework.cases.actions.open_case import open_case
from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.models import Case
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_who_open_from_one_clue_one_does_and_the_other_is_told(keyring: Keyring) -> None:
    here = world(keyring)
    clue = here.clue()
    raised = at_once(*(opening(clue.pk, who, keyring) for who in (here.inspector, here.colleague)))
    assert [type(error) for error in raised] == [Conflict]
    assert raised[0].code == "already-in-a-case"  # type: ignore[attr-defined]
    assert Case.objects.count() == 1


def test_numbers_given_at_once_follow_each_other(keyring: Keyring) -> None:
    here = world(keyring)
    clues = [here.clue(voice=voice(phone=f"1381234100{n}")) for n in range(4)]
    raised = at_once(*(opening(clue.pk, here.inspector, keyring) for clue in clues))
    assert raised == []
    assert sorted(Case.objects.values_list("sequence", flat=True)) == [1, 2, 3, 4]


def opening(clue_id: str, who: Officer, keyring: Keyring) -> Callable[[], None]:
    def act() -> None:
        open_case(OpenedCase(clue_ids=[clue_id]), by=who.user, scope=who.scope, now=MONDAY, keyring=keyring)

    return act
