"""What a phone says about a visit is taken once, by whoever makes it, in whatever order it comes."""

import json
from collections.abc import Mapping
from contextlib import suppress
from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.patrols.making import KEYS, NOW, at, check, finish, jpeg, officer, position, talk
from tests.registry.factories import ProjectFactory
from tests.web.small_province import warn
from xinan.casework.actions.clue_of_visit import clue_of_visit
from xinan.casework.models import Clue
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, NotAllowed, NotFound
from xinan.patrols.actions.decide_finding import drop_finding
from xinan.patrols.actions.open_visit import open_visit
from xinan.patrols.actions.take_entry import MOST_PHOTOS, Taken, take_entry, take_photo
from xinan.patrols.checklist import warning_item
from xinan.patrols.entries import read_entry
from xinan.patrols.models import SitePlace, Visit, VisitPhoto, VisitTalk
from xinan.patrols.photos import PhotoSent, opened_photo
from xinan.patrols.refusals import EntryRefused, PhotoRefused, PlanRefused
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.models import NoticeBoard, Project, ProjectChange

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return ProjectFactory(project_id="P-1", name="安置房")


@pytest.fixture
def inspector() -> tuple[User, Scope]:
    return officer()


@pytest.fixture
def visit(project: Project, inspector: tuple[User, Scope]) -> Visit:
    user, scope = inspector
    return open_visit(project.pk, by=user, scope=scope, now=NOW)


def send(visit: Visit, *entries: Any, who: tuple[User, Scope], now: Any = NOW) -> list[Taken]:
    user, scope = who
    return [take_entry(visit.pk, entry, by=user, scope=scope, now=now, keyring=KEYS) for entry in entries]


def test_a_visit_begun_twice_is_one(visit: Visit, inspector: tuple[User, Scope]) -> None:
    user, scope = inspector
    assert open_visit("P-1", by=user, scope=scope, now=at(9)) == visit
    assert Visit.objects.count() == 1


def test_the_later_said_answer_counts_in_whatever_order_they_come(visit: Visit, inspector: tuple[User, Scope]) -> None:
    said = [check("roster", answer, said_at=at(9, minute)) for minute, answer in enumerate(("yes", "na", "no"))]
    for order in permutations(said):
        visit.checks.all().delete()
        send(visit, *order, *order, who=inspector, now=at(10))
        assert visit.checks.get().answer == "no"


def test_an_entry_sent_again_is_known(visit: Visit, inspector: tuple[User, Scope]) -> None:
    entries = [check("roster", "yes"), talk(5, 5, 0)]
    assert send(visit, *entries, who=inspector) == [Taken.KEPT, Taken.KEPT]
    assert send(visit, *entries, who=inspector) == [Taken.KNOWN, Taken.KNOWN]
    end = finish()
    assert send(visit, end, end, who=inspector) == [Taken.KEPT, Taken.KNOWN]
    assert VisitTalk.objects.count() == 1


def test_what_was_said_before_the_end_may_come_after_it(visit: Visit, inspector: tuple[User, Scope]) -> None:
    send(visit, finish(said_at=at(11)), who=inspector, now=at(12))
    assert send(visit, talk(3, 3, 0, said_at=at(10)), who=inspector, now=at(13)) == [Taken.KEPT]
    with pytest.raises(Conflict) as refused:
        send(visit, talk(3, 3, 0, said_at=at(11, 1)), who=inspector, now=at(13))
    assert refused.value.code == "visit-finished"
    with pytest.raises(Conflict):
        send(visit, talk(3, 3, 0, said_at=at(10)), who=inspector, now=at(13) + timedelta(days=15))


def test_nobody_else_writes_a_visit_and_outsiders_do_not_find_it(visit: Visit) -> None:
    with pytest.raises(NotAllowed):
        send(visit, finish(), who=officer())
    with pytest.raises(NotFound):
        send(visit, finish(), who=officer(region_code="220203"))
    with pytest.raises(NotFound):
        send(visit, finish(), who=officer("contractor", region_code="", enterprise_id=visit.project.contractor_id))


@pytest.mark.parametrize("role", ["contractor", "owner", "bank", "operator", "auditor"])
def test_only_offices_and_departments_make_visits(project: Project, role: str) -> None:
    firm = {"enterprise_id": project.contractor_id} if role in {"contractor", "owner", "bank"} else {}
    user, scope = officer(role, region_code="", **firm)
    with pytest.raises(NotAllowed):
        open_visit(project.pk, by=user, scope=scope, now=NOW)


