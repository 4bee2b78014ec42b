"""Whose eyes a page is seen with: the place, trade or firm of a post, in words."""

from collections.abc import Iterable
from dataclasses import dataclass

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import region
from xinan.kernel.text import Text
from xinan.web.components.looks import INDUSTRY_WORDS


@dataclass(frozen=True, slots=True)
class ScopeWords:
    """`place` reads from the province down; `role` is the post, with trades or firm where it has them."""

    place: Text
    role: Text


def place_words(code: str, *, skip: int = 0) -> Text:
    """The path of a place from the province down: 吉林省 · 长春市 · 朝阳区; `skip` leaves out its first steps."""
    separator = " · "
    names = [place.text for place in _upwards(code)][skip:]
    if not names:
        return Text("全省", "Whole province")
    return Text(separator.join(name.zh for name in names), separator.join(name.en for name in names))


def place_name(code: str) -> Text:
    """The name of one place; its code where the table does not know it."""
    try:
        return region(code).text
    except InvalidValue:
        return Text(code, code)


def place_short(code: str) -> Text:
    """The name as a table or a map has room for it: Changchun, Yanbian."""
    name = place_name(code)
    return Text(name.zh, name.en.removesuffix(" Korean Autonomous Prefecture").rsplit(" ", 1)[0])


def industries_words(industries: Iterable[str]) -> Text:
    """Trades in a row."""
    words = [INDUSTRY_WORDS.get(industry, Text(industry, industry)) for industry in industries]
    return Text("、".join(word.zh for word in words), ", ".join(word.en for word in words))


def _upwards(code: str) -> list["_Named"]:
    found: list[_Named] = []
    while code:
        try:
            place = region(code)
        except InvalidValue:
            break
        found.insert(0, _Named(place.text))
        code = place.parent_code or ""
    return found


@dataclass(frozen=True, slots=True)
class _Named:
    text: Text
