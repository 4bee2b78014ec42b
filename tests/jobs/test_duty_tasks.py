"""The nightly check of duties: leaves begin, what waits is routed, heads are told."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.coordination.factories import NOW, proceeding
from tests.people.duties.factories import DutyFactory, LeaveFactory, office, officer
from xinan.gateways.wiring import wiring
from xinan.jobs.duty_tasks import follow_duties
from xinan.kernel.ciphers import generate_key
from xinan.notices.models import Notice

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def standing_clock(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("duties"))
    monkeypatch.setenv("XINAN_NOW", NOW.isoformat())
    wiring.cache_clear()
    yield
    wiring.cache_clear()


def test_when_the_day_begins_nothing_waits_unseen() -> None:
    here, next_door = office(), office("220103")
    away, deputy, head = officer(here), officer(here), officer(next_door)
    DutyFactory(user=away, deputy=deputy)
    DutyFactory(user=head, region_code="220103", is_head=True)
    LeaveFactory(user=away, deputy=deputy, from_on=NOW.date(), to_on=NOW.date() + timedelta(days=2))
    LeaveFactory(user=head, from_on=NOW.date(), to_on=NOW.date())
    officer(next_door)
    held = proceeding(holder=away, holder_office=here)
    loose = proceeding(holder_office=here)
    lost = proceeding(region_code="220103", holder_office=next_door)
    follow_duties()
    follow_duties()
    for thing, holder in ((held, deputy), (loose, deputy), (lost, None)):
        thing.refresh_from_db()
        assert thing.holder == holder
    told = {(notice.recipient, notice.kind) for notice in Notice.objects.all()}
    assert told == {(deputy, "handed_over"), (head, "unassigned")}
    assert Notice.objects.count() == 2
