"""Who is told of a step: whom the new state waits for, the holder, the firm with the batch of the next morning."""

from datetime import timedelta

import pytest

from tests.web.proceedings.conftest import TITLE, Cast, Somebody, planned
from tests.web.proceedings.test_panel import LATER
from tests.web.small_province import NOW
from xinan.casework.telling import (
    FOR_FIRM,
    MADE,
    TELL_FIRM,
    WAITING,
    tell_firm,
    tell_of_opening,
    tell_of_step,
    told_from,
)
from xinan.notices.kinds import kinds
from xinan.notices.models import Notice
from xinan.procedures.actions.set_holder import set_holders
from xinan.procedures.hooks import on_step
from xinan.procedures.models import Proceeding

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def told(one: Proceeding) -> None:
    on_step("desk", tell_of_step)


def notices(who: Somebody) -> list[str]:
    return list(Notice.objects.filter(recipient=who.user).order_by("pk").values_list("kind", flat=True))


def test_the_kinds_are_known_in_the_settings_of_people() -> None:
    assert {WAITING, MADE, FOR_FIRM} <= {kind.code for kind in kinds()}


def test_the_office_is_told_of_the_opening_the_firm_is_not(one: Proceeding, cast: Cast) -> None:
    tell_of_opening(one, by=None, now=NOW)
    assert notices(cast.inspector) == [WAITING]
    assert notices(cast.contractor) == notices(cast.stranger) == notices(cast.elsewhere) == []
    assert planned(TELL_FIRM, "step_id") == []
    notice = Notice.objects.get()
    assert TITLE in notice.subject_zh
    assert notice.link == "/handling/"


def test_whoever_made_the_step_is_not_told_and_the_holder_is(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept")
    assert notices(cast.inspector) == []
    set_holders({one.pk: (cast.other.user.pk, cast.other.user.organisation_id)}, by=None, now=NOW, reason="分派")
    cast.inspector.move(one, "note", reason="电话")
    assert notices(cast.other) == []  # it stayed where it was
    cast.inspector.move(one, "order", reason="查实", until=LATER)
    assert notices(cast.other) == [WAITING]
    cast.inspector.move(one, "finish", happened_on=NOW.date())
    assert notices(cast.other) == [WAITING, MADE]


def test_the_firm_is_told_the_next_working_morning_without_a_word_of_the_case(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept")
    cast.inspector.move(one, "order", reason="查实", until=LATER)
    assert notices(cast.contractor) == []
    [(at, step_id)] = planned(TELL_FIRM, "step_id")
    assert at == told_from(NOW) == (NOW + timedelta(days=1)).replace(hour=9, minute=0)
    assert tell_firm(step_id, now=at) == 1
    assert tell_firm(step_id, now=at) == 0  # worked off again, nobody is told twice
    notice = Notice.objects.get(recipient=cast.contractor.user)
    assert (notice.kind, notice.link) == (FOR_FIRM, f"/proceedings/{one.pk}/")
    assert TITLE not in notice.subject_zh + notice.body_zh
    assert notices(cast.stranger) == []


def test_nobody_is_told_of_what_waits_no_more(one: Proceeding, cast: Cast) -> None:
    cast.inspector.move(one, "accept")
    cast.inspector.move(one, "order", reason="查实", until=LATER)
    [(at, step_id)] = planned(TELL_FIRM, "step_id")
    cast.inspector.move(one, "finish", happened_on=NOW.date())
    assert tell_firm(step_id, now=at) == 0
