"""Places, industries and links that nobody holds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from xinan.people.duties.roster import Answer, Question, Roster
from xinan.people.enums import Role
from xinan.rules.model import Link


@dataclass(frozen=True, slots=True)
class Gap:
    """What nobody holds in a place: every link of `links` in every industry of `industries`, and where it goes instead.

    `whole` says that no link at all is held there.
    """

    region_code: str
    role: Role
    industries: tuple[str, ...]
    links: tuple[Link, ...]
    whole: bool
    goes_to: Answer


def gaps(roster: Roster, worked: Iterable[tuple[str, str]], *, role: Role) -> list[Gap]:
    """The gaps among these (place, industry) pairs: what no duty of the role covers on the roster's day.

    Industries of a place with the same gaps are told together; in order of places, the widest gap first.
    """
    found: dict[tuple[str, tuple[Link, ...]], list[tuple[str, Answer]]] = defaultdict(list)
    for place, industry in sorted(set(worked)):
        answers = {link: roster.answer(Question(place, industry, link.value, role)) for link in Link}
        missing = tuple(link for link, answer in answers.items() if not answer.held or answer.role is not role)
        if missing:
            found[place, missing].append((industry, answers[missing[0]]))
    made = [
        Gap(place, role, tuple(industry for industry, _ in which), links, len(links) == len(Link), which[0][1])
        for (place, links), which in found.items()
    ]
    return sorted(made, key=lambda gap: (gap.region_code, -len(gap.links), gap.industries))
