"""What a visit says to a warning becomes a note in its handling, with the photographs taken for it."""

from uuid import uuid4

import pytest

from tests.patrols.making import KEYS, NOW, at, check, finish, jpeg, officer
from tests.registry.factories import ProjectFactory
from tests.web.small_province import warn
from xinan.monitoring.handling.opening import PROCEDURE, SUBJECT
from xinan.monitoring.models import Warning
from xinan.patrols.actions.open_visit import open_visit
from xinan.patrols.actions.take_entry import take_entry, take_photo
from xinan.patrols.checklist import warning_item
from xinan.patrols.photos import PhotoSent
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.given import PROOF_CONTENT, Opening
from xinan.procedures.models import Proceeding, Proof, Step

pytestmark = pytest.mark.django_db


@pytest.fixture
def warning() -> Warning:
    return warn(ProjectFactory(project_id="P-1"), "deposit/missing", "red")


def opened(warning: Warning) -> Proceeding:
    """The warning's proceeding, waiting to be signed for."""
    opening = Opening(
        procedure=PROCEDURE,
        subject_kind=SUBJECT,
        subject_id=str(warning.pk),
        project_id=str(warning.project_id),
        region_code="220102",
        industry="housing",
        link="deposit",
        level="red",
    )
    return open_proceedings([opening], now=NOW)[0]


def visit_with_word(warning: Warning, who: tuple[User, Scope], word: str) -> None:
    user, scope = who
    visit = open_visit("P-1", by=user, scope=scope, now=at(9))
    item = warning_item(warning.pk)
    photo = PhotoSent(uuid4(), jpeg(), at(9), item=item)
    take_photo(visit.pk, photo, by=user, scope=scope, now=at(9), keyring=KEYS)
    take_photo(visit.pk, PhotoSent(uuid4(), jpeg(), at(9)), by=user, scope=scope, now=at(9), keyring=KEYS)
    for entry in (check(item, word, said_at=at(9), note="银行回单已看"), finish(said_at=at(10))):
        take_entry(visit.pk, entry, by=user, scope=scope, now=at(10), keyring=KEYS)
    assert visit.words.get().word == word


def test_the_word_is_noted_with_its_photograph_and_the_state_stays(warning: Warning) -> None:
    user, scope = officer()
    proceeding = opened(warning)
    proceeding = make_move(proceeding.pk, "sign", by=user, scope=scope, now=NOW, version=proceeding.version)
    visit_with_word(warning, (user, scope), "cured")
    step = Step.objects.get(proceeding=proceeding, move="note")
    assert (step.by, step.state_before, step.state_after) == (user, "signed", "signed")
    assert "现场所见已改正" in step.reason
    assert "银行回单已看" in step.reason
    proof = Proof.objects.get(step=step)
    assert proof.media_type == "image/jpeg"
    assert KEYS.open(proof.content_sealed, context=PROOF_CONTENT)
    warning.refresh_from_db()
    assert warning.state == "open"


def test_a_warning_not_signed_for_or_not_handled_keeps_the_word_on_the_visit_alone(warning: Warning) -> None:
    visit_with_word(warning, officer(), "confirmed")
    proceeding = opened(warning)
    visit_with_word(warning, officer(), "confirmed")
    assert not Step.objects.filter(proceeding=proceeding, move="note").exists()
