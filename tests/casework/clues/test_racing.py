"""Two who take the same matter at once, on two real connections: one clue, one group, every voice."""

from collections.abc import Callable

import pytest

from tests.casework.clues.people import Officer, officer, somebody, taken, voice
from tests.procedures.test_racing import at_once
from tests.registry.factories import ProjectFactory
from xinan.casework.actions.identify_clue import identify_clue
from xinan.casework.models import Clue, ClueGroup, Voice
from xinan.kernel.ciphers import Keyring

pytestmark = pytest.mark.django_db(transaction=True)


def taking(who: Officer | None, keyring: Keyring, **told: object) -> Callable[[], None]:
    def act() -> None:
        taken(who, keyring, **told)

    return act


def test_the_same_matter_taken_at_once_is_one_clue_with_every_voice(keyring: Keyring) -> None:
    """By phone, at the counter and on the worker's page within the same second."""
    one, other = officer(), officer()
    told = {"voice": voice(id_number=somebody().number)}
    raised = at_once(*(taking(who, keyring, **told) for who in (one, other, None)))
    assert raised == []
    kept = Clue.objects.get(merged_into=None)
    assert Clue.objects.count() == 3
    assert Voice.objects.filter(clue=kept).count() == 3
    assert (kept.workers, kept.closed_on) == (1, None)


def test_clues_of_one_site_taken_at_once_are_one_group(keyring: Keyring) -> None:
    project, who = ProjectFactory(), officer()
    raised = at_once(
        *(taking(who, keyring, project_id=project.pk, voice=voice(phone=f"1541234100{n}", workers=4)) for n in range(3))
    )
    assert raised == []
    group = ClueGroup.objects.get()
    assert (group.clues.count(), group.collective) == (3, True)


def test_clues_said_to_be_of_one_site_at_once_are_one_group(keyring: Keyring) -> None:
    project, who = ProjectFactory(), officer()
    clues = [taken(who, keyring, voice=voice(phone=f"1541234200{n}")) for n in range(2)]

    def saying(clue: Clue) -> Callable[[], None]:
        def act() -> None:
            identify_clue(clue.pk, project_id=project.pk, by=who.user, scope=who.scope, now=clue.taken_at)

        return act

    assert at_once(*(saying(clue) for clue in clues)) == []
    assert ClueGroup.objects.get().clues.count() == 2
