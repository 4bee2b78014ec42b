"""What relief pays cures the warning by the data, and a deposit not topped up raises one: with runs of the rules."""

from datetime import date, datetime

import pytest

from tests.casework.relief.test_correcting import corrected
from tests.casework.relief.world import MONTH, Ground, days, ground, moved, paid
from tests.workforce.factories import PunchFactory
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.given import Result
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.live import live_step
from xinan.monitoring.models import Warning
from xinan.registry.models import Feed, ProjectChange
from xinan.workforce.actions.recompute_days import recompute_days

pytestmark = pytest.mark.django_db(transaction=True)


def evaluate(here: Ground, now: datetime) -> None:
    """Everything marked is evaluated on a day on which the bank was heard."""
    Feed.objects.update_or_create(project=here.of.project, source="bank", defaults={"last_received_on": now.date()})
    if not ProjectChange.objects.exists():
        here.of.project.updated_on = now.date()
        here.of.project.save()
    while live_step(clock=FixedClock(now)):
        pass


def standing(here: Ground) -> set[tuple[str, str | None]]:
    rows = Warning.objects.filter(project_id=here.of.project.pk, state="open")
    wanted = rows.filter(rule__in=["wages/unpaid", "wages/outside-account", "deposit/not-replenished"])
    return set(wanted.values_list("rule", "period"))


def test_wages_paid_out_of_the_deposit_cure_and_a_deposit_left_short_is_warned(keyring: Keyring) -> None:
    here = ground(keyring)
    for worker in here.of.workers:
        for hour, direction in ((7, "01"), (17, "02")):
            at = datetime(2026, 9, 8, hour, tzinfo=CHINA)
            PunchFactory(project=here.of.project, worker=worker, at=at, direction=direction)
    recompute_days({(here.of.project.pk, date(2026, 9, 8))})
    evaluate(here, days(0))
    assert standing(here) == {("wages/unpaid", MONTH)}
    relief = here.relief(Kind.DEPOSIT_DRAW, "6000", "6000")
    moved(relief, "send_notice", here.of.inspector, happened_on=days(0).date())
    paid(relief, here.bank, on=days(1).date(), now=days(1))
    moved(relief, "report_paid", here.bank, now=days(1), happened_on=days(1).date())
    evaluate(here, days(2))
    assert standing(here) == set()
    assert Warning.objects.get(project_id=here.of.project.pk, rule="wages/unpaid").state == "cured"
    # Told in error for one of them: the warning is back, and goes once he is paid after all.
    row = relief.rows.order_by("pk")[0]
    corrected(row, Result(row.pk, failed="退票"), here.bank, here.of.inspector, now=days(2))
    evaluate(here, days(2))
    assert standing(here) == {("wages/unpaid", MONTH)}
    corrected(row, Result(row.pk, row.granted, days(1).date()), here.bank, here.of.inspector, now=days(2))
    evaluate(here, days(2))
    assert standing(here) == set()
    # Ten working days after 24 November: 8 December is in time, the day after is not.
    evaluate(here, datetime(2026, 12, 8, 9, tzinfo=CHINA))
    assert standing(here) == set()
    late = datetime(2026, 12, 9, 9, tzinfo=CHINA)
    evaluate(here, late)
    assert standing(here) == {("deposit/not-replenished", None)}
    moved(relief, "top_up", here.of.inspector, now=late, happened_on=late.date(), proofs=[here.proof()])
    evaluate(here, late)
    assert standing(here) == set()
