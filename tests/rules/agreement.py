"""Holds rules against their plain references on thousands of generated worlds.

The worlds are drawn (`drawing`) from the seed of the run (`XINAN_SEED`, printed with every run; give it to have the same
worlds again; `XINAN_EXAMPLES=5000` draws more). Many worlds that know nothing of each other are evaluated as one,
half of them moved two years back, so that 29 February and the parameters of other years are met. Where a world
disagrees it is cut down row by row to a small one before it is shown.
"""

import os
import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pprint import pformat
from typing import Any

from tests.rules.drawing import SearchStrategy, draw_worlds
from tests.rules.reference.known import Facts, Found
from tests.rules.reference.standing import Standing
from tests.rules.worlds import AS_OF
from xinan.engine import evaluate
from xinan.engine.rows import facts_from_rows
from xinan.rules.registry import find_rule
from xinan.rules.vocabulary import TABLES

Reference = Callable[[Facts, date], Found]
Verdict = tuple[str, str | None, str, str | None, str, date, str]

# Within the Spring Festival (off 15 to 23 February, worked on the 14th), on due dates and the days after, on the first
# day of a month and on the last; and the same about the leap day of 2024 (off 10 to 17 February, worked on the 18th).
OTHER_DAYS = (date(2026, 3, 1), date(2026, 2, 20), date(2026, 3, 16), date(2026, 2, 14), date(2026, 4, 20))
OTHER_LEAP_DAYS = (date(2024, 2, 29), date(2024, 3, 1), date(2024, 2, 12), date(2024, 4, 16))
# Every second time the day about which the worlds are crowded.
DAYS = tuple(day for other in OTHER_DAYS for day in (AS_OF, other))
LEAP_DAYS = tuple(day for other in OTHER_LEAP_DAYS for day in (date(2024, 3, 31), other))
YEARS_BACK = 2
PACK = 25
ATTEMPTS = 6

# What names things: renamed where several worlds are put into one.
_NAMES = {"project_id", "worker_id", "contractor_id", "owner_id", "employer_id"} | {
    column for table in TABLES.values() for column in table.key if column.endswith("_id")
}


@dataclass(frozen=True)
class Suite:
    """Rules by identifier with their references, and the worlds in which they have something to find."""

    rules: Mapping[str, Reference]
    worlds: SearchStrategy[Facts]
    count: int
    days: tuple[date, ...] = DAYS
    leap_days: tuple[date, ...] = LEAP_DAYS


@dataclass
class Met:
    """How often each rule was met: findings by rule and level, and worlds in which it found something."""

    worlds: int = 0
    levels: Counter[tuple[str, str]] = field(default_factory=Counter)
    raised_in: Counter[str] = field(default_factory=Counter)

    def __add__(self, other: "Met") -> "Met":
        return Met(self.worlds + other.worlds, self.levels + other.levels, self.raised_in + other.raised_in)


def run_seed() -> int:
    """The seed of this run."""
    return int(os.environ.setdefault("XINAN_SEED", str(secrets.randbits(32))))


