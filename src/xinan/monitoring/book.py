"""The book of parameters in force: as shipped with the rules, with every change an office has approved."""

import json
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import structlog

from xinan.kernel.errors import XinanError
from xinan.monitoring.change_enums import ChangeState
from xinan.monitoring.change_models import RuleChange
from xinan.rules.book import ParameterBook, shipped_book
from xinan.rules.parameters import Step
from xinan.rules.values import value_from_json

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class _Decided:
    """An approved change, frozen: the key under which the book is kept."""

    number: int
    owner: str
    name: str
    region_code: str
    value: str
    ends: bool
    from_on: date
    source: str

    def on(self, book: ParameterBook) -> ParameterBook:
        parameter = book.parameter(self.owner, self.name)
        value = parameter.steps[-1].value if self.ends else value_from_json(json.loads(self.value), parameter)
        step = Step(self.from_on, value, self.source, ends=self.ends)
        return book.with_step(self.owner, self.name, step, region=self.region_code)


def current_book() -> ParameterBook:
    """The parameters of every day, past and to come, by what is approved at this moment.

    One small query; the book is made anew only where a change was approved since. A change that the rules as shipped do not
    allow any more (a law was tightened) counts for nothing, and the log says so.
    """
    return _book(_approved())


def with_change(book: ParameterBook, change: RuleChange) -> ParameterBook:
    """The book as if what the change says had always been in force: for trials and shadows. InvalidValue, NotFound."""
    parameter = book.parameter(change.owner, change.name)
    value = None if change.ends else value_from_json(change.value, parameter)
    return book.held(change.owner, change.name, value, region=change.region_code)


def _approved() -> tuple[_Decided, ...]:
    decided = RuleChange.objects.filter(state=ChangeState.APPROVED).order_by("decided_at", "pk")
    rows = decided.values_list("pk", "owner", "name", "region_code", "value", "ends", "in_force_from", "source")
    return tuple(_decided(*row) for row in rows)


def _decided(
    number: int, owner: str, name: str, region_code: str, value: Any, ends: bool, from_on: Any, source: str
) -> _Decided:
    return _Decided(number, owner, name, region_code, json.dumps(value, sort_keys=True), ends, from_on, source)


@lru_cache(maxsize=8)
def _book(decided: tuple[_Decided, ...]) -> ParameterBook:
    book = shipped_book()
    for change in decided:
        try:
            book = change.on(book)
        except XinanError as error:
            log.error("rule_change_not_applicable", change=change.number, error=error.code)
    return book


def book_without(change: RuleChange) -> ParameterBook:
    """The book as it would be had one approved change never been made."""
    return _book(tuple(each for each in _approved() if each.number != change.pk))
