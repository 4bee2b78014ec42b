"""Overdue work needs a word a week: who says it, who is told where it is missing."""

from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction

from tests.casework.boards.aged import NOW, item, officer
from tests.people.factories import OrganisationFactory
from xinan.casework.boards.actions.say_word import say_word
from xinan.casework.boards.actions.tell_of_missing_words import tell_of_missing_words
from xinan.casework.boards.ageing import Asked, open_items
from xinan.casework.dossier.models import WeekWord
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.notices.models import Notice
from xinan.people.duties.models import Duty
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import Grant, Scope, scope_of
from xinan.procedures.enums import Access
from xinan.procedures.models import Proceeding

pytestmark = pytest.mark.django_db
PROVINCE = Scope((Grant(Role.PROVINCE_OFFICE),))
WORDS = "被申请人账户冻结中，周五前协调银行划款"


def said(one: Proceeding, user: User, words: str = WORDS, *, days: int = 0) -> WeekWord:
    now = NOW + timedelta(days=days)
    return say_word(one.pk, words, by=user, scope=scope_of(user, on=now.date()), now=now)


def held(user: User, **fields: object) -> Proceeding:
    return item(holder=user, holder_office=user.organisation, **fields)  # type: ignore[arg-type]


def test_the_holder_says_it_and_the_item_is_no_longer_unsaid_this_week() -> None:
    user = officer()
    one, other = held(user), held(user)
    word = said(one, user)
    assert word.week_on == date(2026, 11, 23)
    assert [row.proceeding_id for row in open_items(PROVINCE, now=NOW, asked=Asked(unsaid=True))] == [other.pk]
    assert len(open_items(PROVINCE, now=NOW + timedelta(days=7), asked=Asked(unsaid=True))) == 2  # next week anew


def test_nobody_else_says_it() -> None:
    user, colleague = officer(), officer()
    one = held(user)
    with pytest.raises(NotAllowed):
        said(one, colleague)
    with pytest.raises(NotFound):
        said(one, officer(region="220203"))


def test_what_nobody_holds_is_said_by_its_office() -> None:
    office = OrganisationFactory(name="南关区人社局", region_code="220102")
    waiting = item(holder_office=office)
    with pytest.raises(NotAllowed):
        said(waiting, officer())
    assert said(waiting, officer(office=office)).words == WORDS


@pytest.mark.parametrize("words", ["", "   ", "忙。", "长" * 501])
def test_too_little_or_too_much_is_no_word(words: str) -> None:
    user = officer()
    with pytest.raises(InvalidValue):
        said(held(user), user, words)


def test_what_is_in_time_needs_none() -> None:
    user = officer()
    for one in (held(user, late=0), held(user, late=None)):
        with pytest.raises(Conflict):
            said(one, user)


def test_a_word_is_never_changed() -> None:
    user = officer()
    word = said(held(user), user)
    for change in (lambda: WeekWord.objects.update(words="改"), lambda: word.delete()):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            change()


def test_on_monday_head_and_holder_are_told_of_what_nobody_spoke_of() -> None:
    user = officer()
    head = officer(office=user.organisation)
    Duty.objects.create(
        user=head,
        office=head.organisation,
        role="county_inspector",
        region_code="220102",
        is_head=True,
        from_on=date(2020, 1, 1),
    )
    silent, spoken, fresh = held(user, late=20), held(user, late=20), held(user, late=1)
    said(spoken, user, days=-3)  # on Friday of the week that has ended
    assert tell_of_missing_words(now=NOW) == 2
    told = {notice.recipient_id: notice for notice in Notice.objects.all()}
    assert set(told) == {user.pk, head.pk}
    assert "有 1 个逾期事项" in told[head.pk].subject_zh
    assert "您有 1 个" in told[user.pk].subject_zh
    assert {silent.pk, fresh.pk} == {
        row.proceeding_id for row in open_items(PROVINCE, now=NOW, asked=Asked(unsaid=True))
    } - {spoken.pk}


def test_a_case_kept_to_its_members_is_told_to_its_holder_alone() -> None:
    user = officer()
    head = officer(office=user.organisation)
    Duty.objects.create(
        user=head,
        office=head.organisation,
        role="county_inspector",
        region_code="220102",
        is_head=True,
        from_on=date(2020, 1, 1),
    )
    held(user, late=20, access=Access.MEMBERS, named=[user.pk])
    assert tell_of_missing_words(now=NOW) == 1
    assert list(Notice.objects.values_list("recipient_id", flat=True)) == [user.pk]


def test_an_office_without_a_head_is_told_of_one_level_up() -> None:
    user, city = officer(), officer("city_office", region="220100")
    held(user, late=20)
    tell_of_missing_words(now=NOW)
    assert set(Notice.objects.values_list("recipient_id", flat=True)) == {user.pk, city.pk}
