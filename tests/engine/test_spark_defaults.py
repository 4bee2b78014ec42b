"""What Xin'an sets for Spark only where the cluster does not."""

from pathlib import Path

import pytest

from xinan.engine.backends.spark import defaults

OURS = {"spark.driver.memory": "4g"}


@pytest.mark.parametrize(
    ("settings", "expected"),
    [
        ("spark.driver.memory 2g\n", {}),
        ("\n# ours\nspark.driver.memory=2g", {}),
        ("spark.driver.memoryOverhead 3g\n", OURS),
        ("# spark.driver.memory 1g\n\n", OURS),
    ],
)
def test_the_settings_of_a_cluster_go_before_ours(tmp_path: Path, settings: str, expected: dict[str, str]) -> None:
    (tmp_path / "spark-defaults.conf").write_text(settings, encoding="utf-8")
    assert defaults({"SPARK_CONF_DIR": str(tmp_path)}) == expected


def test_without_settings_the_driver_has_room_for_a_province(tmp_path: Path) -> None:
    assert defaults({}) == defaults({"SPARK_CONF_DIR": str(tmp_path)}) == OURS
    assert defaults({"PYSPARK_SUBMIT_ARGS": "--driver-memory 1g pyspark-shell"}) == {}
