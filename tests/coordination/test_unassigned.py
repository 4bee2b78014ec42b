"""What nobody holds never sits unseen: it is routed anew, given by hand, and told to the heads."""

from datetime import timedelta

import pytest

from tests.coordination.factories import NOW, proceeding
from tests.people.duties.factories import DutyFactory, LeaveFactory, office, officer
from xinan.coordination.actions.give import give
from xinan.coordination.actions.route_unassigned import route_unassigned
from xinan.coordination.actions.tell_heads import tell_heads
from xinan.coordination.unassigned import visible_unheld, waiting_by_office, waiting_unheld
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.notices.models import Notice
from xinan.people.duties.actions.hand_over import hand_over
from xinan.people.duties.actions.set_leave import NewLeave, begin_leaves, set_leave
from xinan.people.duties.models import HandOver
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.procedures.actions.set_holder import follow_hand_over
from xinan.procedures.models import Step

pytestmark = pytest.mark.django_db
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def here():
    return office()


@pytest.fixture
def province() -> User:
    return officer(office("220000", kind="leading_group_office"), role="province_office")


def scope(user: User):
    return scope_of(user, on=TODAY)


def test_a_new_duty_finds_what_waited_for_it(here) -> None:
    waiting, user = proceeding(holder_office=here), officer(here)
    assert route_unassigned(now=NOW) == 0
    DutyFactory(user=user)
    assert route_unassigned(now=NOW) == 1
    waiting.refresh_from_db()
    assert (waiting.holder, waiting.holder_office) == (user, here)
    step = Step.objects.get(proceeding=waiting)
    assert (step.move, step.by, bool(step.reason)) == ("hold", None, True)
    assert route_unassigned(now=NOW) == 0


def test_what_is_held_or_over_is_left_alone(here) -> None:
    user, other = officer(here), officer(here)
    held = proceeding(holder=other, holder_office=here)
    over = proceeding(holder_office=here, closed_at=NOW, closed_as="evidence", state="cured_by_evidence")
    DutyFactory(user=user)
    assert route_unassigned(now=NOW) == 0
    for thing, holder in ((held, other), (over, None)):
        thing.refresh_from_db()
        assert thing.holder == holder


def test_a_queue_nobody_sees_any_more_moves_to_one_that_somebody_sees(here, province) -> None:
    clerk = officer(here)
    thing = proceeding(holder_office=here)
    LeaveFactory(user=clerk, from_on=TODAY, to_on=TODAY)
    assert route_unassigned(now=NOW) == 0
    thing.refresh_from_db()
    assert (thing.holder, thing.holder_office) == (None, province.organisation)


def test_routing_costs_the_same_for_one_and_for_many(here, django_assert_max_num_queries) -> None:
    DutyFactory(user=officer(here))
    for _ in range(40):
        proceeding(holder_office=here)
    with django_assert_max_num_queries(12):
        assert route_unassigned(now=NOW) == 40


def test_what_waits_for_the_data_alone_troubles_nobody(here, province) -> None:
    proceeding(holder_office=here, state="merged")
    assert not visible_unheld(scope(province)).exists()
    assert not waiting_unheld().exists()
    DutyFactory(user=officer(here))
    assert route_unassigned(now=NOW) == 1  # it has a holder when it comes back


def test_heads_are_told_once_of_what_waits(here, province) -> None:
    head = officer(here)
    DutyFactory(user=head, is_head=True)
    proceeding(holder_office=here)
    proceeding(holder_office=here, opened_at=NOW - 9 * DAY)
    assert tell_heads(now=NOW) == 1
    notice = Notice.objects.get()
    assert (notice.recipient, notice.kind, notice.link) == (head, "unassigned", f"/unassigned/?office={here.pk}")
    assert "2" in notice.subject_zh
    assert "2026-11-14" in notice.body_zh
    assert tell_heads(now=NOW + DAY) == 0  # unread still
    notice.read_at = NOW
    notice.save()
    assert tell_heads(now=NOW + DAY) == 1


def test_without_a_head_on_duty_the_level_above_is_told(here, province) -> None:
    proceeding(holder_office=here)
    assert tell_heads(now=NOW) == 1
    assert Notice.objects.get().recipient == province
    Notice.objects.all().delete()
    head = officer(here)
    chief = officer(office("220100", kind="leading_group_office"), role="city_office")
    DutyFactory(user=head, is_head=True)
    LeaveFactory(user=head, from_on=TODAY, to_on=TODAY)
    tell_heads(now=NOW)
    assert {notice.recipient for notice in Notice.objects.all()} == {head, chief}


def test_queues_count_what_waits_in_them(here, province) -> None:
    other = office("220103")
    for place, to, days in (("220102", here, 3), ("220102", here, 5), ("220103", other, 1)):
        proceeding(region_code=place, holder_office=to, opened_at=NOW - days * DAY)
    queues = waiting_by_office(visible_unheld(scope(province)))
    assert [(queue.office, queue.number, (NOW - queue.oldest_at).days) for queue in queues] == [
        (here, 2, 5),
        (other, 1, 1),
    ]
    assert [queue.number for queue in waiting_by_office(visible_unheld(scope(officer(other))))] == [1]


