"""A case is opened with both tracks, its number, its workers; from one thing only once."""

import pytest

from tests.casework.cases.world import MONDAY, THERE, World, of_case, officer, voice
from xinan.casework.cases.actions.open_case import open_case
from xinan.casework.cases.enums import Part
from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.membership import members_now
from xinan.casework.cases.models import Case, CaseWorker
from xinan.casework.cases.numbering import number_text
from xinan.kernel.errors import Conflict, InvalidValue, NotFound
from xinan.notices.models import Notice
from xinan.procedures.models import Clock


def test_a_case_begins_with_both_tracks_each_with_its_own_officer(here: World) -> None:
    case = here.opened()
    umbrella, background = of_case(case, "case"), of_case(case, "background")
    assert (umbrella.state, umbrella.holder) == ("open", here.inspector.user)
    assert background.state == "investigating"
    assert background.holder is not None
    assert background.holder != here.inspector.user
    parts = {member.part: member.user for member in members_now(case)}
    assert parts == {
        Part.LEADER: here.head.user,
        Part.ARREARS: here.inspector.user,
        Part.BACKGROUND: background.holder,
    }
    assert set(umbrella.named) == {user.pk for user in parts.values()}
    assert {clock.code for clock in Clock.objects.filter(proceeding__in=[umbrella, background])} == {
        "solve",
        "investigate",
    }


def test_numbers_follow_each_other_and_one_undone_leaves_no_gap(here: World) -> None:
    first = here.opened()
    with pytest.raises(Conflict):
        here.opened(here.clue(), background_user_id=here.inspector.user.pk)
    second = here.opened(here.clue(voice=voice(phone="13812340002")))
    assert [first.number, second.number] == [number_text(2026, 1), number_text(2026, 2)]


def test_it_takes_place_project_and_firm_from_its_clue(here: World) -> None:
    case = here.opened()
    assert (case.project, case.employer) == (here.project, here.project.contractor)
    assert (case.region_code, case.industry, case.office) == ("220102", "housing", here.office)
    assert case.title == "滨江新城二期拖欠农民工工资案"


def test_each_voice_is_a_worker_sealed_anew(here: World) -> None:
    case = here.opened(here.clue(voice=voice(name="赵铁柱", phone="13812340009")))
    worker = CaseWorker.objects.get(case=case)
    assert str(worker.owed) == "12000.00"
    assert (worker.from_month, worker.to_month) == ("2026-08", "2026-10")
    assert here.keyring.open(worker.sealed("name"), context="case_worker.name") == "赵铁柱"
    assert "赵铁柱" not in str(vars(worker))


def test_a_clue_is_in_one_case(here: World) -> None:
    clue = here.clue()
    here.opened(clue)
    with pytest.raises(Conflict) as told:
        here.opened(clue)
    assert told.value.code == "already-in-a-case"
    assert "吉薪案" not in told.value.message()
    assert Case.objects.count() == 1


def test_a_clue_that_one_may_not_see_opens_nothing(here: World) -> None:
    clue, stranger = here.clue(), officer(region=THERE)
    for wanted in (clue.pk, "no-such-clue"):
        with pytest.raises(NotFound) as told:
            open_case(
                OpenedCase(clue_ids=[wanted]),
                by=stranger.user,
                scope=stranger.scope,
                now=MONDAY,
                keyring=here.keyring,
            )
        assert told.value.code == "unknown-source"
    with pytest.raises(InvalidValue):
        open_case(OpenedCase(), by=here.inspector.user, scope=here.inspector.scope, now=MONDAY, keyring=here.keyring)


def test_its_members_are_told_and_nobody_else(here: World) -> None:
    before = set(Notice.objects.values_list("pk", flat=True))
    case = here.opened(here.clue())
    told = Notice.objects.exclude(pk__in=before).filter(about_kind="case", about_id=str(case.pk))
    assert {notice.recipient for notice in told} == {member.user for member in members_now(case)} - {
        here.inspector.user
    }
