"""What a clue tells, and what was found for it. Pure."""

from dataclasses import dataclass, field
from datetime import date

from xinan.kernel.period import Month
from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class ToldClue:
    """What a clue says, in the words it came with; everything may be missing but the day it came.

    `lng` and `lat` are degrees (WGS 84). `period_words`: words in which a time may be told (去年下半年), read where no month
    is given. Name, phone and identity number never show in `repr`; numbers are compared by keyed digest only.
    """

    received_on: date
    site_words: str = ""
    employer_words: str = ""
    team_words: str = ""
    region_code: str = ""
    industry: str = ""
    lng: float | None = None
    lat: float | None = None
    phone: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    from_month: Month | None = None
    to_month: Month | None = None
    period_words: str = field(default="", repr=False)
    name: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Match:
    """One thing that the clue may speak of. `score`: of a hundred such matches, how many are right. `why` names nobody."""

    key: str
    name: str
    score: int
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class ProjectMatch(Match):
    """A project that the clue may speak of."""

    region_code: str
    industry: str

    @property
    def project_id(self) -> str:
        """The project's number."""
        return self.key


@dataclass(frozen=True, slots=True)
class Period:
    """The months that the clue speaks of, and how that is known."""

    from_month: Month
    to_month: Month
    why: Text


@dataclass(frozen=True, slots=True)
class Found:
    """What a clue may speak of, the likeliest first; equals stand beside each other and none of them is `sure`.

    `workers`: those on a roster whose phone or identity the clue gives.
    """

    projects: tuple[ProjectMatch, ...] = ()
    employers: tuple[Match, ...] = ()
    teams: tuple[Match, ...] = ()
    period: Period | None = None
    workers: tuple[str, ...] = ()

    @property
    def project(self) -> ProjectMatch | None:
        """The one project to be proposed; none where several might be meant."""
        return self.projects[0] if self.projects and is_proposed(self.projects[0]) else None

    @property
    def employer(self) -> Match | None:
        """The one firm to be proposed."""
        return self.employers[0] if self.employers and is_proposed(self.employers[0]) else None

    @property
    def team(self) -> Match | None:
        """The one team to be proposed."""
        return self.teams[0] if self.teams and is_proposed(self.teams[0]) else None

    @property
    def is_tie(self) -> bool:
        """Whether several projects are as likely, so that somebody has to choose."""
        return len(self.projects) > 1 and self.project is None


SHOWN_FROM = 10  # below this a match is not even shown
PROPOSED_FROM = 65  # from this one alone is proposed: the others together stay under 35


def is_proposed(match: Match) -> bool:
    """Whether it is likely enough to be filled in, for an officer to confirm."""
    return match.score >= PROPOSED_FROM