def test_a_photograph_is_kept_once_without_metadata_and_sealed(
    visit: Visit, inspector: tuple[User, Scope], keyring: Keyring
) -> None:
    user, scope = inspector
    sent = PhotoSent(uuid4(), jpeg(exif=b"GPS here"), taken_at=NOW)
    for outcome in (Taken.KEPT, Taken.KNOWN):
        assert take_photo(visit.pk, sent, by=user, scope=scope, now=NOW, keyring=keyring) is outcome
    kept = VisitPhoto.objects.get()
    content = opened_photo(kept, keyring=keyring)
    assert b"GPS" not in content
    assert kept.size == len(content)
    other = open_visit(ProjectFactory().pk, by=user, scope=scope, now=NOW)
    with pytest.raises(Conflict):
        take_photo(other.pk, sent, by=user, scope=scope, now=NOW, keyring=keyring)


def test_a_visit_keeps_so_many_photographs(visit: Visit, inspector: tuple[User, Scope], keyring: Keyring) -> None:
    user, scope = inspector
    for _number in range(MOST_PHOTOS):
        take_photo(visit.pk, PhotoSent(uuid4(), jpeg(), NOW), by=user, scope=scope, now=NOW, keyring=keyring)
    with pytest.raises(PhotoRefused) as refused:
        take_photo(visit.pk, PhotoSent(uuid4(), jpeg(), NOW), by=user, scope=scope, now=NOW, keyring=keyring)
    assert refused.value.code == "photo-too-many"


def test_a_board_that_was_seen_is_a_fact_and_marks_the_project(visit: Visit, inspector: tuple[User, Scope]) -> None:
    ProjectChange.objects.all().delete()
    seen = check("board", "yes", has_parties=True, has_wage_terms=True, has_channels=False)
    send(visit, seen, finish(), who=inspector)
    board = NoticeBoard.objects.get()
    assert (board.posted_on, board.has_parties, board.has_channels) == (visit.day, True, False)
    assert visit.facts.get().outcome == "recorded"
    assert ProjectChange.objects.filter(project_id="P-1", cause="notice_board:insert").exists()


def test_a_guarantee_is_recorded_with_its_day_and_never_written_over(
    project: Project, inspector: tuple[User, Scope]
) -> None:
    Project.objects.update(payment_guarantee_on=None)
    user, scope = inspector
    first = open_visit(project.pk, by=user, scope=scope, now=NOW)
    send(first, check("guarantee", "yes", issued_on="2026-10-08"), finish(), who=inspector)
    project.refresh_from_db()
    assert str(project.payment_guarantee_on) == "2026-10-08"
    second = open_visit(project.pk, by=user, scope=scope, now=NOW)
    send(second, check("guarantee", "yes", issued_on="2026-11-01"), finish(), who=inspector)
    project.refresh_from_db()
    assert str(project.payment_guarantee_on) == "2026-10-08"
    assert second.facts.get().outcome == "agrees"


def test_a_department_states_what_it_saw_and_writes_no_data(project: Project) -> None:
    department = officer("industry_department", industries=["housing"])
    user, scope = department
    visit = open_visit(project.pk, by=user, scope=scope, now=NOW)
    send(visit, check("board", "yes", has_parties=True), finish(), who=department)
    assert not NoticeBoard.objects.exists()
    assert visit.facts.get().outcome == "stated"


def test_the_word_on_a_warning_goes_with_the_visit_and_cures_nothing(
    visit: Visit, inspector: tuple[User, Scope]
) -> None:
    warning = warn(visit.project, "deposit/missing", "red")
    elsewhere = warn(ProjectFactory(), "deposit/missing", "red")
    said = [check(warning_item(warning.pk), "cured", note="已补存"), check(warning_item(elsewhere.pk), "cured")]
    send(visit, *said, finish(), who=inspector)
    word = visit.words.get()
    assert (word.warning, word.word, word.note) == (warning, "cured", "已补存")
    warning.refresh_from_db()
    assert warning.state == "open"


