"""Spark on this machine, with two worker processes, for tests: small facts, so that compiling costs more than it saves."""

import logging  # noqa: TID251  # py4j's, to be quieted
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyspark.sql import SparkSession

from tools.java import spark_environment
from xinan.engine.backends.spark import spark_session

MASTER = "local-cluster[2,1,1024]"

_FRUGAL = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"
SETTINGS = {
    "spark.driver.host": "127.0.0.1",
    "spark.driver.bindAddress": "127.0.0.1",
    "spark.driver.extraJavaOptions": _FRUGAL,
    "spark.executor.extraJavaOptions": _FRUGAL,
    "spark.sql.shuffle.partitions": "2",
    "spark.sql.codegen.wholeStage": "false",
    "spark.sql.codegen.factoryMode": "NO_CODEGEN",
    "spark.ui.enabled": "false",
    "spark.log.level": "ERROR",
}


@contextmanager
def spark_here(folder: Path, *, master: str = MASTER) -> Iterator[SparkSession]:
    """A session whose workers write under `folder` and are gone afterwards."""
    # It says of every thread that its connection was closed, the last time when the streams are closed as well.
    logging.getLogger("py4j").setLevel(logging.WARNING)
    with ExitStack() as until_the_end:
        # The environment is that of the Java that is started; whatever a test starts later has its own.
        with pytest.MonkeyPatch.context() as patch:
            for name, value in spark_environment(folder).items():
                patch.setenv(name, value)
            session = until_the_end.enter_context(spark_session(master, settings=SETTINGS))
        yield session


def write_parquet(facts: Mapping[str, pa.Table], directory: Path) -> Path:
    """Facts as a snapshot, a file for each table."""
    directory.mkdir(parents=True, exist_ok=True)
    for name, table in facts.items():
        pq.write_table(table, directory / f"{name}.parquet")
    return directory


def configured(directory: Path) -> Path:
    """A folder for SPARK_CONF_DIR, as on a cluster, with the settings of a small Spark."""
    directory.mkdir()
    lines = "".join(f"{name} {value}\n" for name, value in SETTINGS.items())
    (directory / "spark-defaults.conf").write_text(lines, encoding="utf-8")
    return directory
