"""The numbers that triage decides by, on a day and at a place. Pure."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files

import yaml

from xinan.casework.law.amounts import simplified_limit
from xinan.casework.law.parameters import Book, Parameter, known, read_parameter
from xinan.casework.triage.facts import TriageLimits
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import PROVINCE_CODE, region


def limits_on(day: date, *, region_code: str = "", book: Book | None = None) -> TriageLimits:
    """What is in force; a place that nobody knows has the province's numbers. `book`: with what offices have entered."""
    place = _known_place(region_code)
    return TriageLimits(
        collective_from=int(known("collective_workers", on=day)),
        simplified_up_to=simplified_limit(place, on=day, book=book),
        wage_of_month_up_to=_own("wage_of_month_up_to", on=day, place=place),
        over_age_arbitrable=bool(_own("over_age_arbitrable", on=day, place=place)),
    )


@cache
def own_parameters() -> Mapping[str, Parameter]:
    """The parameters of triage alone, by code."""
    table = yaml.safe_load(files("xinan.casework.triage").joinpath("limits.yaml").read_text("utf-8"))
    return {code: read_parameter(code, row) for code, row in table.items()}


def _own(code: str, *, on: date, place: str) -> Decimal:
    return own_parameters()[code].on(on, region_code=place).value or Decimal(0)


def _known_place(code: str) -> str:
    try:
        return region(code).code if code else PROVINCE_CODE
    except InvalidValue:
        return PROVINCE_CODE
