"""Every fact table by name, in the order of shared/domain/rulebook.md's subjects."""

from xinan.rules.vocabulary import funds, payments, registry, workforce
from xinan.rules.vocabulary.columns import FactTable

TABLES: dict[str, FactTable] = {
    table.name: table for table in (*registry.TABLES, *funds.TABLES, *workforce.TABLES, *payments.TABLES)
}


def fact_table(name: str) -> FactTable:
    """The fact table of that name; KeyError if there is none."""
    return TABLES[name]