def assert_agrees(suite: Suite, *, name: str) -> Met:
    """Every rule of the suite finds in every world what its reference finds; gives what was met on the way."""
    met = Met()
    worlds = drawn(suite, name=name)
    for number in range(0, len(worlds), PACK):
        turn = number // PACK
        days = suite.leap_days if turn % 2 else suite.days
        pack = worlds[number : number + PACK]
        if turn % 2:
            pack = [moved_back(facts) for facts in pack]
        _agree(suite, pack, as_of=days[turn // 2 % len(days)], met=met, name=name)
    return met


def drawn(suite: Suite, *, name: str, most: int | None = None) -> list[Facts]:
    """The worlds of a suite in this run."""
    count = most or int(os.environ.get("XINAN_EXAMPLES", suite.count))
    return draw_worlds(suite.worlds, seed=f"{run_seed()} {name}", count=count)


def _agree(suite: Suite, worlds: list[Facts], *, as_of: date, met: Met, name: str) -> None:
    found = found_by_world(suite.rules, worlds, as_of=as_of)
    for facts, verdicts in zip(worlds, found, strict=True):
        expected = expected_of(suite.rules, facts, as_of=as_of)
        if Counter(verdicts) != Counter(expected):
            raise AssertionError(_disagreement(suite, facts, as_of=as_of, name=name))
        met.worlds += 1
        met.raised_in.update({verdict[0] for verdict in verdicts})
        met.levels.update((verdict[0], verdict[4]) for verdict in verdicts)


def found_by_world(rules: Mapping[str, Reference], worlds: list[Facts], *, as_of: date) -> list[list[Verdict]]:
    """What the engine finds in each of the worlds, evaluated together."""
    found: list[list[Verdict]] = [[] for _ in worlds]
    for f in evaluate(facts_from_rows(merged(worlds)), as_of=as_of, rules=list(rules)):
        number, subject = _unnamed(f.subject_id)
        project = None if f.project_id is None else _unnamed(f.project_id)[1]
        found[number].append((f.rule, project, subject, f.period, f.level, f.since, f.status.value))
    return found


def expected_of(rules: Mapping[str, Reference], facts: Facts, *, as_of: date) -> list[Verdict]:
    """What the references find in a world."""
    standing = Standing(facts, as_of)
    return [
        (rule, project, subject, period, level, since, standing.status(rule, project, subject, period))
        for rule, reference in rules.items()
        for project, subject, period, level, since in reference(facts, as_of)
    ]


def merged(worlds: list[Facts]) -> Facts:
    """Several worlds in one, everything in them named apart."""
    together: Facts = {}
    for number, facts in enumerate(worlds):
        for table, rows in facts.items():
            together.setdefault(table, []).extend(_named(row, number) for row in rows)
    # Regions alone belong to all of them.
    regions = {row["region_code"]: row for row in together.get("region", ())}
    return together | {"region": list(regions.values())}


def _named(row: Mapping[str, Any], number: int) -> dict[str, Any]:
    return {c: f"{number:03}:{v}" if c in _NAMES and v is not None else v for c, v in row.items()}


def _unnamed(identifier: str) -> tuple[int, str]:
    number, _, name = identifier.partition(":")
    return int(number), name


def moved_back(facts: Facts) -> Facts:
    """The same world two years earlier; birth dates stay, 29 February becomes 1 March."""
    return {
        table: _first_of_each_key(table, [{c: _earlier(c, v) for c, v in row.items()} for row in rows])
        for table, rows in facts.items()
    }


def _first_of_each_key(table: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    by_key: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        by_key.setdefault(tuple(row[name] for name in TABLES[table].key), row)
    return list(by_key.values())


def _earlier(column: str, value: Any) -> Any:
    if isinstance(value, date) and column != "birth_on":
        year = value.year - YEARS_BACK
        return date(year, 3, 1) if (value.month, value.day) == (2, 29) and year % 4 else value.replace(year=year)
    if column == "wage_month" and value is not None:
        return f"{int(value[:4]) - YEARS_BACK:04}{value[4:]}"
    return value


def _disagreement(suite: Suite, facts: Facts, *, as_of: date, name: str) -> str:
    """What to read and do about a world in which rule and reference differ."""
    wrong = next(rule for rule in suite.rules if _differs({rule: suite.rules[rule]}, facts, as_of=as_of))
    alone = {wrong: suite.rules[wrong]}
    small = _cut_down(facts, lambda fewer: _differs(alone, fewer, as_of=as_of))
    (found,) = found_by_world(alone, [small], as_of=as_of)
    expected = expected_of(alone, small, as_of=as_of)
    shown = {table: rows for table, rows in small.items() if rows}
    return (
        f"{wrong} and its reference differ as of {as_of}\n"
        f"found by the rule:   {sorted(found, key=str)}\n"
        f"by the reference:    {sorted(expected, key=str)}\n"
        f"in this world:\n{pformat(shown, width=140)}\n"
        f"again: XINAN_SEED={run_seed()} pytest -k {name!r}"
    )


def _differs(rules: Mapping[str, Reference], facts: Facts, *, as_of: date) -> bool:
    (found,) = found_by_world(rules, [facts], as_of=as_of)
    return Counter(found) != Counter(expected_of(rules, facts, as_of=as_of))


def _cut_down(facts: Facts, still_differs: Callable[[Facts], bool]) -> Facts:
    """A world with as few rows as it takes: halves are tried first, single rows last."""
    for share in (1, 2, 4, 1000):
        for table, gone in _pieces(facts, share):
            fewer = facts | {table: [row for row in facts[table] if not any(row is away for away in gone)]}
            if len(fewer[table]) < len(facts[table]) and still_differs(fewer):
                facts = fewer
    return facts


def _pieces(facts: Facts, share: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    for table, rows in facts.items():
        size = max(1, -(-len(rows) // share))
        yield from ((table, rows[start : start + size]) for start in range(0, len(rows), size))


def assert_agrees_and_meets_all(suite: Suite, *, name: str) -> None:
    """As `assert_agrees`, and the worlds gave every rule something to find at every level that it can give.

    A comparison of nothing with nothing would prove nothing. What chance left out is drawn for again a few times.
    """
    met = Met()
    for attempt in range(ATTEMPTS):
        met += assert_agrees(suite, name=f"{name} {attempt}" if attempt else name)
        seldom = seldom_met(suite, met)
        if not seldom:
            return
    raise AssertionError(f"{seldom}; XINAN_SEED={run_seed()}")


def seldom_met(suite: Suite, met: Met) -> list[str]:
    """The levels that were never met, and the rules that found something in less than one world of fifty."""
    return [
        f"{rule} at {level}: never"
        for rule in suite.rules
        for level in find_rule(rule).levels
        if not met.levels[rule, level.value]
    ] + [
        f"{rule}: in {met.raised_in[rule]} of {met.worlds} worlds"
        for rule in suite.rules
        if met.raised_in[rule] * 50 < met.worlds
    ]
