"""Clues that are told again, on lent phones, of other months: who is one matter, and what stands together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from itertools import combinations

from tools.bench.tellings.telling import Telling, Truth, tell
from xinan.casework.matching import Found, KnownClue
from xinan.kernel.period import Month
from xinan.simulation.chance import Chance


@dataclass(frozen=True, slots=True)
class LabelledClue:
    """A clue as it would be compared, with its truth: who told it, of which matter (a person's, of some months)."""

    clue: KnownClue
    truth: Truth
    matter: str

    def shares_a_key(self, other: "LabelledClue") -> bool:
        """Whether anything told says that it is one person."""
        return bool(self.clue.identities & other.clue.identities or self.clue.phones & other.clue.phones)


def known_clues(
    people: Sequence[Truth], *, chance: Chance, on: date, find: Callable[[Telling], Found]
) -> list[LabelledClue]:
    """A clue of each, a third told again within three weeks; some callers speak of two matters, some on a mate's phone."""
    found: list[LabelledClue] = []
    for number, person in enumerate(people):
        phone = people[number - 1].phone if number and chance.happens(0.1) else person.phone
        caller = replace(person, phone=phone)
        day = min(on, person.left_on + timedelta(days=chance.whole(0, 40)))
        has_two = (person.left_on - person.entered_on).days > 150 and chance.happens(0.2)
        late = (min(person.left_on, day) - timedelta(days=30), min(person.left_on, day))
        parts = [(f"c{number}", "late", day, late if has_two or chance.happens(0.7) else None)]
        if chance.happens(0.33):
            again = min(on, day + timedelta(days=chance.whole(0, 20)))
            parts.append((f"c{number}b", "late", again, late if has_two or chance.happens(0.7) else None))
        if has_two:
            parts.append((f"c{number}e", "early", day, (person.entered_on, person.entered_on + timedelta(days=30))))
        for clue_id, part, told_on, months in parts:
            said = replace(_said(caller, chance=chance, on=told_on), months=months)
            name = _named(person.name, chance=chance)
            found.append(_clue(clue_id, person, part, said, find(said), name=name))
    return found


def _said(person: Truth, *, chance: Chance, on: date) -> Telling:
    """A telling in which whoever says who he is leaves a phone as well."""
    telling = tell(person, chance=chance, on=on)
    return replace(telling, phone=person.phone if telling.id_number or telling.phone else "")


def _named(name: str, *, chance: Chance) -> str:
    """The name as it is taken down: at times not at all, at times with another character."""
    if chance.happens(0.12):
        return ""
    return f"{name[:-1]}{chance.pick('明军刚强华平')}" if chance.happens(0.05) else name


def _clue(clue_id: str, person: Truth, part: str, telling: Telling, found: Found, *, name: str) -> LabelledClue:
    months = telling.months
    clue = KnownClue(
        clue_id=clue_id,
        received_on=telling.received_on,
        project_id=found.project.key if found.project else "",
        employer_id=found.employer.key if found.employer else "",
        employer_words=telling.employer,
        worker_ids=frozenset(found.workers) if telling.id_number else frozenset(),
        identities=_digest(telling.id_number),
        phones=_digest(telling.phone),
        names=_digest(name),
        from_month=Month.of(months[0]) if months else None,
        to_month=Month.of(months[1]) if months else None,
    )
    return LabelledClue(clue, person, f"{person.worker_id} {part}")


def _digest(value: str) -> frozenset[str]:
    return frozenset({sha256(value.encode()).hexdigest()} if value else ())


def pairs_of(sets: Iterable[Sequence[str]]) -> set[tuple[str, str]]:
    """Every pair that stands in one set."""
    return {(one, other) for members in sets for one, other in combinations(sorted(members), 2)}


def same_matter(told: Sequence[LabelledClue]) -> set[tuple[str, str]]:
    """The pairs that are truly one matter."""
    by_matter: dict[str, list[str]] = {}
    for one in told:
        by_matter.setdefault(one.matter, []).append(one.clue.clue_id)
    return pairs_of(by_matter.values())


def one_project(told: Sequence[LabelledClue], *, within: timedelta | None = None) -> set[tuple[str, str]]:
    """The pairs that truly speak of one project; `within`: received no further apart than that."""
    return {
        (one.clue.clue_id, other.clue.clue_id)
        for one, other in combinations(sorted(told, key=lambda each: each.clue.clue_id), 2)
        if one.truth.project_id == other.truth.project_id
        and (within is None or abs(one.clue.received_on - other.clue.received_on) <= within)
    }
