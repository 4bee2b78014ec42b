"""Whether two clues are one matter, and which clues stand together. Pure; the same whatever the order they come in.

The same person, employer and time is one matter, told twice: merged, with every voice kept. The same project in the same
weeks is a group; from ten workers on it is a collective dispute (劳动争议调解仲裁法 7, 办案规则 62).

From MERGED_FROM two clues are merged by themselves, from ASKED_FROM an officer is asked. By itself only a person who is
certain is merged: by identity, by the roster, or by a phone with the same name, written or heard alike. A phone without a
name, a calling (老张), a name one character off, a name without a common phone: somebody is asked.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import combinations

from xinan.casework.matching.alignment import Rarity, align
from xinan.casework.matching.words import plain, tokens, told_tokens
from xinan.kernel.period import Month
from xinan.kernel.text import Text

# Disputes of ten workers or more are collective (劳动争议调解仲裁法 art. 7).
COLLECTIVE_FROM = 10
MERGED_FROM = 85
ASKED_FROM = 45
# Clues of one site no further apart are looked at together: no law, but a setting of this system; the quality of groups is
# measured with it (`make bench`).
SAME_WEEKS = timedelta(days=28)
_SAME_TIME = timedelta(days=92)  # between two tellings, where neither names a month


@dataclass(frozen=True, slots=True)
class KnownClue:
    """A clue as it is compared: keys and months only. Identity, phone and name are keyed digests, of any key alive.

    `names`, `spoken`, `stems` and `surnames` are of the forms of each name (callings.name_forms).
    """

    clue_id: str
    received_on: date
    project_id: str = ""
    employer_id: str = ""
    employer_words: str = ""
    worker_ids: frozenset[str] = frozenset()
    identities: frozenset[str] = field(default_factory=frozenset, repr=False)
    phones: frozenset[str] = field(default_factory=frozenset, repr=False)
    names: frozenset[str] = field(default_factory=frozenset, repr=False)
    spoken: frozenset[str] = field(default_factory=frozenset, repr=False)
    stems: frozenset[str] = field(default_factory=frozenset, repr=False)
    surnames: frozenset[str] = field(default_factory=frozenset, repr=False)
    from_month: Month | None = None
    to_month: Month | None = None
    workers: int = 1


@dataclass(frozen=True, slots=True)
class Likeness:
    """How far two clues are one matter, 0 to 100, and why. The parts are shares of certainty, 0 to 1."""

    score: int
    same_person: float
    same_employer: float
    same_period: float
    why: tuple[Text, ...]

    @property
    def is_one_matter(self) -> bool:
        """Whether the two are merged by themselves."""
        return self.score >= MERGED_FROM

    @property
    def is_asked(self) -> bool:
        """Whether an officer is asked to look at the two."""
        return ASKED_FROM <= self.score < MERGED_FROM


@dataclass(frozen=True, slots=True)
class Group:
    """Clues about one project in the same weeks. `workers` counts a person once, however often they told it."""

    project_id: str
    from_on: date
    to_on: date
    clue_ids: tuple[str, ...]
    workers: int

    @property
    def collective(self) -> bool:
        """Whether ten workers or more stand in it."""
        return self.workers >= COLLECTIVE_FROM


def likeness(one: KnownClue, other: KnownClue) -> Likeness:
    """How far two clues are one matter; the same both ways round."""
    person, why_person = _same_person(one, other)
    employer, why_employer = _same_employer(one, other)
    period, why_period = _same_period(one, other)
    why = tuple(text for text in (why_person, why_employer, why_period) if text is not None)
    return Likeness(round(100 * person * employer * period), person, employer, period, why)


def matters(clues: Iterable[KnownClue]) -> list[tuple[str, ...]]:
    """The clues that are one matter, each set in order; a clue like no other stands alone.

    The likest are joined first, and two sets only where every pair across them is of one person: a phone lent to two
    people does not make one of them.
    """
    given = sorted(clues, key=lambda clue: clue.clue_id)
    alike = sorted(
        (-likeness(one, other).score, one.clue_id, other.clue_id)
        for one, other in _possible_pairs(given)
        if likeness(one, other).is_one_matter
    )
    by_id = {clue.clue_id: clue for clue in given}
    sets: dict[str, tuple[str, ...]] = {clue.clue_id: (clue.clue_id,) for clue in given}
    for _, one_id, other_id in alike:
        left, right = sets[one_id], sets[other_id]
        if left == right:
            continue
        if all(_may_be_one(by_id[a], by_id[b]) for a in left for b in right):
            joined = tuple(sorted((*left, *right)))
            sets |= dict.fromkeys(joined, joined)
    return sorted(set(sets.values()))


def groups(clues: Iterable[KnownClue]) -> list[Group]:
    """The clues of each project that came in the same weeks: no more than 28 days from one to the next. Two at least."""
    placed = sorted((clue for clue in clues if clue.project_id), key=lambda c: (c.project_id, c.received_on, c.clue_id))
    found: list[list[KnownClue]] = []
    for clue in placed:
        last = found[-1][-1] if found else None
        if last and last.project_id == clue.project_id and clue.received_on - last.received_on <= SAME_WEEKS:
            found[-1].append(clue)
        else:
            found.append([clue])
    return [_group(members) for members in found if len(members) > 1 or members[0].workers >= COLLECTIVE_FROM]


def _group(members: Sequence[KnownClue]) -> Group:
    return Group(
        project_id=members[0].project_id,
        from_on=members[0].received_on,
        to_on=members[-1].received_on,
        clue_ids=tuple(sorted(clue.clue_id for clue in members)),
        workers=_people(members),
    )


def _people(members: Sequence[KnownClue]) -> int:
    """Of clues that are one matter the largest number counts; the rest adds up."""
    workers = {clue.clue_id: clue.workers for clue in members}
    return sum(max(workers[clue_id] for clue_id in matter) for matter in matters(members))


def _possible_pairs(given: Sequence[KnownClue]) -> Iterable[tuple[KnownClue, KnownClue]]:
    """Pairs that share a key of a person, or a name on one site or with one firm: no others can."""
    holders: dict[str, list[KnownClue]] = {}
    for clue in given:
        for key in _keys(clue):
            holders.setdefault(key, []).append(clue)
    pairs = {
        (one.clue_id, other.clue_id): (one, other) for same in holders.values() for one, other in combinations(same, 2)
    }
    return pairs.values()


def _keys(clue: KnownClue) -> set[str]:
    return {
        *(f"i{key}" for key in clue.identities),
        *(f"p{key}" for key in clue.phones),
        *(f"w{key}" for key in clue.worker_ids if len(clue.worker_ids) == 1),
        *(
            f"n{key} {place}"
            for key in clue.names | clue.spoken
            for place in (clue.project_id, clue.employer_id)
            if place
        ),
    }


def _may_be_one(one: KnownClue, other: KnownClue) -> bool:
    if one.identities and other.identities and not one.identities & other.identities:
        return False
    called_alike = one.names & other.names or one.spoken & other.spoken or one.identities & other.identities
    if one.names and other.names and not called_alike:
        return False
    return _same_period(one, other)[0] > 0


def _same_person(one: KnownClue, other: KnownClue) -> tuple[float, Text | None]:
    if one.identities & other.identities:
        return 1.0, Text("证件号码相同。", "The same identity number.")
    if one.identities and other.identities:
        return 0.0, Text("证件号码不同，是两个人。", "Different identity numbers: two people.")
    if len(one.worker_ids) == 1 and one.worker_ids == other.worker_ids:
        return 1.0, Text("是名册上的同一名工人。", "The same worker on the roster.")
    if one.phones & other.phones:
        return _by_phone(one, other)
    return _by_name(one, other)


def _by_phone(one: KnownClue, other: KnownClue) -> tuple[float, Text | None]:
    """Phones are lent among mates: the name decides, and where it does not an officer is asked."""
    if one.names & other.names:
        return 0.99, Text("电话和姓名相同。", "The same phone and name.")
    if one.spoken & other.spoken:
        return 0.96, Text("电话相同，姓名同音。", "The same phone; the names sound alike.")
    if one.names and other.names:
        if one.stems & other.stems:
            return 0.7, Text("电话相同，姓名只差一字，请核对。", "The same phone; the names differ by one character.")
        return 0.3, Text(
            "电话相同但姓名不同，可能代他人反映。", "The same phone, another name: perhaps told for somebody else."
        )
    if one.surnames and other.surnames:
        if one.surnames & other.surnames:
            return 0.84, Text("电话相同，称呼的姓相同。", "The same phone; what they are called has the same surname.")
        return 0.3, Text("电话相同，称呼的姓不同。", "The same phone, another surname.")
    return 0.8, Text("电话相同，其中一条没有姓名。", "The same phone; one of them gives no name.")


def _by_name(one: KnownClue, other: KnownClue) -> tuple[float, Text | None]:
    """A name on one site, without a phone in common: a namesake, or a phone taken down wrong. Never more than a question."""
    alike = bool(one.names & other.names) or bool(one.spoken & other.spoken)
    same_site = bool(one.project_id) and one.project_id == other.project_id
    same_firm = bool(one.employer_id) and one.employer_id == other.employer_id
    if not alike or not (same_site or same_firm):
        return 0.0, None
    if one.phones and other.phones:
        return 0.55, Text(
            "同一项目或单位、姓名相同，电话不同：可能重名，也可能电话有误。",
            "The same name on one site or with one firm, other phones: a namesake, or a phone taken down wrong.",
        )
    return 0.6, Text(
        "同一项目或单位、姓名相同，没有相同的电话。",
        "The same name on one site or with one firm, without a phone in common.",
    )


def _same_employer(one: KnownClue, other: KnownClue) -> tuple[float, Text | None]:
    same_site = bool(one.project_id) and one.project_id == other.project_id
    if one.employer_id and other.employer_id:
        if one.employer_id == other.employer_id:
            return 1.0, Text("用人单位相同。", "The same employer.")
        if same_site:
            # Callers name the contractor for the employer, or the other way about.
            return 0.7, Text("项目相同，所说的单位不同。", "The same project, another firm named.")
        return 0.0, Text("用人单位不同。", "Different employers.")
    if one.project_id and other.project_id:
        if same_site:
            return 0.98, Text("项目相同。", "The same project.")
        return 0.0, Text("项目不同。", "Different projects.")
    if one.employer_words and other.employer_words:
        if _words_meet(one.employer_words, other.employer_words):
            return 0.95, Text("所述单位相符。", "The employers told meet.")
        return 0.6, Text("所述单位不相符。", "The employers told do not meet.")
    return 0.87, Text("其中一条未说明单位。", "One of them names no employer.")


def _words_meet(one: str, other: str) -> bool:
    """Whether the shorter telling of a firm lies within the longer, for the greater part."""
    shorter, longer = sorted((told_tokens(one) or tokens(one), told_tokens(other) or tokens(other)), key=len)
    met = align(shorter, longer, rarity=_EVEN)
    return plain(one) == plain(other) or 3 * len(met.told) >= 2 * max(1, len(shorter))


def _same_period(one: KnownClue, other: KnownClue) -> tuple[float, Text | None]:
    first, second = _span(one), _span(other)
    if first is None or second is None:
        near = abs(one.received_on - other.received_on) <= _SAME_TIME
        return (0.97 if near and not _long_ago(one, other) else 0.7), None
    if first[0] <= second[1] and second[0] <= first[1]:
        return 1.0, Text("欠薪月份有重叠。", "The months overlap.")
    return 0.0, Text("欠薪月份不重叠，是另一笔。", "The months do not overlap: another matter.")


def _long_ago(one: KnownClue, other: KnownClue) -> bool:
    """Whether one speaks of months that were long over when the other, which names none, was told."""
    spans = ((_span(one), other), (_span(other), one))
    return any(span is not None and told.received_on - span[1].last > _SAME_TIME for span, told in spans)


def _span(clue: KnownClue) -> tuple[Month, Month] | None:
    first, last = clue.from_month or clue.to_month, clue.to_month or clue.from_month
    return (first, last) if first and last else None


# Two tellings are compared without a registry: each character says as much as another.
_EVEN = Rarity(9, {}, {}, {})