def test_wages_owed_wait_for_the_officer_to_register_them(
    visit: Visit, inspector: tuple[User, Scope], keyring: Keyring
) -> None:
    user, scope = inspector
    withdrawn = talk(9, 0, 9)
    send(visit, talk(5, 3, 2, months=1), talk(4, 1, 3, months=4), withdrawn, who=inspector)
    VisitTalk.objects.filter(pk=withdrawn.key).update(withdrawn=True)
    send(visit, finish("problems"), who=inspector)
    assert not Clue.objects.exists()
    assert (visit.raised.workers, visit.raised.months) == (5, 4)
    other, wide = officer()
    with pytest.raises(NotAllowed):
        clue_of_visit(visit.pk, by=other, scope=wide, now=NOW, keyring=keyring)
    clue = clue_of_visit(visit.pk, by=user, scope=scope, now=NOW, keyring=keyring)
    assert (clue.project_id, clue.workers, clue.received_on) == ("P-1", 5, visit.day)
    with pytest.raises(Conflict):
        clue_of_visit(visit.pk, by=user, scope=scope, now=NOW, keyring=keyring)
    assert Clue.objects.count() == 1


def test_what_is_not_registered_needs_a_reason(visit: Visit, inspector: tuple[User, Scope], keyring: Keyring) -> None:
    user, scope = inspector
    send(visit, talk(5, 3, 2), finish("problems"), who=inspector)
    with pytest.raises(PlanRefused):
        drop_finding(visit.pk, reason=" ", by=user, scope=scope, now=NOW)
    drop_finding(visit.pk, reason="当场已补发", by=user, scope=scope, now=NOW)
    with pytest.raises(Conflict):
        clue_of_visit(visit.pk, by=user, scope=scope, now=NOW, keyring=keyring)


def test_the_site_is_where_the_surest_phone_says_if_that_can_be(visit: Visit, inspector: tuple[User, Scope]) -> None:
    send(visit, position(accuracy=900), position(lng=116.4, lat=39.9, accuracy=5), who=inspector)
    assert not SitePlace.objects.exists()
    send(visit, position(125.40, 43.90, accuracy=60), who=inspector)
    send(visit, position(125.41, 43.91, accuracy=80), position(125.42, 43.92, accuracy=9), who=inspector)
    place = SitePlace.objects.get()
    assert (float(place.lng), float(place.lat), place.accuracy) == (125.42, 43.92, 9)


SOUND: Mapping[str, Any] = {
    "key": "7f0c6c5e-6d3c-4f6e-9c55-0b8f4a6f2d11",
    "kind": "talk",
    "said_at": "2026-11-23T08:20:00+08:00",
    "body": {"asked": 5, "on_time": 3, "owed": 2, "months": 1},
}


@pytest.mark.parametrize(
    "change",
    [
        {"key": "12"},
        {"kind": "name"},
        {"said_at": "2026-11-23 08:20"},
        {"body": {"asked": 5, "on_time": 4, "owed": 2}},
        {"body": {"asked": 0, "on_time": 0, "owed": 0}},
        {"body": {"asked": True, "on_time": 0, "owed": 0}},
        {"body": []},
        {"kind": "check", "body": {"item": "lunch", "answer": "yes"}},
        {"kind": "check", "body": {"item": "board", "answer": "perhaps"}},
        {"kind": "check", "body": {"item": "guarantee", "answer": "yes", "details": {"issued_on": "soon"}}},
        {"kind": "check", "body": {"item": "board", "answer": "yes", "note": "长" * 501}},
        {"kind": "check", "body": {"item": "warning-1", "answer": "yes"}},
        {"kind": "position", "body": {"lng": 200, "lat": 0, "accuracy": 1}},
        {"kind": "position", "body": {"lng": float("nan"), "lat": 0, "accuracy": 1}},
        {"kind": "finish", "body": {"conclusion": "fine"}},
    ],
    ids=str,
)
def test_an_entry_that_will_not_do_is_refused_with_its_field(change: Mapping[str, Any]) -> None:
    assert read_entry(SOUND, now=NOW).body.asked == 5  # type: ignore[union-attr]
    with pytest.raises(EntryRefused):
        read_entry({**SOUND, **change}, now=NOW)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@given(kind=st.sampled_from(["check", "talk", "position", "finish"]), body=JSON, extra=JSON)
@settings(deadline=None)
def test_whatever_a_phone_sends_is_taken_or_refused(kind: str, body: Any, extra: Any) -> None:
    names = ("item", "answer", "note", "details", "asked", "on_time", "owed", "months", "lng", "lat", "conclusion")
    for sent in (body, dict.fromkeys(names, body), dict.fromkeys(names, extra)):
        message = json.loads(json.dumps({**SOUND, "kind": kind, "body": sent}))
        with suppress(EntryRefused):
            assert read_entry(message, now=NOW).said_at <= NOW


def test_a_phone_ahead_of_time_said_it_now() -> None:
    ahead = {**SOUND, "said_at": "2026-11-23T19:00:00+08:00"}
    assert read_entry(ahead, now=NOW).said_at == NOW
