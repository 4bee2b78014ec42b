"""A site's files raise exactly the warnings they should, and a correcting file cures exactly the one it corrects."""

import pytest

from tests.intake import planted
from tests.intake.conftest import Send
from tests.intake.site import PROJECT
from xinan.kernel.clock import FixedClock
from xinan.monitoring.live import live_step
from xinan.monitoring.models import Warning

pytestmark = pytest.mark.django_db(transaction=True)


def standing() -> set[tuple[str, str | None, str]]:
    """The open warnings of the project: rule, period, level."""
    return set(Warning.objects.filter(project_id=PROJECT, state="open").values_list("rule", "period", "level"))


def evaluate(clock: FixedClock) -> None:
    while live_step(clock=clock):
        pass


def test_planted_faults_are_found_and_nothing_else(send: Send, clock: FixedClock) -> None:
    batches = send(**planted.files())
    assert [(batch.kind, batch.rejected) for batch in batches if batch.rejected] == []
    evaluate(clock)
    assert standing() == planted.EXPECTED
    send(project=PROJECT, **planted.correction())
    evaluate(clock)
    assert standing() == planted.EXPECTED - {("deposit/missing", None, "red")}
    cured = Warning.objects.get(rule="deposit/missing")
    assert (cured.state, cured.cured_cause) == ("cured", "deposit:insert")
