"""Filters over standings, and the number that each choice would leave. Pure."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from xinan.kernel.text import Text
from xinan.rules.model import Level, Link
from xinan.web.components.looks import INDUSTRY_WORDS
from xinan.web.components.views import Choice, Facet
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.standing import Standing
from xinan.web.shell.scope_words import place_name

Test = Callable[[Standing], bool]
CONTRACTORS_SHOWN: Final = 8


def tests_of(filters: Filters) -> dict[str, Test]:
    """What each filter in use asks of a project."""
    places, links, levels = frozenset(filters.places), frozenset(filters.links), frozenset(filters.levels)
    industries, contractors, todo = (
        frozenset(filters.industries),
        frozenset(filters.contractors),
        frozenset(filters.todo),
    )
    tests: dict[str, tuple[bool, Test]] = {
        "place": (bool(places), lambda s: s.region_code in places or s.prefecture in places),
        "link": (bool(links), lambda s: not links.isdisjoint(s.links)),
        "level": (bool(levels), lambda s: s.level in levels),
        "industry": (bool(industries), lambda s: s.industry in industries),
        "contractor": (bool(contractors), lambda s: s.contractor_id in contractors),
        "text": (bool(filters.text), lambda s: s.found),
        "todo": (bool(filters.todo), lambda s: not todo.isdisjoint(s.tasks.kinds)),
        # What waits to be done is listed even where the warning itself is withheld.
        "warned": (not filters.everything and not filters.todo, lambda s: bool(s.counts)),
    }
    return {name: test for name, (used, test) in tests.items() if used}


def chosen_by(filters: Filters, standings: Iterable[Standing], *, without: str = "") -> list[Standing]:
    """The projects that every filter lets through; `without` leaves one filter out."""
    tests = [test for name, test in tests_of(filters).items() if name != without]
    return [standing for standing in standings if all(test(standing) for test in tests)]


def facets(filters: Filters, standings: Sequence[Standing]) -> tuple[Facet, ...]:
    """Each filter with its choices. A count says how many projects the list would hold with that choice alone in its
    filter and all other filters as they are: for what is chosen alone, it is the length of the list.
    """
    return (
        _places(filters, chosen_by(filters, standings, without="place")),
        _links(filters, chosen_by(filters, standings, without="link")),
        _levels(filters, chosen_by(filters, standings, without="level")),
        _industries(filters, chosen_by(filters, standings, without="industry")),
        _contractors(filters, chosen_by(filters, standings, without="contractor")),
    )


def _places(filters: Filters, left: list[Standing]) -> Facet:
    counties = Counter(standing.region_code for standing in left)
    prefectures = Counter(standing.prefecture for standing in left)
    known = set(prefectures) | {code for code in filters.places if code.endswith("00")}
    choices = []
    for code in sorted(known):
        inside = sorted({c for c in counties if c[:4] == code[:4] and c != code} | _chosen_counties(filters, code))
        children = tuple(Choice(c, place_name(c), counties[c], c in filters.places) for c in inside)
        choices.append(_prefecture(code, prefectures[code], children, filters, opened=len(known) == 1))
    return Facet("place", Text("地区", "Place"), tuple(choices))


def _prefecture(code: str, count: int, children: tuple[Choice, ...], filters: Filters, *, opened: bool) -> Choice:
    return Choice(code, place_name(code), count, code in filters.places, children=children, open_anyway=opened)


def _chosen_counties(filters: Filters, prefecture: str) -> set[str]:
    return {code for code in filters.places if code[:4] == prefecture[:4] and code != prefecture}


def _links(filters: Filters, left: list[Standing]) -> Facet:
    counts = Counter(link for standing in left for link in standing.links)
    shown = [link for link in Link if counts[link] or link in filters.links]
    choices = tuple(Choice(link.value, link.title, counts[link], link in filters.links) for link in shown)
    return Facet("link", Text("环节", "Link"), choices)


def _levels(filters: Filters, left: list[Standing]) -> Facet:
    counts = Counter(standing.level for standing in left)
    choices = tuple(
        Choice(level.value, level.title, counts[level], level in filters.levels, level=level)
        for level in reversed(Level)
        if counts[level] or level in filters.levels
    )
    return Facet("level", Text("最重等级", "Worst level"), choices)


def _industries(filters: Filters, left: list[Standing]) -> Facet:
    counts = Counter(standing.industry for standing in left)
    choices = tuple(
        Choice(industry, words, counts[industry], industry in filters.industries)
        for industry, words in INDUSTRY_WORDS.items()
        if counts[industry] or industry in filters.industries
    )
    return Facet("industry", Text("行业", "Industry"), choices)


def _contractors(filters: Filters, left: list[Standing]) -> Facet:
    names = {standing.contractor_id: standing.contractor for standing in left}
    counts = Counter(standing.contractor_id for standing in left)
    most = [code for code, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))][:CONTRACTORS_SHOWN]
    shown = [*most, *(code for code in filters.contractors if code not in most)]
    choices = tuple(
        Choice(code, Text(names.get(code, code), names.get(code, code)), counts[code], code in filters.contractors)
        for code in shown
    )
    return Facet("contractor", Text("总包单位", "Contractor"), choices)
