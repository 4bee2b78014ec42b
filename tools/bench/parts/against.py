"""The rulebook against ten rules written by hand for other machinery. Each rival must find the same."""

import shutil
import time
from collections.abc import Iterable, Iterator

from tools.bench.lines import Line, at_least, stated
from tools.bench.parts.rulebook import kept, seconds_a_rule
from tools.bench.province import HOME, TODAY, Size, province
from tools.bench.rivals import RULES, Verdict, pandas, zen
from tools.bench.rivals.aggregates import Province
from tools.bench.rivals.frames import Frames
from tools.bench.rivals.postgres import Postgres
from xinan.gateways import embedded_postgres

POSTGRES, PANDAS, RULES_ENGINE = 25.0, 6.0, 50.0


class Disagreement(Exception):
    """A rival does not find what the rulebook finds; its time says nothing then."""


def check(found: Iterable[Verdict], ours: Iterable[Verdict], *, whose: str) -> None:
    """Raises Disagreement with some of what only one side has."""
    theirs, mine = set(found), set(ours)
    if theirs != mine:
        raise Disagreement(
            f"only {whose}: {sorted(theirs - mine, key=repr)[:3]}; only we: {sorted(mine - theirs, key=repr)[:3]}"
        )


def postgres(size: Size) -> Iterator[Line]:
    """SQL in the embedded PostgreSQL."""
    folder = HOME / "rival"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    url = embedded_postgres.start(folder / "postgres", database="rival")
    rival = Postgres(url, today=TODAY)
    started = time.monotonic()
    rival.fill(province(size))
    filled = time.monotonic() - started
    times = {plain: _timed(rival, size, plain=plain) for plain in (True, False)}
    rival.close()
    embedded_postgres.stop(folder / "postgres")
    shutil.rmtree(folder, ignore_errors=True)
    ours = seconds_a_rule(size)
    for plain, name, words in (
        (True, "plain SQL", "five of them over a view of the months of the workers, as the rules are worded"),
        (False, "SQL tuned by hand", "attendance asked only where the other facts leave something open"),
    ):
        per_rule = sum(times[plain].values()) / len(RULES)
        yield at_least(
            f"against {name} in PostgreSQL, per rule",
            per_rule / ours,
            POSTGRES,
            of=f"{per_rule:.2f} s ÷ {ours:.3f} s",
            how=f"ten statements, each by itself, {words}; tables indexed and analysed, loading ({filled:.0f} s) not"
            f" counted; {_each(times[plain])}",
        )


def _timed(rival: Postgres, size: Size, *, plain: bool) -> dict[str, float]:
    _, ours = kept(size)
    times = {}
    for rule in RULES:
        started = time.monotonic()
        found = rival.verdicts(rule, plain=plain)
        times[rule] = time.monotonic() - started
        check(found, (verdict for verdict in ours if verdict.rule == rule), whose="PostgreSQL")
    return times


def _each(times: dict[str, float]) -> str:
    return ", ".join(f"{name} {seconds:.1f}" for name, seconds in times.items())


def in_pandas(size: Size) -> Iterator[Line]:
    """Frames in memory."""
    _, ours = kept(size)
    started = time.monotonic()
    frames = Frames(province(size), today=TODAY)
    loaded = time.monotonic() - started
    for frames.is_shared in (False, True):
        times = {}
        for rule in RULES:
            started = time.monotonic()
            found = pandas.verdicts(frames, rule)
            times[rule] = time.monotonic() - started
            check(found, (verdict for verdict in ours if verdict.rule == rule), whose="pandas")
        per_rule, a_rule = sum(times.values()) / len(RULES), seconds_a_rule(size)
        of = f"{per_rule:.2f} s ÷ {a_rule:.3f} s"
        if not frames.is_shared:
            how = f"ten functions, each by itself, on frames in memory; loading ({loaded:.0f} s) not counted; {_each(times)}"
            yield at_least("against pandas, per rule", per_rule / a_rule, PANDAS, of=of, how=how)
        else:
            how = f"the months of the workers made once for all ten, in the first that asks; {_each(times)}"
            yield stated("the same with a shared frame", f"{per_rule / a_rule:.1f}× ({of})", how=how)


def rules_engine(size: Size) -> Iterator[Line]:
    """Decision tables fed one project at a time."""
    _, ours = kept(size)
    facts = Province(province(size))
    # Evenly over the province, so that large and small projects are in it as they are.
    step = max(1, len(facts.project_ids) // size.fed_projects)
    fed = facts.project_ids[::step]
    runs = [zen.run(facts, today=TODAY, project_ids=fed) for _ in range(2)]
    check(runs[0].verdicts, (verdict for verdict in ours if verdict.project_id in set(fed)), whose="zen-engine")
    spent = min(runs, key=lambda run: run.seconds)
    scale = len(facts.project_ids) / len(fed)
    per_rule = spent.seconds * scale / len(RULES)
    a_rule = seconds_a_rule(size)
    yield at_least(
        "against zen-engine, per rule",
        per_rule / a_rule,
        RULES_ENGINE,
        of=f"{per_rule:.2f} s ÷ {a_rule:.3f} s",
        how=f"ten decision tables fed {len(fed)} of {len(facts.project_ids):,} projects and scaled by {scale:.1f}, the"
        f" better of two runs: rows out of memory {spent.fetching:.2f} s, aggregates in Python {spent.preparing:.2f} s,"
        f" the engine {spent.deciding:.2f} s; reading the files not counted",
    )
