"""Giving duties out, leaves, hand-overs: who may, what is refused, what follows."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from tests.people.duties.factories import DutyFactory, LeaveFactory, office, officer
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.people.duties import hooks
from xinan.people.duties.actions.assign_duty import NewDuty, assign_duty
from xinan.people.duties.actions.end_duty import end_duty
from xinan.people.duties.actions.end_leave import end_leave
from xinan.people.duties.actions.hand_over import hand_over
from xinan.people.duties.actions.name_official import NewOfficial, name_official
from xinan.people.duties.actions.set_leave import NewLeave, begin_leaves, set_leave
from xinan.people.duties.enums import OfficialKind
from xinan.people.duties.models import Duty, HandOver, Leave, TopOfficial
from xinan.people.duties.policies import may_assign, visible_offices
from xinan.people.duties.queries import officials_on, responsible_for
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import scope_of

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
TODAY = NOW.date()
DAY = timedelta(days=1)


@pytest.fixture
def here():
    return office()


@pytest.fixture
def province():
    return officer(office("220000", kind="leading_group_office"), role="province_office")


@pytest.fixture
def moved(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[HandOver]]:
    """Hand-overs that a noun was asked to follow; each moves three things."""
    seen: list[HandOver] = []

    def follow(hand_over: HandOver) -> int:
        seen.append(hand_over)
        return 3

    monkeypatch.setattr(hooks, "_MOVERS", {"thing": follow})
    monkeypatch.setattr(hooks, "_LISTENERS", {})
    return seen


def wish(user: User, **fields: object) -> NewDuty:
    given = NewDuty(user.pk, user.organisation_id, Role.COUNTY_INSPECTOR, "220102", TODAY)
    return replace(given, **fields)


def assign(new: NewDuty, *, by: User) -> Duty:
    return assign_duty(new, by=by, scope=scope_of(by, on=TODAY), today=TODAY)


def whose(on: date = TODAY, **fields: str) -> User | None:
    asked = {"region_code": "220102", "industry": "housing", "link": "wages", **fields}
    return responsible_for(**asked, role=Role.COUNTY_INSPECTOR, on=on).user


def test_a_duty_given_out_is_asked_for_from_its_first_day(here, province) -> None:
    user = officer(here)
    assign(wish(user, from_on=TODAY + DAY, link="wages"), by=province)
    assert (whose(), whose(TODAY + DAY)) == (None, user)


def test_the_same_duty_twice_on_the_same_days_is_refused(here, province) -> None:
    one, two = officer(here, name="王敏"), officer(here)
    assign(wish(one, to_on=TODAY + 9 * DAY), by=province)
    with pytest.raises(Conflict) as refused:
        assign(wish(two, from_on=TODAY + 9 * DAY), by=province)
    assert "王敏" in refused.value.what.zh
    assign(wish(two, from_on=TODAY + 10 * DAY), by=province)
    assign(wish(two, link="wages"), by=province)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"from_on": TODAY - DAY}, "duty-dates"),
        ({"to_on": TODAY - DAY}, "duty-dates"),
        ({"region_code": "220103"}, "post-does-not-open-it"),
        ({"role": Role.CITY_OFFICE}, "post-does-not-open-it"),
        ({"region_code": "220999"}, "region-unknown"),
        ({"region_code": "220381"}, "region-not-valid"),
        ({"industry": "weather"}, "duty-not-readable"),
        ({"link": "weather"}, "duty-not-readable"),
        ({"role": Role.CONTRACTOR}, "duty-not-readable"),
        ({"is_head": True, "link": "wages"}, "head-covers-all"),
    ],
)
def test_what_cannot_be_a_duty_is_refused(here, province, fields, code) -> None:
    with pytest.raises(InvalidValue) as refused:
        assign(wish(officer(here), **fields), by=province)
    assert refused.value.code == code
    assert not Duty.objects.exists()


def test_holder_and_deputy_are_two_people_of_the_office(here, province) -> None:
    user, stranger = officer(here), officer(office())
    for fields, code in (
        ({"deputy_id": user.pk}, "deputy-is-holder"),
        ({"deputy_id": stranger.pk}, "not-of-the-office"),
        ({"user_id": stranger.pk}, "not-of-the-office"),
    ):
        with pytest.raises(InvalidValue) as refused:
            assign(wish(user, **fields), by=province)
        assert refused.value.code == code
    with pytest.raises(NotFound):
        assign(wish(user, deputy_id=0), by=province)


def test_who_may_give_out_duties(here, province) -> None:
    city = officer(office("220100", kind="leading_group_office"), role="city_office")
    other_city = officer(office("220200", kind="leading_group_office"), role="city_office")
    clerk, other = officer(here), officer(office("220103"))
    department = officer(
        office("220100", kind="industry_department"), role="industry_department", industries=["housing"]
    )

    def who_may() -> list[bool]:
        people = (province, city, other_city, clerk, other, department)
        return [may_assign(here, user=user, scope=scope_of(user, on=TODAY), on=TODAY) for user in people]

    assert who_may() == [True, True, False, True, False, False]
    head = officer(here)
    DutyFactory(user=head, is_head=True, deputy=officer(here))
    assert who_may() == [True, True, False, False, False, False]
    assert may_assign(here, user=head, scope=scope_of(head, on=TODAY), on=TODAY)
    LeaveFactory(user=head, deputy=clerk, from_on=TODAY, to_on=TODAY)
    assert who_may()[3]
    with pytest.raises(NotAllowed):
        assign(wish(clerk), by=other)


def test_one_reads_the_offices_of_one_s_places(here) -> None:
    city = office("220100", kind="leading_group_office")
    department = office("220100", kind="industry_department")
    far, firm = office("220202"), office("220102", kind="enterprise")
    sees = lambda user: set(visible_offices(scope_of(user, on=TODAY), user=user))  # noqa: E731
    assert sees(officer(office("220000"), role="province_office")) >= {here, city, department, far}
    assert sees(officer(city, role="city_office")) == {here, city, department}
    assert sees(officer(here)) == {here}
    assert sees(officer(department, role="industry_department", industries=["housing"])) == {department}
    clerk = officer(firm)
    clerk.appointments.update(role="contractor", enterprise_id="91220101MA0000000X", region_code="")
    assert sees(clerk) == set()


def test_a_duty_ends_with_its_last_day_and_an_unbegun_one_goes(here, province) -> None:
    user, scope = officer(here), scope_of(province, on=TODAY)
    running = DutyFactory(user=user)
    end_duty(running.pk, last_on=TODAY, by=province, scope=scope, today=TODAY)
    assert (whose(), whose(TODAY + DAY)) == (user, None)
    to_come = DutyFactory(user=user, from_on=TODAY + 5 * DAY)
    assert end_duty(to_come.pk, last_on=TODAY, by=province, scope=scope, today=TODAY) is None
    assert list(Duty.objects.all()) == [running]
    with pytest.raises(InvalidValue):
        end_duty(running.pk, last_on=TODAY - 2 * DAY, by=province, scope=scope, today=TODAY)


def leave(user: User, *, by: User, **fields: object) -> Leave:
    new = replace(NewLeave(user.pk, TODAY, TODAY + 4 * DAY), **fields)
    return set_leave(new, by=by, scope=scope_of(by, on=TODAY), now=NOW)


def test_a_leave_that_begins_passes_the_work_on_once(here, moved) -> None:
    user, deputy = officer(here), officer(here)
    made = leave(user, by=user, deputy_id=deputy.pk)
    assert begin_leaves(now=NOW) == 0
    (passed,) = moved
    assert (passed.from_user, passed.to_user, passed.leave) == (user, deputy, made)
    assert HandOver.objects.get().moved == {"thing": 3}


def test_a_leave_to_come_passes_it_on_its_first_day(here, moved) -> None:
    user, deputy = officer(here), officer(here)
    leave(user, by=user, deputy_id=deputy.pk, from_on=TODAY + DAY)
    leave(deputy, by=deputy, from_on=TODAY + 9 * DAY, to_on=TODAY + 9 * DAY)
    assert begin_leaves(now=NOW) == 0
    assert begin_leaves(now=NOW + DAY) == 1
    assert begin_leaves(now=NOW + 2 * DAY) == 0
    assert begin_leaves(now=NOW + 9 * DAY) == 0  # without a deputy nothing moves
    assert len(moved) == 1


def test_leaves_do_not_overlap_and_are_one_s_own_or_the_head_s(here, moved) -> None:
    user, colleague, head = officer(here), officer(here), officer(here)
    DutyFactory(user=head, is_head=True)
    leave(user, by=head)
    with pytest.raises(Conflict):
        leave(user, by=user, from_on=TODAY + 4 * DAY, to_on=TODAY + 6 * DAY)
    with pytest.raises(NotAllowed):
        leave(user, by=colleague, from_on=TODAY + 7 * DAY, to_on=TODAY + 7 * DAY)
    for fields in ({"deputy_id": colleague.pk}, {"deputy_id": officer(office()).pk}, {"to_on": TODAY - DAY}):
        with pytest.raises(InvalidValue):
            leave(colleague, by=colleague, **fields)


def test_the_database_refuses_two_leaves_on_one_day(here) -> None:
    user, other = officer(here), officer(here)
    LeaveFactory(user=user, from_on=TODAY, to_on=TODAY + DAY)
    LeaveFactory(user=user, from_on=TODAY + 2 * DAY, to_on=TODAY + 2 * DAY)
    LeaveFactory(user=other, from_on=TODAY, to_on=TODAY + DAY)
    with pytest.raises(IntegrityError, match="leave_once_a_day"), transaction.atomic():
        LeaveFactory(user=user, from_on=TODAY + DAY, to_on=TODAY + DAY)


def test_back_early_means_work_from_today(here, moved) -> None:
    user = officer(here)
    DutyFactory(user=user)
    made = LeaveFactory(user=user, from_on=TODAY - 3 * DAY, to_on=TODAY + 3 * DAY)
    assert whose() is None
    end_leave(made.pk, by=user, scope=scope_of(user, on=TODAY), now=NOW)
    assert (whose(), whose(TODAY - DAY)) == (user, None)
    ahead = LeaveFactory(user=user, from_on=TODAY + DAY, to_on=TODAY + DAY)
    end_leave(ahead.pk, by=user, scope=scope_of(user, on=TODAY), now=NOW)
    assert not Leave.objects.filter(pk=ahead.pk).exists()


def pass_on(leaver: User, to: User | None, *, by: User, reason: str = "调离岗位") -> HandOver:
    to_id = to.pk if to else None
    return hand_over(leaver.pk, to_user_id=to_id, reason=reason, by=by, scope=scope_of(by, on=TODAY), now=NOW)


def test_who_leaves_hands_duties_and_work_to_the_successor(here, province, moved) -> None:
    leaver, successor = officer(here), officer(here)
    DutyFactory(user=leaver, link="wages", deputy=successor)
    DutyFactory(user=leaver, link="roster", from_on=TODAY + 5 * DAY)
    DutyFactory(user=leaver, link="deposit", to_on=TODAY - DAY)
    done = pass_on(leaver, successor, by=province)
    assert (done.duties, done.total, done.by) == (2, 3, province)
    assert (whose(), whose(TODAY - DAY)) == (successor, leaver)
    assert whose(TODAY + 5 * DAY, link="roster") == successor
    assert not Duty.objects.filter(user=leaver, to_on=None).exists()
    assert [passed.to_user for passed in moved] == [successor]


def test_without_a_successor_the_duties_end(here, province, moved) -> None:
    leaver = officer(here)
    DutyFactory(user=leaver)
    assert pass_on(leaver, None, by=province).duties == 1
    assert whose() is None
    assert moved[0].to_user is None


def test_a_hand_over_needs_a_reason_a_colleague_and_the_right_to(here, province, moved) -> None:
    leaver = officer(here)
    for to, reason in ((officer(here), " "), (officer(office()), "退休"), (leaver, "退休")):
        with pytest.raises(InvalidValue):
            pass_on(leaver, to, by=province, reason=reason)
    with pytest.raises(NotAllowed):
        pass_on(leaver, None, by=officer(office("220103")))
    assert not HandOver.objects.exists()


def test_what_a_noun_raises_undoes_the_hand_over(here, province, moved, monkeypatch) -> None:
    def fail(_hand_over: HandOver) -> int:
        raise Conflict("busy", Text("不行", "no"), Text("再试", "again"))

    monkeypatch.setitem(hooks._MOVERS, "broken", fail)
    leaver = officer(here)
    DutyFactory(user=leaver)
    with pytest.raises(Conflict):
        pass_on(leaver, officer(here), by=province)
    assert not HandOver.objects.exists()
    assert whose() == leaver


def name(kind: OfficialKind, who: str, *, by: User, **fields: object) -> TopOfficial:
    given = NewOfficial(kind, who, "市长", "220100", TODAY)
    return name_official(replace(given, **fields), by=by, scope=scope_of(by, on=TODAY))


def test_a_successor_in_a_post_ends_the_one_before(province) -> None:
    name(OfficialKind.PLACE, "甲", by=province, from_on=TODAY - 30 * DAY)
    name(OfficialKind.PLACE, "乙", by=province)
    name(OfficialKind.PLACE, "丙", by=province, region_code="220200")
    on = lambda day: set(officials_on(day).filter(region_code="220100").values_list("name", flat=True))  # noqa: E731
    assert (on(TODAY - DAY), on(TODAY)) == ({"甲"}, {"乙"})
    name(OfficialKind.PLACE, "丁", by=province)  # entered wrongly before
    assert on(TODAY) == {"丁"}


def test_an_official_answers_for_one_thing(province) -> None:
    department = office("220100", kind="industry_department")
    name(OfficialKind.DEPARTMENT, "甲", by=province, office_id=department.pk, industries=("housing",))
    name(OfficialKind.PROJECT, "乙", by=province, project_id="P1")
    for kind, fields in (
        (OfficialKind.PLACE, {"project_id": "P1"}),
        (OfficialKind.DEPARTMENT, {"industries": ("housing",)}),
        (OfficialKind.DEPARTMENT, {"office_id": department.pk}),
        (OfficialKind.PROJECT, {}),
        (OfficialKind.PLACE, {"name": " "}),
    ):
        with pytest.raises(InvalidValue):
            name(kind, "丙", by=province, **fields)
    assert TopOfficial.objects.count() == 2


def test_a_city_names_those_of_its_own_places(province) -> None:
    city = officer(office("220100", kind="leading_group_office"), role="city_office")
    name(OfficialKind.PLACE, "甲", by=city, region_code="220102")
    for by, place in ((city, "220200"), (city, "220000"), (officer(office()), "220102")):
        with pytest.raises(NotAllowed):
            name(OfficialKind.PLACE, "乙", by=by, region_code=place)
