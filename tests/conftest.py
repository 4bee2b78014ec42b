"""One database for the session, a keyring and a clock that stand still."""

import gc
import os
import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

import pytest
from django.test import TransactionTestCase
from pytest_django.plugin import DjangoDbBlocker
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

from tests.support.database import empty_tables, throwaway_database
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.kernel.clock import CHINA, FixedClock

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

ON_SPARK = frozenset(
    {"tests/engine/test_spark.py", "tests/engine/test_spark_refusals.py", "tests/monitoring/test_three_ways.py"}
)


def pytest_configure(config: pytest.Config) -> None:
    """One seed for all processes of the run, for the generated worlds of tests/rules; another one each time."""
    os.environ.setdefault("XINAN_SEED", str(secrets.randbits(32)))
    # Half a million objects of imported modules, looked through for garbage again and again, were a tenth of the run.
    gc.set_threshold(20_000, 20, 20)


def pytest_collection_finish() -> None:
    """What has been imported and collected stays until the end: it is not looked through again."""
    gc.freeze()


def pytest_unconfigure() -> None:
    """At the end it goes as all else."""
    gc.unfreeze()


class _FilesBySession(LoadFileScheduling):
    """A file goes to one process as a whole; those that share what is dear to start go to the same."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "Spark" if file in ON_SPARK else file


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling | None:
    """The Spark of one process serves all tests that need one."""
    return _FilesBySession(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests first, for a file goes to one process as a whole: at the end nobody waits for one of them."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says the seed with which the same worlds are drawn again."""
    terminalreporter.write_line(f"generated worlds: XINAN_SEED={os.environ['XINAN_SEED']}")


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_test_environment: None, django_db_blocker: DjangoDbBlocker
) -> Iterator[None]:
    """A migrated PostgreSQL of this session's own; nothing a test does can reach another database."""
    cache = request.config.cache.mkdir("xinan-migrated")
    with django_db_blocker.unblock(), throwaway_database(cache), pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _test: empty_tables())
        yield


@pytest.fixture(scope="session", autouse=True)
def uses_written_when_told() -> None:
    """What machines send is counted when a test asks for it, not by a thread of its own."""
    from xinan.intake.credentials.uses import write_only_when_told

    write_only_when_told()


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator["SparkSession"]:
    """Spark with two worker processes, started for the first test that asks: what it has compiled serves the next."""
    # Whoever runs no test on Spark does without a second of importing it.
    from tests.engine.spark_here import spark_here

    with spark_here(tmp_path_factory.mktemp("spark")) as session:
        yield session


@pytest.fixture(scope="session")
def keyring() -> Keyring:
    """Keys made for this session."""
    return Keyring.parse(generate_key("test"))


@pytest.fixture
def clock() -> FixedClock:
    """A working Monday morning, 2026-11-23."""
    return FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))
