"""Simulated history with known arrears: what the risk index is fitted to, and judged by on other seeds.

A row is a project on a day: the value of every part, whether wages were unpaid or part-paid at any time within the 60 days
after, and whether that was still to begin. The truth comes from the simulator (xinan.simulation.arrears), which knows no rule.
"""

import shutil
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from xinan.engine.evaluate import Judgement, loaded
from xinan.engine.finding import Status
from xinan.rules.risk.model import HORIZON_DAYS, Points, Risk
from xinan.simulation.arrears import Arrears
from xinan.simulation.places import region_rows
from xinan.simulation.province import Ledger, make_projects
from xinan.simulation.window import Options, Window
from xinan.simulation.write import SnapshotWriter

TRAINING = tuple(range(101, 111))
HELD_OUT = tuple(range(901, 906))
END, MONTHS = date(2026, 11, 23), 14
PROJECTS, WORKERS = 250, 12
SHARE, DISTRESS = 0.15, 0.35
DAYS = tuple(END - timedelta(days=HORIZON_DAYS + 37 * back) for back in range(6))
# The weights by level of the score that the index replaced: what it must rank better than.
OLD_WEIGHTS = {"grey": 1, "blue": 2, "yellow": 8, "orange": 25, "red": 80}


@dataclass(frozen=True, slots=True)
class Row:
    """A project on a day."""

    seed: int
    project_id: str
    day: date
    risk: Risk
    warnings: int
    old_score: int
    unpaid: bool  # standing on the day, or beginning within the horizon
    standing: bool  # on the day itself


def options(seed: int) -> Options:
    """The province of a seed."""
    return Options(seed, PROJECTS, WORKERS, Window(END, MONTHS), share=SHARE, distress=DISTRESS)


def history(seeds: Iterable[int], *, folder: Path, points: Points | None = None) -> Iterator[Row]:
    """The rows of some seeds; `folder` is written to and emptied again."""
    for seed in seeds:
        place, ledger = folder / f"seed-{seed}", Ledger()
        shutil.rmtree(place, ignore_errors=True)
        with SnapshotWriter(place, end=END, file_format="parquet") as writer:
            writer.add_regions(region_rows())
            for draft in make_projects(options(seed), ledger):
                writer.add(draft)
        with loaded(place) as facts:
            for day in DAYS:
                yield from rows_of(facts.judge(as_of=day, points=points), ledger.late, seed=seed, day=day)
        shutil.rmtree(place)


def rows_of(judged: Judgement, late: Iterable[Arrears], *, seed: int, day: date) -> Iterator[Row]:
    """Every project that has an index on the day."""
    standing, unpaid = set(), set()
    for one in late:
        if one.ended_on is not None and one.ended_on <= day:
            continue
        if one.began_on <= day:
            standing.add(one.project_id)
        if one.began_on <= day + timedelta(days=HORIZON_DAYS):
            unpaid.add(one.project_id)
    warnings: Counter[str] = Counter()
    old: dict[str, int] = defaultdict(int)
    for finding in judged.findings:
        if finding.status is Status.RAISED and finding.project_id:
            warnings[finding.project_id] += 1
            old[finding.project_id] += OLD_WEIGHTS[finding.level]
    for risk in judged.risks:
        key = risk.project_id
        yield Row(seed, key, day, risk, warnings[key], old[key], key in unpaid, key in standing)
