"""Whatever runs find, one after the other, the proceedings say the same as the warnings."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.monitoring.findings import DAY, NOW, finding
from tests.monitoring.handling.handled import move, person, run
from tests.registry.factories import ProjectFactory
from xinan.engine import Status
from xinan.monitoring.models import Warning
from xinan.people.enums import Role
from xinan.procedures.models import Clock, Proceeding

pytestmark = pytest.mark.django_db

STATUSES = st.sampled_from([Status.RAISED, Status.RAISED, Status.WITHHELD, Status.SUPPRESSED])
SAID = st.one_of(st.none(), st.tuples(STATUSES, st.sampled_from(["blue", "yellow", "red"])))
# A month's finding in a run (or none), and what an officer does to the warning before the next one.
RUNS = st.lists(st.tuples(SAID, SAID, st.sampled_from(["", "sign", "close", "false_alarm"])), min_size=1, max_size=7)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(runs=RUNS)
def test_proceedings_say_what_the_warnings_say(runs, keyring) -> None:
    with transaction.atomic():
        inspector, city = person(duty=True), person(Role.CITY_OFFICE, region_code="220100")
        project = ProjectFactory()
        for place, (august, september, deed) in enumerate(runs):
            found = [
                finding(project, period=period, status=said[0], level=said[1], because=_because(said[0]))
                for period, said in (("2026-08", august), ("2026-09", september))
                if said is not None
            ]
            run(found, day=DAY + timedelta(days=place), now=NOW + timedelta(days=place))
            _agree()
            _act(deed, inspector=inspector, city=city, keyring=keyring, now=NOW + timedelta(days=place, hours=1))
            _agree()
        transaction.set_rollback(True)  # nothing of an example is left behind


def _because(status: Status) -> str | None:
    return {Status.WITHHELD: "bank", Status.SUPPRESSED: "wages/part-paid"}.get(status)


def _act(deed: str, *, inspector, city, keyring, now) -> None:
    """Sign for the first that waits, and carry it to its end where so chosen."""
    one = Proceeding.objects.filter(state="pushed").order_by("pk").first()
    if not deed or one is None:
        return
    warning = Warning.objects.get(pk=one.subject_id)
    move("sign", by=inspector, warning=warning, now=now)
    if deed == "close":
        move("find_cured", by=inspector, warning=warning, now=now, keyring=keyring)
    if deed == "false_alarm":
        move("propose_false_alarm", by=inspector, warning=warning, now=now, keyring=keyring)
        move("confirm_false_alarm", by=city, warning=warning, now=now)


def _agree() -> None:
    for warning in Warning.objects.all():
        mine = Proceeding.objects.filter(subject_kind="warning", subject_id=str(warning.pk))
        live = [each for each in mine if each.closed_at is None]
        if warning.state == "cured" or warning.settled_as:
            assert live == []
            continue
        assert len(live) == 1
        (one,) = live
        assert one.level == warning.level
        assert (one.state == "merged") == (warning.state != "open")
        assert Clock.objects.filter(proceeding=one, ended_at=None).exists() == (one.state != "merged")
    # A chain of proceedings runs back without a gap, and only its last may be open.
    for one in Proceeding.objects.exclude(previous=None).select_related("previous"):
        assert one.previous.closed_at is not None
        assert one.previous.closed_at <= one.opened_at
