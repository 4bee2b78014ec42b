"""How far told words and a registered name are the same words: which tokens meet, and how much that says. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import log

from xinan.casework.matching.words import Token

# A character that meets alone, with no neighbour meeting beside it, is mostly chance.
_ALONE = 0.3
_PROVINCE = 1_500  # names: the scale on which evidence is weighed (weights.yaml)
_REMEMBERED = 300_000  # pairs, some 40 MB
_ROUNDS = 2  # people turn the parts of a name round


@dataclass(frozen=True, slots=True)
class Rarity:
    """How much it says that two tokens meet: the rarer among the names, the more. In nats, as log-odds add up."""

    names: int
    letters: Mapping[str, int]
    sounds: Mapping[str, int]
    loose: Mapping[str, int]
    _known: dict[tuple[str, str], float] = field(default_factory=dict, repr=False, compare=False)

    def of_letter(self, token: Token) -> float:
        """What the same character says; what no name has is as rare as can be."""
        return self.says(self.letters.get(token.letter, 1))

    def of_token(self, token: Token) -> float:
        """What a token of the told words would say if it met its like."""
        return self.of_letter(token) if token.letter else self._of_sounds(token.sounds)

    def meeting(self, one: Token, other: Token) -> float:
        """What it says that these two stand for each other; 0 where they do not."""
        pair = (one.key, other.key)
        found = self._known.get(pair)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[pair] = self._meeting(one, other)
        return found

    def _meeting(self, one: Token, other: Token) -> float:
        if one.letter and one.letter == other.letter:
            return self.of_letter(one)
        if one.is_number or other.is_number:
            return 0.0
        same = one.sounds & other.sounds
        if same:
            return self._of_sounds(same)
        alike = one.loose & other.loose
        return 0.8 * max((self.says(self.loose.get(sound, 1)) for sound in alike), default=0.0)

    def _of_sounds(self, sounds: frozenset[str]) -> float:
        return max((self.says(self.sounds.get(sound, 1)) for sound in sounds), default=0.0)

    def says(self, names_with_it: int) -> float:
        """What it says to be in so many names.

        As in a province: where few are registered, what one of them alone has says no less than it would there.
        """
        says = log((self.names + 1) / names_with_it)
        return says if self.names >= _PROVINCE else says * log(_PROVINCE + 1) / log(max(self.names, 1) + 1)


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs of places (told, name) that meet, with what each says; and what it says in all."""

    pairs: tuple[tuple[int, int, float], ...]

    @property
    def information(self) -> float:
        """What the meeting says; a character that meets alone counts for little."""
        return sum(says * (1.0 if self._has_neighbour(pair) else _ALONE) for *pair, says in self.pairs)

    @property
    def told(self) -> frozenset[int]:
        """The places of the told words that meet."""
        return frozenset(place for place, _, _ in self.pairs)

    @property
    def name(self) -> frozenset[int]:
        """The places of the name that meet."""
        return frozenset(place for _, place, _ in self.pairs)

    def _has_neighbour(self, pair: Sequence[int | float]) -> bool:
        told, name = pair
        return any(
            (other_told, other_name) != (told, name) and 0 < (other_told - told) * (other_name - name) <= 2
            for other_told, other_name, _ in self.pairs
        )


def align(told: Sequence[Token], name: Sequence[Token], *, rarity: Rarity) -> Alignment:
    """The meeting of two rows of tokens that says the most; parts may stand in another order."""
    pairs: list[tuple[int, int, float]] = []
    free_told, free_name = list(range(len(told))), list(range(len(name)))
    for _ in range(_ROUNDS):
        says = [[rarity.meeting(told[i], name[j]) for j in free_name] for i in free_told]
        found = _in_order(says)
        if not found:
            break
        pairs += [(free_told[i], free_name[j], says[i][j]) for i, j in found]
        used_told, used_name = {i for i, _ in found}, {j for _, j in found}
        free_told = [place for i, place in enumerate(free_told) if i not in used_told]
        free_name = [place for j, place in enumerate(free_name) if j not in used_name]
    return Alignment(tuple(sorted(pairs)))


def _in_order(says: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    """The heaviest pairs that keep the order of both rows, neighbours preferred."""
    if not says or not says[0]:
        return []
    rows, columns = len(says), len(says[0])
    best = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    run = [[0.0] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows):
        for j in range(columns):
            weight = says[i][j]
            # What follows on a meeting pair is worth half as much again: a run is a name, scattered letters are not.
            joined = best[i][j] + weight + min(run[i][j], weight) / 2 if weight else 0.0
            best[i + 1][j + 1] = max(joined, best[i][j + 1], best[i + 1][j])
            run[i + 1][j + 1] = weight if weight and joined >= best[i + 1][j + 1] else 0.0
    return _followed_back(says, best)


def _followed_back(says: Sequence[Sequence[float]], best: Sequence[Sequence[float]]) -> list[tuple[int, int]]:
    found = []
    i, j = len(says), len(says[0])
    while i and j:
        if best[i][j] == best[i - 1][j]:
            i -= 1
        elif best[i][j] == best[i][j - 1]:
            j -= 1
        else:
            i, j = i - 1, j - 1
            found.append((i, j))
    return found
