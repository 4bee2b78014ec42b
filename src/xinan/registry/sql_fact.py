"""How a noun says where the engine's facts lie: one SELECT a fact table, its columns those of the vocabulary in order."""

from dataclasses import dataclass

from xinan.rules.vocabulary import TABLES, Column, FactTable, Kind

# A temporary table of the loading session: the projects whose facts are wanted (xinan.monitoring.facts).
TOUCHED = "xinan_touched"
# A setting of the loading session: the day the evaluation speaks of.
AS_OF = "current_setting('xinan.as_of')::date"

OF_TOUCHED = f"project_id IN (SELECT project_id FROM {TOUCHED})"  # noqa: S608 a name of ours
OF_TOUCHED_CONTRACTORS = (
    f"contractor_id IN (SELECT p.contractor_id FROM registry_project p JOIN {TOUCHED} USING (project_id))"  # noqa: S608
)


@dataclass(frozen=True, slots=True)
class SqlFact:
    """The rows of a fact table in the database.

    `source` is what follows FROM; `always` holds in every load; `touched` also where only some projects are loaded.
    """

    table: FactTable
    source: str
    touched: str = OF_TOUCHED
    always: str = "true"

    def select(self, *, only_touched: bool) -> str:
        """The SELECT that loads it."""
        columns = ", ".join(_expression(column) for column in self.table.columns)
        condition = f"{self.always} AND {self.touched}" if only_touched else self.always
        return f"SELECT {columns} FROM {self.source} WHERE {condition}"  # noqa: S608 names of ours


def sql_fact(table: str, source: str, *, touched: str = OF_TOUCHED, always: str = "true") -> SqlFact:
    """The SqlFact of a fact table of that name."""
    return SqlFact(TABLES[table], source, touched, always)


def _expression(column: Column) -> str:
    # Arrow's driver has no type for PostgreSQL's numeric; as text it arrives exactly, and the engine reads it so.
    if column.kind in (Kind.MONEY, Kind.NUMBER):
        return f"{column.name}::text AS {column.name}"
    return column.name
