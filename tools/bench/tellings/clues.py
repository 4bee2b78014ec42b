"""Clues that are told again, on lent phones, of other months: who is one matter, and what stands together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations

from tools.bench.tellings import manners
from tools.bench.tellings.telling import MATE as MATES_PHONE
from tools.bench.tellings.telling import WRONG_PHONE, Telling, Truth, tell
from xinan.casework.matching import Found, KnownClue, likeness, name_forms, told_period
from xinan.kernel.period import Month
from xinan.simulation import identities
from xinan.simulation.chance import Chance

# What makes a second telling hard to know again, or another matter hard to tell apart.
AGAIN, CHANNEL, CALLED, WRITTEN, OTHER_PHONE, WORDS = (
    "told again",
    "another channel, weeks later",
    "called by surname",
    "name written otherwise",
    "phone taken down wrong",
    "months in words",
)
TWO_EMPLOYERS, NAMESAKE, MATE, EARLIER = "two employers", "a namesake", "a mate's phone", "an earlier matter"
KINDS = (AGAIN, CHANNEL, CALLED, WRITTEN, OTHER_PHONE, WORDS)
OTHERS = (TWO_EMPLOYERS, NAMESAKE, MATE, EARLIER)
_WEIGHTS = (0.16, 0.12, 0.04, 0.04, 0.03, 0.05, 0.04, 0.04, 0.06, 0.06, 0.36)


Pair = tuple[str, str]
_HALF_WIDTH = {wide: code for code, wide in manners.FULL_WIDTH.items()}


@dataclass(frozen=True, slots=True)
class LabelledClue:
    """A clue as it would be compared, with its truth: who told it, of which matter (a person's, of some months), and what
    makes it hard (`kind`, empty for a first telling)."""

    clue: KnownClue
    truth: Truth
    matter: str
    kind: str = ""

    def shares_a_key(self, other: "LabelledClue") -> bool:
        """Whether a number told says that it is one person."""
        return bool(self.clue.identities & other.clue.identities or self.clue.phones & other.clue.phones)

    def is_certain(self, other: "LabelledClue") -> bool:
        """Whether it is certain from what was told: one identity number, or one phone and one name, written or heard."""
        called = self.clue.names & other.clue.names or self.clue.spoken & other.clue.spoken
        return bool(self.clue.identities & other.clue.identities or (self.clue.phones & other.clue.phones and called))

    def shares_a_name(self, other: "LabelledClue") -> bool:
        """Whether both gave the name."""
        return bool(self.clue.names & other.clue.names)


@dataclass(frozen=True, slots=True)
class _Given:
    """Everything one clue is made from."""

    key: str
    person: Truth
    on: date
    part: str = "late"
    months: tuple[date, date] | None = None
    name: str | None = None  # as it is taken down; by chance where None
    phone: str = ""
    kind: str = ""


def known_clues(
    people: Sequence[Truth], *, chance: Chance, on: date, find: Callable[[Telling], Found]
) -> list[LabelledClue]:
    """A clue of each; of many a second one, which is the same matter told otherwise, or another that looks like it."""
    last_on: dict[str, Truth] = {}
    found: list[LabelledClue] = []
    for number, person in enumerate(people):
        mate = last_on.get(person.project_id)
        day = min(on, person.left_on + timedelta(days=chance.whole(0, 40)))
        late = (min(person.left_on, day) - timedelta(days=30), min(person.left_on, day))
        first = _Given(f"c{number}", person, day, months=late if chance.happens(0.7) else None)
        second = _second(first, late, mate, people[number - 1], chance=chance, until=on)
        for given in (first, second):
            if given is not None:
                found.append(_told(given, chance=chance, find=find))
        last_on[person.project_id] = person
    return found


def _second(
    first: _Given, late: tuple[date, date], mate: Truth | None, other: Truth, *, chance: Chance, until: date
) -> _Given | None:
    """The second clue of a person, or one that is like the first and is not."""
    kind = chance.weighted((*KINDS, *OTHERS, ""), _WEIGHTS)
    person = first.person
    soon = min(until, first.on + timedelta(days=chance.whole(0, 20)))
    later = min(until, first.on + timedelta(days=chance.whole(7, 60)))
    again = replace(first, key=f"{first.key}b", on=soon, kind=kind, months=late if chance.happens(0.7) else None)
    if kind == CHANNEL:
        return replace(again, on=later, months=(late[0] - timedelta(days=chance.whole(0, 40)), late[1]))
    if kind == CALLED:
        return replace(again, name=manners.called(person.name, chance), phone=person.phone)
    if kind == WRITTEN:
        return replace(again, name=manners.name_alike(person.name), phone=person.phone)
    if kind == OTHER_PHONE:
        return replace(again, phone=manners.wrong_digit(person.phone, chance), name=person.name)
    if kind == WORDS:
        return replace(again, on=later, months=late)
    if kind in OTHERS:
        return _other_matter(again, mate, other, chance=chance)
    return again if kind else None


def _other_matter(again: _Given, mate: Truth | None, other: Truth, *, chance: Chance) -> _Given | None:
    person = again.person
    if again.kind == EARLIER:
        has_two = (person.left_on - person.entered_on).days > 150
        months = (person.entered_on, person.entered_on + timedelta(days=30))
        return replace(again, part="early", months=months, name=person.name) if has_two else None
    if again.kind == TWO_EMPLOYERS and other.employer_id != person.employer_id:
        there = replace(
            other,
            **{name: getattr(person, name) for name in ("worker_id", "name", "phone", "id_number")},
        )
        return replace(again, person=there, part=f"at {other.employer_id}")
    if mate is None or mate.worker_id == person.worker_id:
        return None
    if again.kind == NAMESAKE:
        # Of the mate's crew, and of nobody's roster.
        key = f"namesake of {person.worker_id}"
        own = {"phone": identities.phone(key).number, "id_number": "", "worker_id": key}
        return replace(again, person=replace(mate, name=person.name, **own))
    # The mate calls on this person's phone; at times without saying who calls.
    return replace(again, person=mate, phone=person.phone, name=mate.name if chance.happens(0.7) else None)


def _told(given: _Given, *, chance: Chance, find: Callable[[Telling], Found]) -> LabelledClue:
    """A telling in which whoever says who he is leaves a phone as well."""
    caller = given.person
    telling = tell(caller, chance=chance, on=given.on)
    gave = bool(telling.id_number or telling.phone)
    own = telling.phone if telling.phone and not telling.kinds & {MATES_PHONE, WRONG_PHONE} else caller.phone
    identity = "" if given.kind in (MATE, NAMESAKE) else telling.id_number
    said = replace(
        telling, phone=given.phone or (own if gave else ""), id_number=identity, months=given.months, period_words="",
    )  # fmt: skip
    if given.kind == WORDS and given.months:
        words = manners.months_in_words(*given.months, on=given.on, chance=chance)
        said = replace(said, months=None if words else given.months, period_words=words)
    name = _named(caller.name, chance=chance) if given.name is None else given.name
    return _clue(given, said, find(said), name=name)


def _named(name: str, *, chance: Chance) -> str:
    """The name as it is taken down: at times not at all, at times with another character."""
    if chance.happens(0.12):
        return ""
    return f"{name[:-1]}{chance.pick('明军刚强华平')}" if chance.happens(0.05) else name


def _clue(given: _Given, telling: Telling, found: Found, *, name: str) -> LabelledClue:
    forms = name_forms(name)
    months = _months(telling)
    clue = KnownClue(
        clue_id=given.key,
        received_on=telling.received_on,
        project_id=found.project.key if found.project else "",
        employer_id=found.employer.key if found.employer else "",
        employer_words=telling.employer,
        worker_ids=frozenset(found.workers) if telling.id_number else frozenset(),
        identities=_digest(telling.id_number),
        phones=_digest(telling.phone),
        names=_digest(forms.full),
        spoken=_digest(forms.spoken),
        stems=frozenset[str]().union(*(_digest(stem) for stem in forms.stems)),
        surnames=_digest(forms.surname),
        from_month=months[0],
        to_month=months[1],
    )
    return LabelledClue(clue, given.person, f"{given.person.worker_id} {given.part}", given.kind)


def _months(telling: Telling) -> tuple[Month | None, Month | None]:
    """As an officer takes them down: the months told, or what the product reads from the words."""
    if telling.months:
        return Month.of(telling.months[0]), Month.of(telling.months[1])
    read = told_period(telling.period_words, on=telling.received_on)
    return (read.first, read.last) if read else (None, None)


def _digest(value: str) -> frozenset[str]:
    # Numbers are read as the product reads them, whatever their width.
    same = value.translate(_HALF_WIDTH)
    return frozenset({sha256(same.encode()).hexdigest()} if value else ())


def asked_pairs(told: Sequence[LabelledClue]) -> set[Pair]:
    """The pairs of which an officer is asked."""
    return {
        (one.clue.clue_id, other.clue.clue_id)
        for one, other in combinations(sorted(told, key=lambda each: each.clue.clue_id), 2)
        if likeness(one.clue, other.clue).is_asked
    }


def second_pairs(told: Sequence[LabelledClue], *, kind: str) -> set[Pair]:
    """Each clue of that kind with the first of the same caller, or, of a mate or a namesake, of whom it is taken for."""
    there = {one.clue.clue_id for one in told}
    return {
        (one.clue.clue_id[:-1], one.clue.clue_id) for one in told if one.kind == kind and one.clue.clue_id[:-1] in there
    }


def pairs_of(sets: Iterable[Sequence[str]]) -> set[Pair]:
    """Every pair that stands in one set."""
    return {(one, other) for members in sets for one, other in combinations(sorted(members), 2)}


def same_matter(told: Sequence[LabelledClue]) -> set[Pair]:
    """The pairs that are truly one matter."""
    by_matter: dict[str, list[str]] = {}
    for one in told:
        by_matter.setdefault(one.matter, []).append(one.clue.clue_id)
    return pairs_of(by_matter.values())


def one_project(told: Sequence[LabelledClue], *, within: timedelta | None = None) -> set[Pair]:
    """The pairs that truly speak of one project; `within`: received no further apart than that."""
    return {
        (one.clue.clue_id, other.clue.clue_id)
        for one, other in combinations(sorted(told, key=lambda each: each.clue.clue_id), 2)
        if one.truth.project_id == other.truth.project_id
        and (within is None or abs(one.clue.received_on - other.clue.received_on) <= within)
    }
