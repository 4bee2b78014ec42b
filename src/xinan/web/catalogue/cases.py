"""The worked cases of a rule as tables: what is given, on which day, and what must be found."""

from collections.abc import Mapping
from typing import Any

from xinan.kernel.text import Text
from xinan.rules.cases import Case, Expected, read_cases
from xinan.rules.model import Level, Rule
from xinan.rules.vocabulary import TABLES
from xinan.web.catalogue.views_data import CaseView, FactView, OutcomeView


def case_views(rule: Rule) -> tuple[CaseView, ...]:
    """The cases in the order they are written."""
    return tuple(_view(case, number=number, rule=rule) for number, case in enumerate(read_cases(rule.folder), start=1))


def case_levels(rule: Rule) -> tuple[set[Level], int]:
    """The levels the cases speak of, and how many cases there are."""
    cases = read_cases(rule.folder)
    return {Level(expected.level) for case in cases for expected in case.expect}, len(cases)


def _view(case: Case, *, number: int, rule: Rule) -> CaseView:
    # The rows as they were written, before ordinary values are filled in: a reader sees what the case turns on.
    facts = tuple(_facts(name, rows or [{}]) for name, rows in case.given.items())
    outcomes = tuple(_outcome(expected, rule=rule) for expected in case.expect)
    return CaseView(number, case.name, case.as_of, facts, outcomes, tuple(kind.title for kind in case.shows))


def _facts(name: str, rows: list[Mapping[str, Any]]) -> FactView:
    table = TABLES[name]
    used = [column for column in table.columns if any(column.name in row for row in rows)]
    return FactView(
        title=table.meaning,
        columns=tuple(column.meaning for column in used),
        rows=tuple(tuple(row.get(column.name) for column in used) for row in rows) if used else (),
    )


def _outcome(expected: Expected, *, rule: Rule) -> OutcomeView:
    titles = {measure.name: measure.title for measure in rule.measures}
    return OutcomeView(
        level=Level(expected.level),
        withheld=expected.status == "withheld",
        suppressed=expected.status == "suppressed",
        subject=expected.subject or "",
        period=expected.period or "",
        since=expected.since,
        measures=tuple((titles.get(name, Text(name, name)), value) for name, value in expected.measures.items()),
    )
