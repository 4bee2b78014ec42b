"""How the generated worlds are drawn: strategies under the names of hypothesis, over a plain source of chance.

Hypothesis writes down every choice, so that it can cut an example down, and takes up earlier examples, changed a
little, for every second one. Worlds are cut down row by row (`agreement`) and shall know nothing of each other: for
them the chance alone is enough, at a twentieth of the time. Ends of a span come oftener than what is between.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

T = TypeVar("T")
U = TypeVar("U")
P = ParamSpec("P")

# How often an end of a span is drawn, where anything of the span would do.
_AT_AN_END = 0.1
# How often a row whose key has come before is drawn again.
_TRIES = 3


class SearchStrategy(Generic[T]):
    """What can be drawn: `make` gives the next value."""

    def __init__(self, make: Callable[[Random], T]) -> None:
        self.make = make

    def branches(self) -> tuple["SearchStrategy[Any]", ...]:
        """The alternatives this one stands for, drawn equally often."""
        return (self,)

    def __or__(self, other: "SearchStrategy[U]") -> "SearchStrategy[T | U]":
        return _OneOf((*self.branches(), *other.branches()))

    def map(self, change: Callable[[T], U]) -> "SearchStrategy[U]":
        """What is drawn, changed."""
        make = self.make
        return SearchStrategy(lambda chance: change(make(chance)))

    def flatmap(self, chosen: Callable[[T], "SearchStrategy[U]"]) -> "SearchStrategy[U]":
        """What is drawn decides from what is drawn."""
        make = self.make
        return SearchStrategy(lambda chance: chosen(make(chance)).make(chance))


class _OneOf(SearchStrategy[Any]):
    def __init__(self, branches: tuple[SearchStrategy[Any], ...]) -> None:
        self._branches = branches
        makes = [branch.make for branch in branches]
        super().__init__(lambda chance: makes[int(chance.random() * len(makes))](chance))

    def branches(self) -> tuple[SearchStrategy[Any], ...]:
        return self._branches


DrawFn = Callable[[SearchStrategy[Any]], Any]


def just(value: T) -> SearchStrategy[T]:
    """Always the value."""
    return SearchStrategy(lambda _: value)


def none() -> SearchStrategy[None]:
    """Null."""
    return just(None)


def sampled_from(values: Sequence[T]) -> SearchStrategy[T]:
    """One of the values."""
    some, size = tuple(values), len(values)
    return SearchStrategy(lambda chance: some[int(chance.random() * size)])


def booleans() -> SearchStrategy[bool]:
    """Either."""
    return sampled_from((False, True))


def integers(least: int, most: int) -> SearchStrategy[int]:
    """A number of a span, both ends included."""
    return SearchStrategy(lambda chance: _of_span(chance, least, most))


def dates(first: date, last: date) -> SearchStrategy[date]:
    """A day of a span, both ends included."""
    length = (last - first).days
    return SearchStrategy(lambda chance: first + timedelta(days=_of_span(chance, 0, length)))


def _of_span(chance: Random, least: int, most: int) -> int:
    where = chance.random()
    if where < _AT_AN_END:
        return least if where < _AT_AN_END / 2 else most
    return least + int(chance.random() * (most - least + 1))


def fixed_dictionaries(columns: Mapping[str, SearchStrategy[Any]]) -> SearchStrategy[dict[str, Any]]:
    """A value for each name."""
    each = [(name, column.make) for name, column in columns.items()]
    return SearchStrategy(lambda chance: {name: make(chance) for name, make in each})


def tuples(*parts: SearchStrategy[Any]) -> SearchStrategy[tuple[Any, ...]]:
    """A value for each place."""
    return SearchStrategy(lambda chance: tuple(part.make(chance) for part in parts))


def builds(build: Callable[..., T], *parts: SearchStrategy[Any]) -> SearchStrategy[T]:
    """What a function makes of the values drawn."""
    return tuples(*parts).map(lambda given: build(*given))


def lists(
    values: SearchStrategy[T],
    *,
    max_size: int,
    min_size: int = 0,
    unique_by: Callable[[T], Hashable] | None = None,
) -> SearchStrategy[list[T]]:
    """So many values; with `unique_by` none has the key of another, and where there are no more keys there are fewer."""

    def make(chance: Random) -> list[T]:
        size = _size(chance, min_size, max_size)
        if unique_by is None:
            return [values.make(chance) for _ in range(size)]
        by_key: dict[Hashable, T] = {}
        for value in _many(values, chance, size * _TRIES):
            if len(by_key) == size:
                break
            by_key.setdefault(unique_by(value), value)
        return list(by_key.values())

    return SearchStrategy(make)


def _many(values: SearchStrategy[T], chance: Random, most: int) -> Iterable[T]:
    return (values.make(chance) for _ in range(most))


def _size(chance: Random, least: int, most: int) -> int:
    """Few more than the least, rather than many."""
    usual = min(max(2 * least, least + 5), (least + most) / 2)
    stop = 1 / (1 + usual - least)
    size = least
    while size < most and chance.random() >= stop:
        size += 1
    return size


def composite(
    make: Callable[Concatenate[DrawFn, P], T],
) -> Callable[P, SearchStrategy[T]]:
    """A function that draws what it needs, made into a strategy."""

    def strategy(*args: P.args, **kwargs: P.kwargs) -> SearchStrategy[T]:
        return SearchStrategy(lambda chance: make(lambda drawn: drawn.make(chance), *args, **kwargs))

    return strategy


def draw_worlds(worlds: SearchStrategy[T], *, seed: str, count: int) -> list[T]:
    """So many worlds, the same ones for the same seed."""
    chance = Random(seed)  # noqa: S311
    return [worlds.make(chance) for _ in range(count)]
