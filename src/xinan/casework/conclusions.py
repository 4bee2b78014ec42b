"""The conclusions to which a clue may come: data with dates, so that a new list of the platform is a new row."""

from dataclasses import dataclass
from datetime import date
from functools import cache

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.rules.files import read_yaml


@dataclass(frozen=True, slots=True)
class Conclusion:
    """One kind of conclusion, and from when until when it may be chosen (`until_on` not included)."""

    code: str
    name: Text
    from_on: date
    until_on: date | None
    source: str


def conclusions(*, on: date) -> tuple[Conclusion, ...]:
    """The kinds that may be chosen on a day, in their order."""
    return tuple(each for each in _every() if each.from_on <= on and (each.until_on is None or on < each.until_on))


def conclusion_of(said: str, *, on: date) -> Conclusion:
    """The kind of this code or name; raises InvalidValue `clue-conclusion`, which lists what may be chosen."""
    word = said.strip()
    for each in conclusions(on=on):
        if word in (each.code, each.name.zh, each.name.en):
            return each
    names = [each.name for each in conclusions(on=on)]
    raise InvalidValue(
        "clue-conclusion",
        Text("没有这一类核处结论。", "There is no such kind of conclusion."),
        Text(
            f"从中选择：{'、'.join(name.zh for name in names)}。",
            f"Choose one of: {', '.join(name.en for name in names)}.",
        ),
    )


def name_of(code: str) -> Text:
    """What a code is called, also one that may no longer be chosen; empty for none."""
    return next((each.name for each in _every() if each.code == code), Text(code, code))


@cache
def _every() -> tuple[Conclusion, ...]:
    return tuple(
        Conclusion(row["code"], Text(row["zh"], row["en"]), row["from"], row.get("until"), row["source"])
        for row in read_yaml("xinan.casework", "conclusions.yaml")
    )
