"""The points as shipped: additive, never falling, with a chance for every index."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.rules.files import read_yaml
from xinan.rules.model import Level, Link
from xinan.rules.registry import RULES
from xinan.rules.risk.model import CEILING, Risk
from xinan.rules.risk.parts import PARTS, part_of_rule
from xinan.rules.risk.points import points_of, shipped_points
from xinan.rules.risk.score import Reading, score

DAY = date(2026, 11, 23)
SIGNALS = [part.id for part in PARTS if part.signal]
LEVELS = [level.value for level in Level]


@dataclass(frozen=True, slots=True)
class Open:
    rule: str
    level: str


findings = st.lists(st.builds(Open, st.sampled_from([rule.id for rule in RULES]), st.sampled_from(LEVELS)), max_size=12)
values = st.dictionaries(st.sampled_from(SIGNALS), st.decimals(-2, 40, places=3), max_size=9)


def risk(opened: list[Open], signals: dict[str, Decimal], *, silent: frozenset[str] = frozenset()) -> Risk:
    readings = {part: Reading(value, {}, "bank" if part in silent else None) for part, value in signals.items()}
    return score("P1", findings=opened, readings=readings, points=shipped_points(), as_of=DAY)


@given(findings, values)
def test_the_parts_add_up_to_the_index(opened: list[Open], signals: dict[str, Decimal]) -> None:
    found = risk(opened, signals)
    assert found.index == min(CEILING, sum(part.points for part in found.parts))
    assert all(0 <= part.points <= part.ceiling for part in found.parts)


@given(findings, values, st.builds(Open, st.sampled_from([rule.id for rule in RULES]), st.sampled_from(LEVELS)))
def test_one_more_finding_never_lowers_it(opened: list[Open], signals: dict[str, Decimal], more: Open) -> None:
    assert risk([*opened, more], signals).index >= risk(opened, signals).index


@given(findings, values, st.integers(0, 11))
def test_a_graver_finding_never_lowers_it(opened: list[Open], signals: dict[str, Decimal], place: int) -> None:
    if place < len(opened) and opened[place].level != Level.RED:
        graver = Open(opened[place].rule, LEVELS[LEVELS.index(opened[place].level) + 1])
        worse = [*opened[:place], graver, *opened[place + 1 :]]
        assert risk(worse, signals).index >= risk(opened, signals).index


@given(findings, values, st.sampled_from(SIGNALS), st.decimals(0, 20, places=3))
def test_a_worse_signal_never_lowers_it(
    opened: list[Open], signals: dict[str, Decimal], part: str, worse: Decimal
) -> None:
    raised = {**signals, part: signals.get(part, Decimal(0)) + worse}
    assert risk(opened, raised).index >= risk(opened, signals).index


def test_a_silent_feed_adds_nothing_and_says_so() -> None:
    heard, silent = (
        risk([], {"cover": Decimal("0.9")}),
        risk([], {"cover": Decimal("0.9")}, silent=frozenset({"cover"})),
    )
    assert heard.index > 0
    assert silent.index == 0
    assert next(part.silent for part in silent.parts if part.part == "cover") == "bank"


def test_the_order_of_findings_does_not_matter() -> None:
    opened = [Open("wages/unpaid", "red"), Open("wages/unpaid", "yellow"), Open("deposit/missing", "orange")]
    assert risk(opened, {}).index == risk(opened[::-1], {}).index


def test_every_rule_belongs_to_at_most_one_part() -> None:
    for rule in RULES:
        assert sum(part.speaks_of(rule.id) for part in PARTS) <= 1, rule.id
    left_out = {rule.id for rule in RULES if part_of_rule(rule.id) is None}
    assert left_out == {"filing/stale", *(rule.id for rule in RULES if rule.link is Link.DATA_QUALITY)}


def test_every_index_has_a_chance_and_higher_ones_no_lower_chance() -> None:
    points = shipped_points()
    chances = [points.band(index).chance for index in range(CEILING + 1)]
    assert chances == sorted(chances)
    assert chances[0] < Decimal("0.05")
    assert chances[-1] > Decimal("0.9")


def test_what_was_measured_belongs_to_the_points_in_force() -> None:
    """`make bench` measures again after a fit; the page would otherwise show figures of other points."""
    assert read_yaml("xinan.rules.risk", "measured.yaml")["version"] == shipped_points().version


@pytest.mark.parametrize("broken", ["falls", "gap", "unknown"])
def test_points_that_make_no_sense_are_refused(broken: str) -> None:
    given_points = read_yaml("xinan.rules.risk", "points.yaml")
    if broken == "falls":
        given_points["parts"]["late"] = {1: 5, 2: 3}
    elif broken == "gap":
        given_points["bands"][1]["least"] += 1
    else:
        given_points["parts"]["weather"] = {1: 1}
    with pytest.raises(ValueError, match="fall|gap|differ"):
        points_of(given_points)
