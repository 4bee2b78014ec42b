"""The rounds found are the best there are, as trying every order shows; beyond that, as good as they say."""

from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from xinan.patrols.solver import Round, Site, Way, best_round

POINT = st.tuples(st.integers(0, 60), st.integers(0, 60))


@st.composite
def worlds(draw: st.DrawFn, most: int = 6) -> tuple[list[Site], Way, int]:
    """Sites on a plain, minutes in proportion to the way, and a day that is long enough for some of them."""
    points = draw(st.lists(POINT, min_size=1, max_size=most))
    sites = [Site(f"P{number}", draw(st.integers(1, 500)), draw(st.integers(15, 90))) for number in range(len(points))]
    places = {site.key: point for site, point in zip(sites, points, strict=True)}
    start = draw(POINT)

    def way(one: str | None, other: str | None) -> int:
        (x, y), (u, v) = places.get(one or "", start), places.get(other or "", start)
        return abs(x - u) + abs(y - v) + (5 if other else 0)

    return sites, way, draw(st.integers(30, 480))


def length(keys: tuple[str, ...], sites: list[Site], way: Way) -> int:
    minutes = {site.key: site.minutes for site in sites}
    stops = [None, *keys]
    there = sum(way(one, other) + minutes[str(other)] for one, other in zip(stops, stops[1:], strict=False))
    return there + (way(keys[-1], None) if keys else 0)


def every_round(sites: list[Site], way: Way, minutes: int) -> int:
    """The most that any order of any of the sites is worth within the day."""
    value = {site.key: site.value for site in sites}
    best = 0
    for number in range(len(sites) + 1):
        for keys in permutations(value, number):
            if length(keys, sites, way) <= minutes:
                best = max(best, sum(value[key] for key in keys))
    return best


def sound(found: Round, sites: list[Site], way: Way, minutes: int) -> None:
    value = {site.key: site.value for site in sites}
    assert len(set(found.keys)) == len(found.keys)
    assert found.value == sum(value[key] for key in found.keys)
    assert found.minutes == length(found.keys, sites, way) <= minutes or not found.keys


@given(world=worlds())
@settings(max_examples=150, deadline=None)
def test_no_round_is_worth_more_than_the_one_found(world: tuple[list[Site], Way, int]) -> None:
    sites, way, minutes = world
    found = best_round(sites, way=way, minutes=minutes)
    sound(found, sites, way, minutes)
    assert found.value == every_round(sites, way, minutes)
    assert found.proved


@given(world=worlds(), width=st.integers(1, 12))
@settings(max_examples=150, deadline=None)
def test_a_narrow_search_is_as_good_as_it_says(world: tuple[list[Site], Way, int], width: int) -> None:
    sites, way, minutes = world
    found = best_round(sites, way=way, minutes=minutes, width=width)
    sound(found, sites, way, minutes)
    best = every_round(sites, way, minutes)
    assert found.value <= best <= found.bound
    assert found.share * best <= found.value * 100
    assert found.proved == (found.value == found.bound)


@given(world=worlds(most=14), seed=st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_the_order_in_which_sites_come_changes_nothing(world: tuple[list[Site], Way, int], seed: object) -> None:
    sites, way, minutes = world
    shuffled = list(sites)
    seed.shuffle(shuffled)  # type: ignore[attr-defined]
    assert best_round(shuffled, way=way, minutes=minutes) == best_round(sites, way=way, minutes=minutes)


def test_a_day_too_short_for_anything_is_empty() -> None:
    found = best_round([Site("A", 10, 60)], way=lambda _one, _other: 30, minutes=100)
    assert found.keys == ()
    assert found.minutes == 0
    assert best_round([], way=lambda _one, _other: 30, minutes=100).keys == ()


def test_of_equal_rounds_the_quickest_is_taken() -> None:
    ways = {(None, "A"): 10, (None, "B"): 20, ("A", "B"): 10, ("B", "A"): 30, ("A", None): 10, ("B", None): 20}
    found = best_round([Site("B", 5, 30), Site("A", 5, 30)], way=lambda one, other: ways[one, other], minutes=400)
    assert found.keys == ("A", "B")
    assert found.minutes == 10 + 30 + 10 + 30 + 20
