"""The fact tables: the contract between whoever supplies facts, the rules, and any engine."""

from xinan.rules.vocabulary.columns import Column, FactTable, Kind, Scope, Supplier, When
from xinan.rules.vocabulary.tables import TABLES, fact_table

__all__ = ["TABLES", "Column", "FactTable", "Kind", "Scope", "Supplier", "When", "fact_table"]
