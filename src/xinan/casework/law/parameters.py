"""Numbers of the law with their dates, places and sources; a figure nobody knows stays unset."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from xinan.kernel.errors import InvalidValue, NotFound
from xinan.kernel.regions import prefecture_of, region, successor
from xinan.kernel.text import Text

_TABLE: Final = Path(__file__).with_name("thresholds.yaml")


@dataclass(frozen=True, slots=True)
class Step:
    """A value from a day on, at a place (blank: everywhere). `value` None: it is the law there, and the figure is not known."""

    from_on: date
    value: Decimal | None
    region_code: str
    source: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the law: its unit (yuan, share, months, years, persons), its bounds and its steps, oldest first.

    `unset_means`: what follows while no value is known.
    """

    code: str
    name: Text
    unit: str
    is_law: bool
    least: Decimal | None
    most: Decimal | None
    steps: tuple[Step, ...]
    unset_means: Text | None = None

    @property
    def may_be_entered(self) -> bool:
        """Whether an office enters it: what the law leaves to a place, or what is no law; what a statute fixes is not."""
        return not self.is_law or any(step.value is None for step in self.steps)

    def on(self, day: date, *, region_code: str = "") -> Step:
        """The step in force at a place: its own, else its city's, its province's, the country's.

        Raises NotFound (`parameter-date`) before the first.
        """
        for place in _places_up(region_code):
            begun = [step for step in self.steps if step.region_code == place and step.from_on <= day]
            if begun:
                return begun[-1]
        raise NotFound(
            "parameter-date",
            Text(f"“{self.name.zh}”在 {day} 没有规定。", f"“{self.name.en}” has no value on {day}."),
            Text(f"使用 {self.steps[0].from_on} 及以后的日期。", f"Use a date from {self.steps[0].from_on} on."),
        )


Book = Mapping[str, Parameter]


def known(code: str, *, on: date, region_code: str = "", book: Book | None = None) -> Decimal:
    """The value in force; raises NotFound where none is known (`parameter-unset`). `book`: with what offices have entered."""
    found = value_on(code, on=on, region_code=region_code, book=book)
    if found is None:
        parameter = (book or parameters())[code]
        raise NotFound(
            "parameter-unset",
            Text(f"“{parameter.name.zh}”尚未录入。", f"“{parameter.name.en}” has not been entered."),
            Text("由省级录入数值、施行日和依据。", "The province enters the value, its day and its source."),
        )
    return found


def value_on(code: str, *, on: date, region_code: str = "", book: Book | None = None) -> Decimal | None:
    """The value in force, None where it is the law and the figure is not known."""
    return (book or parameters())[code].on(on, region_code=region_code).value


def with_entered(entered: Mapping[str, Sequence[Step]]) -> Book:
    """The shipped book with what offices have entered: of the same day and place theirs is in force."""
    shipped = parameters()
    changed = {
        code: replace(shipped[code], steps=tuple(sorted((*shipped[code].steps, *steps), key=lambda step: step.from_on)))
        for code, steps in entered.items()
        if code in shipped
    }
    return {**shipped, **changed}


@cache
def parameters() -> Mapping[str, Parameter]:
    """Every parameter by its code. Raises InvalidValue (`parameter-bounds`) where a value lies outside what the law allows."""
    table = yaml.safe_load(_TABLE.read_text(encoding="utf-8"))
    return {code: read_parameter(code, row) for code, row in table.items()}


def read_parameter(code: str, row: Mapping[str, Any]) -> Parameter:
    """One entry of the table."""
    bounds = row.get("bounds", {})
    least, most = _decimal(bounds.get("least")), _decimal(bounds.get("most"))
    steps = tuple(
        Step(step["from"], _decimal(step.get("value")), step.get("region", ""), step["source"]) for step in row["steps"]
    )
    for step in steps:
        outside = step.value is not None and (
            (least is not None and step.value < least) or (most is not None and step.value > most)
        )
        if outside:
            raise InvalidValue(
                "parameter-bounds",
                Text(
                    f"“{row['zh']}”的数值 {step.value} 超出法定范围。", f"“{row['en']}”: {step.value} is out of bounds."
                ),
                Text(f"在 {least} 至 {most} 之间（{bounds['article']}）。", f"Between {least} and {most}."),
            )
    ordered = tuple(sorted(steps, key=lambda step: step.from_on))
    unset = Text(**row["unset"]) if "unset" in row else None
    return Parameter(code, Text(row["zh"], row["en"]), row["unit"], row["law"], least, most, ordered, unset)


def _decimal(value: object) -> Decimal | None:
    return None if value is None else Decimal(str(value))


def _places_up(region_code: str) -> tuple[str, ...]:
    if not region_code:
        return ("",)
    place = region(successor(region_code))
    prefecture = prefecture_of(place.code)
    return (*dict.fromkeys((place.code, prefecture or "", f"{place.code[:2]}0000", "")),)
