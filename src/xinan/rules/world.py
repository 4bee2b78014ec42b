"""What a rule sees: the facts as known on a day, the calendar, and the concepts that several rules share."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import ibis
import ibis.expr.types as ir

from xinan.rules.dates import CALENDAR_SCHEMA, MINIMUM_WAGE_SCHEMA, month_of
from xinan.rules.parameters import Bound
from xinan.rules.vocabulary import TABLES, Column, FactTable, Kind, When

# How a kind of column is held while rules are evaluated. Months are whole numbers (see xinan.rules.dates), times of
# day are seconds since midnight: neither Spark nor arithmetic likes them otherwise.
ENGINE_TYPES = {
    Kind.TEXT: "string",
    Kind.CHOICE: "string",
    Kind.BOOLEAN: "boolean",
    Kind.INTEGER: "int32",
    Kind.MONEY: "decimal(18,2)",
    Kind.NUMBER: "decimal(18,6)",
    Kind.DATE: "date",
    Kind.TIME: "int32",
    Kind.TIMESTAMP: "timestamp",
    Kind.MONTH: "int32",
}

RAW_PREFIX = "raw_"

# Stands in every expression for the as-of day, which the engine puts in when it runs: rules are compiled once for all
# days on which the same parameters are in force. No fact is as old as this.
ANY_DAY = date(1900, 12, 31)


@dataclass(frozen=True)
class Concept:
    """A table that several rules share, worked out once: valid days, due dates, what is unpaid …

    One that is `passed_on` is never kept: too long to be written down, it is read again by each that asks for it.
    """

    name: str
    meaning: str
    rows: "Callable[[World, Bound], ir.Table]"
    passed_on: bool = False


class World:
    """The tables of one evaluation, all unbound: a rule composes expressions, an engine runs them later.

    `table(name)` is a fact table as known at the end of the as-of day, or a concept. `steps` remembers which
    concepts were asked for, in the order in which they must be made.
    """

    def __init__(
        self,
        *,
        concepts: Mapping[str, Concept],
        shared: Bound,
        bound: Callable[[str], Bound],
    ) -> None:
        self.today = ibis.literal(ANY_DAY, "date")
        self.this_month = month_of(self.today)
        self.calendar = ibis.table(CALENDAR_SCHEMA, name="calendar")
        self.minimum_wage = ibis.table(MINIMUM_WAGE_SCHEMA, name="minimum_wage")
        self.steps: dict[str, ir.Table] = {}
        self._concepts = concepts
        self.shared = shared
        # The parameters of another rule, for the few rules that speak of another's verdict.
        self.bound = bound
        self._tables: dict[str, ir.Table] = {}

    @property
    def first_month_back(self) -> ir.IntegerValue:
        """The first month that rules of past months look at."""
        return self.this_month - int(str(self.shared.value("look_back_months")))

    def table(self, name: str) -> ir.Table:
        """A fact table or concept by name; KeyError if there is none."""
        if name not in self._tables:
            self._tables[name] = self._fact(name) if name in TABLES else self._concept(name)
        return self._tables[name]

    def once(self, name: str, rows: ir.Table) -> ir.Table:
        """`rows` worked out once under a name of the rule's own, where a rule uses them several times."""
        if name not in self._tables:
            self.steps[name] = rows
            self._tables[name] = ibis.table(rows.schema(), name=name)
        return self._tables[name]

    def _fact(self, name: str) -> ir.Table:
        known = as_known(raw_table(TABLES[name]), TABLES[name], day=self.today)
        self.steps[name] = known
        return ibis.table(known.schema(), name=name)

    def _concept(self, name: str) -> ir.Table:
        rows = self._concepts[name].rows(self, self.shared)
        self.steps[name] = rows
        return ibis.table(rows.schema(), name=name)


def raw_table(table: FactTable) -> ir.Table:
    """The unbound table of the facts as supplied."""
    schema = {column.name: ENGINE_TYPES[column.kind] for column in table.columns}
    return ibis.table(schema, name=RAW_PREFIX + table.name)


def as_known(rows: ir.Table, table: FactTable, *, day: ir.DateScalar) -> ir.Table:
    """The rows as they were known at the end of a day (rulebook, “As-of”).

    A row whose own date is later does not exist yet; a later nullable date is null; agreed dates may lie ahead;
    a feed heard later counts as heard that day.
    """
    for column in table.columns:
        if column.when is When.EXISTS_FROM:
            rows = rows.filter(rows[column.name] <= day)
    changed = {
        column.name: _known_date(rows, column, day=day)
        for column in table.columns
        if column.when in (When.KNOWN_FROM, When.CLAMPED)
    }
    return rows.mutate(**changed).select(*table.names)


def _known_date(rows: ir.Table, column: Column, *, day: ir.DateScalar) -> ir.DateValue:
    value = rows[column.name]
    return ibis.ifelse(value > day, day if column.when is When.CLAMPED else ibis.null("date"), value)