def test_one_thing_is_given_to_somebody_of_the_office(here, province) -> None:
    thing, user = proceeding(holder_office=here), officer(here)
    assert give(thing.pk, to_user_id=user.pk, by=province, scope=scope(province), now=NOW) == user
    thing.refresh_from_db()
    assert thing.holder == user
    assert Step.objects.get(proceeding=thing).by == province
    with pytest.raises(Conflict) as refused:
        give(thing.pk, to_user_id=user.pk, by=province, scope=scope(province), now=NOW)
    assert user.display_name in refused.value.what.zh


def test_it_is_not_given_beyond_the_office_nor_by_just_anybody(here, province) -> None:
    thing, stranger, blind = proceeding(holder_office=here), officer(office("220103")), officer(here)
    blind.appointments.update(to_on=TODAY - DAY)
    for taker in (stranger, blind):
        with pytest.raises(InvalidValue):
            give(thing.pk, to_user_id=taker.pk, by=province, scope=scope(province), now=NOW)
    with pytest.raises(NotFound):
        give(thing.pk, to_user_id=blind.pk, by=stranger, scope=scope(stranger), now=NOW)
    clerk = officer(here)
    DutyFactory(user=officer(here), is_head=True)
    with pytest.raises(NotAllowed):
        give(thing.pk, to_user_id=clerk.pk, by=clerk, scope=scope(clerk), now=NOW)


def test_a_successor_gets_the_open_work_with_its_history(here, province) -> None:
    leaver, successor = officer(here, name="王敏"), officer(here)
    mine, closed = (
        proceeding(holder=leaver, holder_office=here),
        proceeding(holder=leaver, holder_office=here, closed_at=NOW, closed_as="evidence", state="cured_by_evidence"),
    )
    done = hand_over(leaver.pk, to_user_id=successor.pk, reason="调离岗位", by=province, scope=scope(province), now=NOW)
    mine.refresh_from_db()
    closed.refresh_from_db()
    assert (mine.holder, closed.holder, done.total) == (successor, leaver, 1)
    step = Step.objects.get(proceeding=mine)
    assert (step.move, step.reason, step.by, step.other["before"]) == ("hold", "调离岗位", province, leaver.pk)
    notice = Notice.objects.get(recipient=successor)
    assert (notice.kind, "王敏" in notice.subject_zh) == ("handed_over", True)


def test_without_a_successor_the_work_goes_to_whoever_answers_for_it_now(here, province) -> None:
    leaver, colleague = officer(here), officer(here)
    DutyFactory(user=leaver, link="wages")
    DutyFactory(user=colleague)
    thing = proceeding(holder=leaver, holder_office=here)
    hand_over(leaver.pk, to_user_id=None, reason="退休", by=province, scope=scope(province), now=NOW)
    thing.refresh_from_db()
    assert thing.holder == colleague


def test_a_leave_passes_open_work_to_the_deputy_on_its_first_day(here) -> None:
    user, deputy = officer(here), officer(here)
    thing = proceeding(holder=user, holder_office=here)
    wish = NewLeave(user.pk, TODAY + DAY, TODAY + 3 * DAY, deputy_id=deputy.pk)
    set_leave(wish, by=user, scope=scope(user), now=NOW)
    begin_leaves(now=NOW)
    thing.refresh_from_db()
    assert thing.holder == user
    begin_leaves(now=NOW + DAY)
    thing.refresh_from_db()
    assert thing.holder == deputy


@pytest.mark.parametrize("access", ["named", "members"])
def test_what_is_confined_never_goes_to_somebody_outside(here, access: str) -> None:
    """Neither where the office has nobody, nor where a duty names an officer who is not of the case."""
    inside, outside = officer(here), officer(here)
    confined = proceeding(holder_office=here, access=access, named=[inside.pk])
    before = (confined.holder_id, confined.holder_office_id)
    assert route_unassigned(now=NOW) == 0
    duty = DutyFactory(user=outside)
    assert route_unassigned(now=NOW) == 0
    confined.refresh_from_db()
    assert (confined.holder_id, confined.holder_office_id) == before
    assert not visible_unheld(scope(outside)).filter(pk=confined.pk).exists()
    duty.delete()
    DutyFactory(user=inside)
    assert route_unassigned(now=NOW) == 1
    confined.refresh_from_db()
    assert confined.holder_id == inside.pk


def test_a_successor_outside_does_not_take_what_is_confined(here) -> None:
    leaver, outside = officer(here), officer(here)
    confined = proceeding(holder=leaver, holder_office=here, access="members", named=[leaver.pk])
    open_one = proceeding(holder=leaver, holder_office=here)
    follow_hand_over(HandOver(from_user=leaver, to_user=outside, at=NOW, reason="调离", by=leaver))
    confined.refresh_from_db()
    open_one.refresh_from_db()
    assert (confined.holder_id, open_one.holder_id) == (None, outside.pk)
