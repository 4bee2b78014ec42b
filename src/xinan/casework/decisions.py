"""What follows from what voices say: how much and how many, what is new. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from xinan.casework.matching.likeness import SAME_WEEKS

CALLS = 3  # on so many days somebody must have tried before nobody needs to be reached


@dataclass(frozen=True, slots=True)
class Said:
    """One voice as far as it counts. `person` and `phone` are digests of who it is; empty where that was not told."""

    person: str
    amount: Decimal | None
    workers: int
    from_month: str = ""
    to_month: str = ""
    phone: str = ""

    def is_same(self, other: "Said") -> bool:
        """Whether one person spoke both times: by identity where both gave one, else by phone."""
        if self.person and other.person:
            return self.person == other.person
        return bool(self.phone) and self.phone == other.phone


@dataclass(frozen=True, slots=True)
class Summed:
    """What a clue's voices come to: `amount` is None where nobody named one."""

    amount: Decimal | None
    workers: int
    from_month: str
    to_month: str


def summed(voices: Sequence[Said]) -> Summed:
    """Amount, people and months of all voices. A person who speaks twice counts once, with what they said last.

    >>> summed([Said("a", Decimal(100), 1), Said("a", Decimal(300), 1), Said("", None, 4)])
    Summed(amount=Decimal('300'), workers=5, from_month='', to_month='')
    """
    last: list[Said] = []
    for voice in voices:
        place = next((place for place, each in enumerate(last) if each.is_same(voice)), None)
        if place is None:
            last.append(voice)
            continue
        before = last[place]
        amount, workers = voice.amount, voice.workers
        if amount is None:
            amount, workers = before.amount, max(voice.workers, before.workers)
        last[place] = replace(
            voice,
            amount=amount,
            workers=workers,
            person=voice.person or before.person,
            phone=voice.phone or before.phone,
        )
    amounts = [voice.amount for voice in last if voice.amount is not None]
    firsts = [voice.from_month or voice.to_month for voice in voices if voice.from_month or voice.to_month]
    lasts = [voice.to_month or voice.from_month for voice in voices if voice.from_month or voice.to_month]
    return Summed(
        sum(amounts, Decimal(0)) if amounts else None,
        max(sum(voice.workers for voice in last), 1),
        min(firsts, default=""),
        max(lasts, default=""),
    )


def is_new(voice: Said, before: Summed) -> bool:
    """Whether it says something that was not settled with the clue: months outside it, or more money.

    Words alone are no new fact: an officer who finds one in them reopens the clue by hand.
    """
    later = bool(before.to_month) and (voice.to_month or voice.from_month) > before.to_month
    earlier = bool(before.from_month) and "" < (voice.from_month or voice.to_month) < before.from_month
    more = voice.amount is not None and before.amount is not None and voice.amount > before.amount
    return later or earlier or more


def in_group(first: date, last: date, *, day: date) -> bool:
    """Whether a clue of that day belongs to a group that lasts from `first` to `last`."""
    return first - SAME_WEEKS <= day <= last + SAME_WEEKS


def tried_enough(days: Iterable[date]) -> bool:
    """Whether nobody was reached on three different days."""
    return len(set(days)) >= CALLS
