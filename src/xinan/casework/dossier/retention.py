"""Until when a file is kept at least: read from retention.yaml, the longest that applies."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from xinan.kernel.text import Text
from xinan.rules.files import read_yaml

ANY = "any"


@dataclass(frozen=True, slots=True)
class Keeping:
    """A least time of keeping: for files that hold a kind of proceeding (ANY: every file), in years, by which law."""

    code: str
    holds: str
    years: int
    from_on: date
    law: Text


@dataclass(frozen=True, slots=True)
class Kept:
    """Until when, and why."""

    until: date
    law: Text


def kept_until(closed_on: date, *, procedures: frozenset[str]) -> Kept:
    """The day until which (included) a file closed on a day is kept at least; `procedures`: those that ended with a decision in it.

    >>> kept_until(date(2026, 11, 23), procedures=frozenset({"inspection"})).until
    datetime.date(2031, 11, 23)
    """
    keepings = [
        each for each in _every() if each.from_on <= closed_on and (each.holds == ANY or each.holds in procedures)
    ]
    longest = max(keepings, key=lambda each: each.years)
    return Kept(_years_on(closed_on, longest.years), longest.law)


def law_named(zh: str) -> Text:
    """The law as it was written on a seal, in both languages."""
    return next((each.law for each in _every() if each.law.zh == zh), Text(zh, zh))


def _years_on(day: date, years: int) -> date:
    """The same day so many years on; of a 29 February the day after the last of that February: never too short."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


@cache
def _every() -> tuple[Keeping, ...]:
    return tuple(
        Keeping(row["code"], row["holds"], row["years"], row["from"], Text(row["zh"], row["en"]))
        for row in read_yaml("xinan.casework.dossier", "retention.yaml")
    )
