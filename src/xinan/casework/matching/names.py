"""The names of a registry, ready to be found by free words. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from xinan.casework.matching.alignment import Alignment, Rarity, align
from xinan.casework.matching.words import Token, counted, tokens

_LOOKED_AT = 60  # names that share most with the words; the rest shares next to nothing
_NOT_A_NAME = 3.5  # nats: what an unmatched told token counts for at most, since callers say much beside names


@dataclass(frozen=True, slots=True)
class Hit:
    """How told words meet one name, in nats: what meets, what was told and is not in the name, what the name has beside.

    `named` and `heard`: how rare among the names the rarest three characters are that both have in a row, as written and as
    careless ears know them; 0 where there are none. `opposed`: both give a number for the same thing, and not the same one
    (二期 against 一期). `quoted`: what of the name was met, to be shown.
    """

    key: str
    matched: float
    missed: float
    spare: float
    opposed: bool
    quoted: str
    named: float = 0.0
    heard: float = 0.0


@dataclass(frozen=True, slots=True)
class NamedThing:
    """A thing with a name; the first `place_tokens` of it only say where it lies."""

    key: str
    name: str
    place_tokens: int = 0

    @property
    def tokens(self) -> tuple[Token, ...]:
        """Its name as tokens."""
        return tokens(self.name)


@dataclass(frozen=True)
class NameIndex:
    """Names to be searched, with how rare each character and sound is among them."""

    things: Mapping[str, NamedThing]
    rarity: Rarity
    _by_mark: Mapping[str, tuple[str, ...]] = field(repr=False)
    _threes: Mapping[str, int] = field(repr=False)

    def best(self, told: Sequence[Token]) -> list[Hit]:
        """The names that meet the words, what meets most first; nothing for no words."""
        shared: Counter[str] = Counter()
        for token in told:
            # Whole nats are enough to choose whom to look at.
            worth = 1 + int(self.rarity.of_token(token))
            for mark in _marks(token):
                for key in self._by_mark.get(mark, ()):
                    shared[key] += worth
        # Sounds apart from each other are shared by many; three in a row are a name.
        for three in _written(told) | _heard(told):
            worth = 1 + int(self.rarity.says(self._threes.get(three, 1)))
            for key in self._by_mark.get(three, ()):
                shared[key] += worth
        looked_at = sorted(shared, key=lambda key: (-shared[key], key))[:_LOOKED_AT]
        hits = [self.hit(told, key) for key in looked_at]
        return sorted((hit for hit in hits if hit.matched), key=lambda hit: (-hit.matched, hit.key))

    def hit(self, told: Sequence[Token], key: str) -> Hit:
        """How the words meet one name."""
        thing = self.things[key]
        name = thing.tokens
        met = align(told, name, rarity=self.rarity)
        rest = (token for place, token in enumerate(told) if place not in met.told)
        spare = (token for place, token in enumerate(name) if place >= thing.place_tokens and place not in met.name)
        return Hit(
            key=key,
            matched=met.information,
            missed=sum(min(_NOT_A_NAME, self.rarity.of_token(token)) for token in rest),
            spare=sum(self.rarity.of_letter(token) for token in spare),
            opposed=_opposed(told, name),
            quoted=_quoted(name, met),
            named=self._rarest(_written(told) & _written(name)),
            heard=self._rarest(_heard(told) & _heard(name)),
        )

    def _rarest(self, shared: frozenset[str]) -> float:
        return max((self.rarity.says(self._threes.get(three, 1)) for three in shared), default=0.0)


def name_index(things: Iterable[NamedThing]) -> NameIndex:
    """The index of some names."""
    by_key = {thing.key: thing for thing in things}
    letters: Counter[str] = Counter()
    sounds: Counter[str] = Counter()
    loose: Counter[str] = Counter()
    threes: Counter[str] = Counter()
    by_mark: dict[str, list[str]] = defaultdict(list)
    for key, thing in by_key.items():
        name = thing.tokens
        letters.update({token.letter for token in name})
        sounds.update({sound for token in name for sound in token.sounds})
        loose.update({sound for token in name for sound in token.loose})
        in_a_row = _written(name) | _heard(name)
        threes.update(in_a_row)
        for mark in in_a_row.union(mark for token in name for mark in _marks(token)):
            by_mark[mark].append(key)
    rarity = Rarity(len(by_key), letters, sounds, loose)
    return NameIndex(by_key, rarity, {mark: tuple(keys) for mark, keys in by_mark.items()}, threes)


def _written(row: Sequence[Token]) -> frozenset[str]:
    return _in_threes(tuple(token.letter for token in row))


def _heard(row: Sequence[Token]) -> frozenset[str]:
    return _in_threes(tuple(f"~{min(token.loose)}" if token.loose else "" for token in row))


@lru_cache(maxsize=16_384)
def _in_threes(marks: tuple[str, ...]) -> frozenset[str]:
    """Every three in a row that are known; numbers tell lots apart and are no names."""
    threes = zip(marks, marks[1:], marks[2:], strict=False)
    return frozenset("".join(three) for three in threes if all(three) and not any(one.isdigit() for one in three))


def _marks(token: Token) -> list[str]:
    # A number alone points at nothing.
    if token.is_number:
        return []
    return [f"~{sound}" for sound in token.loose] or [token.letter]


def _opposed(told: Sequence[Token], name: Sequence[Token]) -> bool:
    said = {what: number for what, number, _ in counted(tuple(told))}
    has = {what: number for what, number, _ in counted(tuple(name))}
    return any(number != has[what] for what, number in said.items() if what in has)


def _quoted(name: Sequence[Token], met: Alignment) -> str:
    """The parts of the name that were met: `松柏苑…2期`."""
    parts: list[str] = []
    last = -2
    for place in sorted(met.name):
        if place != last + 1 and parts:
            parts.append("…")
        parts.append(name[place].letter)
        last = place
    return "".join(parts)
