"""What nobody holds, as the page shows it."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.urls import reverse

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import prefecture_of
from xinan.kernel.text import Text
from xinan.people.duties.enums import Found
from xinan.people.duties.gaps import Gap, gaps
from xinan.people.duties.roster import Roster
from xinan.people.enums import Role
from xinan.people.models import Organisation
from xinan.registry.models import Project
from xinan.rules.model import CHAIN, Link
from xinan.web.duties.words import in_a_row, industry_words
from xinan.web.shell.scope_words import place_name, place_words

SHOWN = 12
_ALL = Text("全部环节", "all links")
_CHAIN = Text("七个环节", "the seven links")


@dataclass(frozen=True, slots=True)
class GapLine:
    """A place and its industries, the links nobody holds, where the work goes meanwhile, and where to give it out."""

    place: Text
    industries: Text
    links: Text
    goes_to: Text
    lost: bool  # it waits in a queue or went up; else the head takes it
    url: str


@dataclass(frozen=True, slots=True)
class GapsView:
    """The gaps of one role: the first, the rest folded, and how many pairs of place and industry there are in all."""

    first: tuple[GapLine, ...]
    rest: tuple[GapLine, ...]
    covered: int
    asked: int

    @property
    def total(self) -> int:
        """How many lines there are."""
        return len(self.first) + len(self.rest)


def worked_ground(projects: QuerySet[Project], *, today: date) -> set[tuple[str, str]]:
    """The (place, industry) pairs in which projects are in progress."""
    running = projects.filter(Q(completed_on=None) | Q(completed_on__gt=today))
    return set(running.order_by().values_list("region_code", "industry").distinct())


def gaps_view(roster: Roster, worked: set[tuple[str, str]], *, role: Role, offices: list[Organisation]) -> GapsView:
    """The gaps of a role, those that nobody takes at all first."""
    found = gaps(roster, worked, role=role)
    groups = _by_prefecture(found) if role is Role.INDUSTRY_DEPARTMENT else [[gap] for gap in found]
    lines = sorted((_line(group, offices=offices) for group in groups), key=lambda line: not line.lost)
    open_pairs = {(gap.region_code, industry) for gap in found for industry in gap.industries}
    return GapsView(tuple(lines[:SHOWN]), tuple(lines[SHOWN:]), len(worked) - len(open_pairs), len(worked))


def _by_prefecture(found: list[Gap]) -> list[list[Gap]]:
    """Departments are a prefecture's: what is lacking in several of its counties is one line."""
    groups: dict[tuple[str, tuple[Link, ...], int, int], list[Gap]] = defaultdict(list)
    for gap in found:
        answer = gap.goes_to
        to = (answer.user.pk if answer.user else 0, answer.office.pk)
        groups[_prefecture(gap.region_code), gap.links, *to].append(gap)
    return list(groups.values())


def _prefecture(code: str) -> str:
    try:
        return prefecture_of(code) or code
    except InvalidValue:
        return code


def _line(group: list[Gap], *, offices: list[Organisation]) -> GapLine:
    gap, several = group[0], len({gap.region_code for gap in group}) > 1
    went_up = gap.goes_to.role is not gap.role
    place = _prefecture(gap.region_code) if several else gap.region_code
    industries = sorted({industry for each in group for industry in each.industries})
    return GapLine(
        place=place_words(place, skip=1),
        industries=in_a_row(industry_words(code) for code in industries),
        links=_links(gap),
        goes_to=_goes_to(gap, went_up=went_up),
        lost=went_up or gap.goes_to.found is Found.QUEUE,
        url=_url(gap, place=place, industries=industries, offices=offices),
    )


def _links(gap: Gap) -> Text:
    if gap.whole:
        return _ALL
    if set(gap.links) == set(CHAIN):
        return _CHAIN
    if len(gap.links) > len(Link) // 2:
        held = in_a_row(link.title for link in Link if link not in gap.links)
        return Text(f"除{held.zh}外的环节", f"all links but {held.en}")
    return in_a_row(link.title for link in gap.links)


def _goes_to(gap: Gap, *, went_up: bool) -> Text:
    answer = gap.goes_to
    if answer.user is None:
        return Text(f"在{answer.office.name}待分派", f"Waits unassigned at {answer.office.name}")
    name = answer.user.display_name
    if went_up:
        above = place_name(answer.place)
        return Text(f"上交{above.zh}，由{name}承接", f"Goes up to {above.en}: {name} takes it")
    return Text(f"由{answer.office.name}负责人{name}承接", f"{name}, head of {answer.office.name}, takes it")


def _url(gap: Gap, *, place: str, industries: list[str], offices: list[Organisation]) -> str:
    """The page of the office that should hold it, with the duty half filled in; nothing where there is no such office."""
    there = next((office for office in offices if office.region_code == place), None)
    if there is None or gap.role is Role.INDUSTRY_DEPARTMENT:
        return ""  # which department should take an industry on is not ours to guess
    wanted = {
        "office": there.pk,
        "region_code": place,
        "industry": industries[0] if len(industries) == 1 else "",
        "link": gap.links[0].value if len(gap.links) == 1 else "",
        "role": gap.role.value,
    }
    return f"{reverse('duties')}?{urlencode(wanted)}#assign"
