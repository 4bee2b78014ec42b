"""The ten rules as SQL in PostgreSQL: plain typed tables, indexed and analysed, each rule one statement.

Five of them twice: as the wording of the rule suggests, over the months of the workers (`plain`), and tuned by hand,
which asks of the attendance only what the other facts leave open. The plain ones read like the rule; the tuned ones
are quick while nearly every project is in order.
"""

from datetime import date
from pathlib import Path

import duckdb
import psycopg
from adbc_driver_postgresql import dbapi

from tools.bench.rivals import Verdict
from xinan.kernel.calendar import CHINA, FIRST_DAY, LAST_DAY

SQL = Path(__file__).parent / "sql"
# What somebody who asks such questions of a server of this size would set.
SETTINGS = {"work_mem": "256MB", "maintenance_work_mem": "1GB", "max_parallel_workers_per_gather": "2"}
TABLES = (
    "project",
    "pause",
    "wage_account",
    "account_entry",
    "deposit",
    "arrears_record",
    "joint_list",
    "employment",
    "attendance_day",
    "payroll_line",
    "wage_payment",
)
BATCH = 200_000
PLAIN = {
    "attendance/low-rate",
    "funding/no-transfer",
    "wages/no-payroll",
    "wages/part-paid",
    "wages/unpaid",
}


class Postgres:
    """One province in a database of its own. `fill` once, then `verdicts` as often as wanted."""

    def __init__(self, url: str, *, today: date) -> None:
        self.url = url
        self.today = today
        self.connection = psycopg.connect(url, autocommit=True)
        for name, value in {**SETTINGS, "rival.today": today.isoformat()}.items():
            self.connection.execute("SELECT set_config(%s, %s, false)", [name, value])

    def close(self) -> None:
        """End the connection."""
        self.connection.close()

    def fill(self, snapshot: Path) -> None:
        """Make the tables and copy the facts of a snapshot into them, then indexes, views and statistics."""
        self.connection.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
        self.connection.execute(_text("schema"))
        days = [(d.day, d.is_working, d.is_day_off) for d in CHINA.days(FIRST_DAY, LAST_DAY)]
        with self.connection.cursor() as cursor:
            cursor.executemany("INSERT INTO calendar VALUES (%s, %s, %s)", days)
        with dbapi.connect(self.url) as writer, writer.cursor() as cursor, duckdb.connect() as reader:
            for name in TABLES:
                path = snapshot / f"{name}.parquet"
                if path.exists():
                    rows = reader.sql(f"SELECT {self._columns(name)} FROM '{path}'").to_arrow_reader(BATCH)  # noqa: S608
                    cursor.adbc_ingest(name, rows, mode="append")
            writer.commit()
        for statement in _text("indexes").split(";"):
            self.connection.execute(statement)
        self.connection.execute(_text("views"))
        self.connection.execute("VACUUM ANALYZE")

    def verdicts(self, rule: str, *, plain: bool) -> frozenset[Verdict]:
        """What one rule finds, by its plain statement where it has one and `plain` asks for it, or else the tuned."""
        name = rule.replace("/", "_").replace("-", "_")
        rows = self.connection.execute(
            _text(f"plain/{name}" if plain and rule in PLAIN else name), {"today": self.today}
        )
        return frozenset(Verdict(rule, *row) for row in rows)

    def _columns(self, name: str) -> str:
        described = self.connection.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = 'public' AND table_name = %s"
            " ORDER BY ordinal_position",
            [name],
        )
        return ", ".join(
            f"CAST({column} || '-01' AS DATE) AS {column}" if column == "wage_month" else column
            for (column,) in described
        )


def _text(name: str) -> str:
    return (SQL / f"{name}.sql").read_text(encoding="utf-8")
