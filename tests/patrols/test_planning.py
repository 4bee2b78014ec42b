"""A day's rounds: within the hours, the same every time, with a reason for everything that is not in them."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from itertools import permutations, product

from hypothesis import given, settings
from hypothesis import strategies as st

from xinan.kernel.clock import CHINA
from xinan.patrols.places import Place, Source, kilometres, seat_of
from xinan.patrols.planning import MOST_SITES, Candidate, DayPlan, Hours, WhyNot, day_plan
from xinan.patrols.travel import leg, way_back
from xinan.patrols.worth import Part, Points

OFFICE = seat_of("220102")
NINE, FIVE = datetime(2026, 11, 23, 9, tzinfo=CHINA), datetime(2026, 11, 23, 17, tzinfo=CHINA)
DAY = Hours(NINE, FIVE, OFFICE, OFFICE)
LNG, LAT = st.floats(124.9, 125.9), st.floats(43.4, 44.3)


def candidate(number: int, lng: float, lat: float, *, points: int = 50, minutes: int = 60) -> Candidate:
    return Candidate(f"P{number}", Place(lng, lat), (Points(Part.RISK, points),), minutes)


@st.composite
def crowds(draw: st.DrawFn, most: int = 12) -> list[Candidate]:
    places = draw(st.lists(st.tuples(LNG, LAT), min_size=1, max_size=most))
    return [
        candidate(number, *place, points=draw(st.integers(1, 600)), minutes=draw(st.sampled_from([45, 60, 90])))
        for number, place in enumerate(places)
    ]


@given(crowd=crowds(), lunch=st.sampled_from([0, 60, 90]), team=st.integers(1, 3))
@settings(max_examples=60, deadline=None)
def test_every_round_keeps_its_hours_and_nobody_is_in_two(crowd: list[Candidate], lunch: int, team: int) -> None:
    hours = replace(DAY, lunch=lunch)
    plan = day_plan(crowd, officers=[hours] * team)
    seen = [stop.candidate.project_id for found in plan.rounds for stop in found.stops]
    assert len(seen) == len(set(seen))
    for found in plan.rounds:
        at, here = NINE, OFFICE
        for stop in found.stops:
            there = leg(here, to=stop.candidate.place)
            assert stop.arrives - at in {timedelta(minutes=there.minutes), timedelta(minutes=there.minutes + lunch)}
            assert stop.leaves - stop.arrives == timedelta(minutes=stop.candidate.minutes)
            at, here = stop.leaves, stop.candidate.place
        assert found.back_at <= FIVE
        if lunch and found.stops and at > datetime.combine(NINE, time(12, 0), CHINA) + timedelta(minutes=lunch):
            out = sum(stop.leg.minutes + stop.candidate.minutes for stop in found.stops) + found.back.minutes
            assert found.back_at - NINE == timedelta(minutes=out + lunch)


@given(crowd=crowds(most=40), seed=st.randoms(use_true_random=False))
@settings(max_examples=8, deadline=None)
def test_the_same_facts_give_the_same_plan(crowd: list[Candidate], seed: object) -> None:
    shuffled = list(crowd)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert day_plan(shuffled, officers=[DAY, DAY]) == day_plan(crowd, officers=[DAY, DAY])


@given(crowd=crowds())
@settings(max_examples=40, deadline=None)
def test_whoever_is_left_out_would_not_have_fitted_in_any_gap(crowd: list[Candidate]) -> None:
    plan = day_plan(crowd, officers=[DAY])
    stops = [stop.candidate for stop in plan.rounds[0].stops]
    assert {each.candidate.project_id for each in plan.left_out} == {c.project_id for c in crowd} - {
        c.project_id for c in stops
    }
    for each in plan.left_out:
        # Every candidate is worth something: with a gap for it, the round would not have been the best.
        assert each.why in (WhyNot.NO_TIME, WhyNot.TOO_FAR)
        assert each.minutes > 0
        if each.why is WhyNot.NO_TIME:
            orders = [[*stops[:at], each.candidate, *stops[at:]] for at in range(len(stops) + 1)]
            assert min(_minutes(order) for order in orders) - DAY.minutes == each.minutes


def _minutes(order: list[Candidate]) -> int:
    here, total = OFFICE, 0
    for each in order:
        total += leg(here, to=each.place).minutes + each.minutes
        here = each.place
    return total + way_back(here, to=OFFICE).minutes


def _value(plan: DayPlan) -> int:
    return sum(stop.candidate.value for found in plan.rounds for stop in found.stops)


@given(crowd=crowds(most=5))
@settings(max_examples=25, deadline=None)
def test_a_team_of_one_office_gets_at_least_63_percent_of_the_best_split(crowd: list[Candidate]) -> None:
    short = replace(DAY, ends=NINE + timedelta(minutes=200), lunch=0)
    best = 0
    for split in product(range(3), repeat=len(crowd)):
        parts = [[each for each, officer in zip(crowd, split, strict=True) if officer == number] for number in (0, 1)]
        if all(
            min((_minutes(list(order)) for order in permutations(part)), default=0) <= short.minutes for part in parts
        ):
            best = max(best, sum(each.value for part in parts for each in part))
    plan = day_plan(crowd, officers=[short, short])
    assert _value(plan) >= 0.632 * best
    assert _value(plan) <= best


def test_a_crowd_beyond_what_is_looked_at_still_finds_the_best_nearby() -> None:
    near = [candidate(number, 125.35 + number / 1000, 43.86, points=90) for number in range(5)]
    far = [candidate(100 + number, 125.9, 44.3, points=91) for number in range(MOST_SITES + 10)]
    plan = day_plan([*near, *far], officers=[DAY])
    assert {stop.candidate.project_id for stop in plan.rounds[0].stops} == {f"P{number}" for number in range(5)}
    assert plan.candidates == len(near) + len(far)
    assert plan.others + len(plan.left_out) == len(far)


def test_a_site_known_by_its_county_only_is_reckoned_with_the_usual_way() -> None:
    district, county = seat_of("220102"), seat_of("220122")
    assert leg(OFFICE, to=district).km == 6.0
    assert leg(OFFICE, to=district).estimated
    assert leg(county, to=county).km == 20.0
    exact = Place(district.lng, district.lat, Source.VISIT)
    assert leg(exact, to=exact).km == 0
    assert not leg(exact, to=exact).estimated


def test_distances_are_those_of_the_map() -> None:
    # Changchun to Jilin City, as the crow flies, and Changchun to Yanji.
    assert 95 < kilometres(seat_of("220100"), to=seat_of("220200")) < 101
    assert 345 < kilometres(seat_of("220100"), to=seat_of("222401")) < 360
    assert seat_of("220381") == replace(seat_of("220184"), region_code="220381")
