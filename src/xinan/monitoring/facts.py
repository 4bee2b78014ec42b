"""Loads the engine's facts from PostgreSQL as Arrow, all of them or those that touched projects need."""

from collections.abc import Collection
from contextlib import ExitStack, closing
from datetime import date
from functools import cache
from importlib import import_module

import pyarrow as pa
from adbc_driver_postgresql import dbapi
from django.conf import settings

from xinan.registry.sql_fact import TOUCHED, SqlFact
from xinan.rules.vocabulary import TABLES


@cache
def fact_sources() -> dict[str, SqlFact]:
    """Where each fact table of the vocabulary lies, in the vocabulary's order; KeyError names one that lies nowhere."""
    found: dict[str, SqlFact] = {}
    for module in settings.XINAN_FACT_MODULES:
        found |= import_module(module).FACTS
    return {name: found[name] for name in TABLES}


def load_facts(connection_url: str, *, project_ids: Collection[str] | None, as_of: date) -> dict[str, pa.Table]:
    """The fact tables as one moment of the database shows them; all projects where `project_ids` is None.

    For some projects come their own rows and whatever else their verdicts need: the other projects and the records of their
    contractors, the other sites of their workers. Findings about projects not asked for are then not to be trusted.
    """
    with closing(FactReader()) as reader:
        return reader.load(connection_url, project_ids=project_ids, as_of=as_of)


class FactReader:
    """Loads as `load_facts` does, over a connection that it keeps. For one thread; `close` when done."""

    def __init__(self) -> None:
        self._connection: dbapi.Connection | None = None
        self._url = ""

    def load(self, connection_url: str, *, project_ids: Collection[str] | None, as_of: date) -> dict[str, pa.Table]:
        """The fact tables as one moment of the database shows them. A connection that was lost is not kept."""
        with ExitStack() as unfinished:
            unfinished.callback(self.close)
            facts = _load(self._connected(connection_url), project_ids=project_ids, as_of=as_of)
            unfinished.pop_all()
        return facts

    def close(self) -> None:
        """Give up the connection."""
        if self._connection is not None:
            self._connection.close()
        self._connection = None

    def _connected(self, connection_url: str) -> dbapi.Connection:
        if self._connection is None or self._url != connection_url:
            self.close()
            self._connection, self._url = dbapi.connect(connection_url, autocommit=False), connection_url
        return self._connection


def _load(connection: dbapi.Connection, *, project_ids: Collection[str] | None, as_of: date) -> dict[str, pa.Table]:
    with connection.cursor() as cursor:
        # One snapshot for all tables; the setting and the table of the touched end with the transaction.
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute(f"SET LOCAL xinan.as_of = '{as_of.isoformat()}'")
        if project_ids is not None:
            wanted = pa.table({"project_id": pa.array(sorted(project_ids), pa.string())})
            cursor.adbc_ingest(TOUCHED, wanted, mode="create", temporary=True)
            cursor.execute(f"ANALYZE {TOUCHED}")
        facts = {}
        for name, fact in fact_sources().items():
            cursor.execute(fact.select(only_touched=project_ids is not None))
            facts[name] = cursor.fetch_arrow_table()
    connection.rollback()
    return facts
