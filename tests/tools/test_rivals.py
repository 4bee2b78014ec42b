"""The hand-written rivals of `make bench` and the rulebook judge alike: each checks the other."""

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from tests.tools.rough import roughen
from tools.bench.rivals import RULES, Verdict, verdicts_of
from tools.bench.rivals.aggregates import Province
from tools.bench.rivals.frames import Frames
from tools.bench.rivals.pandas import verdicts
from tools.bench.rivals.postgres import Postgres
from tools.bench.rivals.zen import run
from xinan.engine import evaluate
from xinan.gateways import embedded_postgres

TODAY = date(2026, 11, 23)
SEEDS = (1, 2, 3)


@pytest.fixture(scope="module")
def worlds(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """Small provinces in which much has gone wrong."""
    folder = tmp_path_factory.mktemp("worlds")
    arguments = ["--end", TODAY.isoformat(), "--projects", "40", "--workers", "8", "--months", "6"]
    subprocess.run([sys.executable, "-m", "xinan.jobs", "simulate", str(folder / "calm"), *arguments], check=True)
    for seed in SEEDS:
        roughen(folder / "calm", folder / str(seed), seed=seed)
    return {seed: folder / str(seed) for seed in SEEDS}


@pytest.fixture(scope="module")
def ours(worlds: dict[int, Path]) -> dict[int, frozenset[Verdict]]:
    """What the rulebook finds in them."""
    return {seed: verdicts_of(evaluate(path, as_of=TODAY, rules=RULES)) for seed, path in worlds.items()}


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """An empty database."""
    with tempfile.TemporaryDirectory(prefix="xinan-rival-") as folder:
        Path(folder).chmod(0o755)
        yield embedded_postgres.start(Path(folder) / "postgres", database="rival", throwaway=True)
        embedded_postgres.stop(Path(folder) / "postgres")


def test_the_worlds_show_every_rule_in_every_level(ours: dict[int, frozenset[Verdict]]) -> None:
    seen = {(verdict.rule, verdict.level) for verdicts in ours.values() for verdict in verdicts}
    assert {rule for rule, _ in seen} == set(RULES)
    assert len(seen) >= 18, seen


@pytest.mark.parametrize("seed", SEEDS)
def test_sql_in_postgresql_agrees(
    seed: int, worlds: dict[int, Path], ours: dict[int, frozenset[Verdict]], server: str
) -> None:
    rival = Postgres(server, today=TODAY)
    rival.fill(worlds[seed])
    for plain in (False, True):
        for rule in RULES:
            assert rival.verdicts(rule, plain=plain) == _of(ours[seed], rule), rule
    rival.close()


@pytest.mark.parametrize("seed", SEEDS)
def test_pandas_agrees(seed: int, worlds: dict[int, Path], ours: dict[int, frozenset[Verdict]]) -> None:
    frames = Frames(worlds[seed], today=TODAY)
    for frames.is_shared in (False, True):
        for rule in RULES:
            assert verdicts(frames, rule) == _of(ours[seed], rule), rule


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rules_engine_agrees(seed: int, worlds: dict[int, Path], ours: dict[int, frozenset[Verdict]]) -> None:
    province = Province(worlds[seed])
    assert run(province, today=TODAY, project_ids=province.project_ids).verdicts == ours[seed]


def _of(found: frozenset[Verdict], rule: str) -> frozenset[Verdict]:
    return frozenset(verdict for verdict in found if verdict.rule == rule)
