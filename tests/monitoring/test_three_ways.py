"""Three ways, one answer: warnings kept up step by step, a full evaluation and Spark, on a province that changes."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial
from pathlib import Path

import pytest
from django.db import connection, models
from pyspark.sql import SparkSession

from tests.engine.spark_here import write_parquet
from tests.monitoring.findings import live, said
from tests.rules.agreement import run_seed
from tests.simulation.making import make, options
from xinan.casework.models import Clue
from xinan.engine.distributed import evaluate_on_spark
from xinan.gateways.database import connection_url
from xinan.jobs.demo.load_snapshot import Snapshot, load
from xinan.jobs.demo.workers import sealed_workers
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.book import current_book
from xinan.monitoring.evaluation import evaluate_everything
from xinan.monitoring.facts import load_facts
from xinan.monitoring.live import full_run, live_step
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.registry.models import Deposit, Enterprise, Feed, JointListing, Project, ProjectChange, WageAccount
from xinan.workforce.models import AttendanceDay, Employment, Worker

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

END = date(2026, 11, 23)
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))
ROUNDS, CHANGES = 3, 8


@pytest.fixture
def province(tmp_path: Path, keyring: Keyring) -> None:
    folder = make(tmp_path / "facts", options(str(END), months=4, seed=run_seed() % 10_000, projects=20, workers=5))
    load(Snapshot(folder), seal=partial(sealed_workers, keyring=keyring), advance=lambda done, total: None)


class Change:
    """One change of one row, drawn by the seed of the run."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance

    def some(self, model: type[models.Model]) -> models.QuerySet[models.Model]:
        """One row as a query; nothing where there is none."""
        keys = list(model.objects.order_by("pk").values_list("pk", flat=True))
        return model.objects.filter(pk__in=[self.chance.choice(keys)] if keys else [])

    def day(self) -> date:
        return END - timedelta(days=self.chance.randint(0, 90))

    def one(self) -> None:
        """Any of the kinds below."""
        kinds: list[Callable[[], object]] = [
            lambda: self.some(AttendanceDay).delete(),
            lambda: self.some(AttendanceDay).update(punches=1, supplements=1),
            lambda: self.some(PayrollLine).update(payable=Decimal(self.chance.randint(1, 900_000)) / 100),
            lambda: self.some(PayrollLine).update(disputed_on=END),
            lambda: self.some(WagePayment).update(amount=Decimal(self.chance.randint(1, 900_000)) / 100),
            lambda: self.some(WagePayment).update(status="returned"),
            lambda: self.some(WagePayment).delete(),
            lambda: self.some(AccountEntry).update(balance_after=Decimal(0)),
            lambda: self.some(WageAccount).update(agreement_signed_on=None),
            lambda: self.some(Deposit).update(amount=Decimal(1000)),
            lambda: self.some(Deposit).update(expires_on=END),
            lambda: self.some(Project).update(filed_on=None),
            lambda: self.some(Project).update(labour_cost_monthly=Decimal(10_000_000)),
            lambda: self.some(Project).update(contractor=self.some(Enterprise).get()),
            lambda: self.some(Employment).update(left_on=END, settled_on=None),
            lambda: self.some(Worker).update(identity_valid=False),
            lambda: self.some(Worker).update(wage_card=self.some(Worker).get().wage_card),
            lambda: self.some(Feed).update(last_received_on=self.day()),
            lambda: self.some(Clue).update(closed_on=None),
            lambda: JointListing.objects.get_or_create(enterprise=self.some(Enterprise).get(), listed_on=self.day()),
        ]
        self.chance.choice(kinds)()


def test_step_by_step_in_full_and_on_spark(province: None, spark: SparkSession, tmp_path: Path) -> None:
    full_run(clock=CLOCK)
    change, before = Change(random.Random(run_seed())), live()  # noqa: S311
    for _ in range(ROUNDS):
        for _ in range(CHANGES):
            change.one()
        while live_step(clock=CLOCK, limit=change.chance.randint(1, 6)) is not None:
            pass
        in_full = evaluate_everything(as_of=END).findings
        assert live() == said(in_full)
    assert live() != before
    assert not ProjectChange.objects.exists()
    assert full_run(clock=CLOCK).events == {}
    facts = load_facts(connection_url(connection.settings_dict), project_ids=None, as_of=END)
    snapshot = write_parquet(facts, tmp_path / "snapshot")
    assert said(evaluate_on_spark(snapshot, session=spark, as_of=END, book=current_book())) == live()
