"""Whoever leaves is out of the case, whoever takes over is in it; who is on leave stays a member."""

from datetime import timedelta

from tests.casework.cases.world import MONDAY, TODAY, World, of_case
from xinan.casework.cases.enums import Part
from xinan.casework.cases.membership import members_now
from xinan.casework.cases.policies import visible_cases
from xinan.people.duties.actions.hand_over import record
from xinan.people.duties.actions.set_leave import NewLeave, set_leave
from xinan.procedures.policies import visible_proceedings


def test_the_successor_takes_the_parts_and_sees_what_the_leaver_does_no_more(here: World) -> None:
    case = here.opened()
    record(
        here.inspector.user, to=here.colleague.user, reason="调离岗位", by=here.head.user, now=MONDAY, with_duties=True
    )
    parts = {member.part: member.user for member in members_now(case)}
    assert parts[Part.ARREARS] == here.colleague.user
    assert of_case(case, "case").holder == here.colleague.user
    assert not visible_cases(here.inspector.scope).exists()
    assert not visible_proceedings(here.inspector.scope).filter(subject_kind="case").exists()
    assert visible_cases(here.colleague.scope).get() == case


def test_without_a_successor_the_head_takes_it_and_nobody_outside_becomes_its_holder(here: World) -> None:
    case = here.opened()
    record(here.inspector.user, to=None, reason="退休", by=here.head.user, now=MONDAY, with_duties=True)
    umbrella = of_case(case, "case")
    assert umbrella.holder == here.head.user
    assert umbrella.holder_id in umbrella.named


def test_nobody_is_handed_both_tracks(here: World) -> None:
    case = here.opened()
    track = of_case(case, "background").holder
    assert track is not None
    record(here.inspector.user, to=track, reason="调离岗位", by=here.head.user, now=MONDAY, with_duties=True)
    parts = [member.part for member in members_now(case) if member.user == track]
    assert Part.BACKGROUND in parts
    assert Part.ARREARS not in parts


def test_who_is_on_leave_stays_a_member(here: World) -> None:
    case = here.opened()
    wish = NewLeave(here.inspector.user.pk, TODAY, TODAY + timedelta(days=5), deputy_id=here.colleague.user.pk)
    set_leave(wish, by=here.inspector.user, scope=here.inspector.scope, now=MONDAY)
    parts = {(member.part, member.user) for member in members_now(case)}
    assert (Part.ARREARS, here.colleague.user) in parts
    assert (Part.MEMBER, here.inspector.user) in parts
    assert visible_cases(here.inspector.scope).get() == case
