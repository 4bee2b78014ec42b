"""A simulated province in the product's tables says what its snapshot said."""

from datetime import date
from decimal import Decimal
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from django.conf import settings
from django.db import connection
from django.utils.module_loading import import_string

from xinan.intake.persons import ID_NUMBER, NAME, WAGE_CARD
from xinan.jobs.demo.load_snapshot import Snapshot, load
from xinan.jobs.demo.workers import sealed_workers
from xinan.kernel.ciphers import Keyring
from xinan.registry.models import Project, ProjectChange, ProjectUnit, Team
from xinan.rules.vocabulary.columns import Kind
from xinan.rules.vocabulary.tables import TABLES
from xinan.simulation.places import region_rows
from xinan.simulation.province import Ledger, make_projects
from xinan.simulation.window import Options, Window
from xinan.simulation.write import SnapshotWriter
from xinan.workforce.models import Punch, Worker

END = date(2026, 11, 23)
# Sealed: the key of a card is the digest of its number here, and somebody's name for it in the snapshot.
SEALED = ("worker", "wage_card")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The snapshot of a small province with violations."""
    where = tmp_path_factory.mktemp("snapshot")
    options = Options(7, 12, 8, Window(END, 3))
    with SnapshotWriter(where, end=END, file_format="parquet") as writer:
        writer.add_regions(region_rows())
        for draft in make_projects(options, Ledger()):
            writer.add(draft)
    return where


@pytest.fixture
def bars() -> list[float]:
    return []


@pytest.fixture
def loaded(db: None, folder: Path, keyring: Keyring, bars: list[float]) -> Path:
    load(
        Snapshot(folder),
        seal=partial(sealed_workers, keyring=keyring),
        advance=lambda done, total: bars.append(done / total),
    )
    return folder


def facts_in_database(name: str) -> list[tuple[Any, ...]]:
    """The rows of a fact table as the engine loads them."""
    found = chain.from_iterable(import_string(f"{module}.FACTS").items() for module in settings.XINAN_FACT_MODULES)
    statement = dict(found)[name].select(only_touched=False)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('xinan.as_of', %s, true)", [END.isoformat()])
        cursor.execute(statement)
        return [comparable(name, row) for row in cursor.fetchall()]


def facts_in_snapshot(folder: Path, name: str) -> list[tuple[Any, ...]]:
    rows = pq.read_table(folder / f"{name}.parquet").to_pylist()
    return [comparable(name, tuple(row[column] for column in TABLES[name].names)) for row in rows]


def comparable(name: str, row: tuple[Any, ...]) -> tuple[Any, ...]:
    """Values of two drivers made alike; what is sealed left out."""
    return tuple(
        alike(name, column.name, column.kind, value) for column, value in zip(TABLES[name].columns, row, strict=True)
    )


def alike(table: str, column: str, kind: Kind, value: Any) -> str:
    if value is None:
        return ""
    if (table, column) == SEALED:
        return "sealed"
    if kind in (Kind.MONEY, Kind.NUMBER):
        return str(Decimal(value).normalize())
    return str(value)


@pytest.mark.parametrize("name", [name for name in TABLES if name != "region"])
def test_every_fact_arrives_as_it_was(loaded: Path, name: str) -> None:
    expected = facts_in_snapshot(loaded, name)
    assert sorted(facts_in_database(name)) == sorted(expected)
    if name in {"project", "employment", "attendance_day", "payroll_line", "wage_payment", "account_entry"}:
        assert expected


def test_places_stand_with_their_dates(loaded: Path) -> None:
    found = {row[0] for row in facts_in_database("region")}
    assert {row[0] for row in facts_in_snapshot(loaded, "region")} == found
    assert "220381" not in found  # Gongzhuling under Siping, until 2020


def test_punches_are_as_many_as_the_days_say(loaded: Path) -> None:
    days = pq.read_table(loaded / "attendance_day.parquet")
    assert Punch.objects.count() == sum(days.column("punches").to_pylist())
    assert Punch.objects.filter(supplement=True).count() == sum(days.column("supplements").to_pylist())


def test_people_are_sealed_masked_and_found(loaded: Path, keyring: Keyring) -> None:
    worker = Worker.objects.exclude(wage_card=None).order_by("worker_id")[0]
    number = keyring.open(worker.id_number_sealed, context=ID_NUMBER)
    card = keyring.open(worker.wage_card_sealed, context=WAGE_CARD)
    assert len(number) == 18
    assert number.startswith("2299")
    assert Worker.objects.get(id_number_index=keyring.look_up(number, context=ID_NUMBER)) == worker
    assert worker.wage_card == keyring.look_up(card, context=WAGE_CARD)
    shown = worker.id_number_masked + worker.name_masked + worker.phone_masked + worker.wage_card_masked
    assert number not in shown
    assert keyring.open(worker.name_sealed, context=NAME) not in shown
    assert card not in shown


def test_those_who_share_a_card_share_its_digest(folder: Path, keyring: Keyring) -> None:
    rows = pq.read_table(folder / "worker.parquet")
    shared = rows.set_column(rows.schema.get_field_index("wage_card"), "wage_card", [["one"] * rows.num_rows])
    assert len(set(sealed_workers(shared, keyring=keyring).column("wage_card").to_pylist())) == 1
    own = sealed_workers(rows, keyring=keyring).column("id_number_index").to_pylist()
    assert len(set(own)) == rows.num_rows


def test_teams_and_units_come_from_the_roster(loaded: Path) -> None:
    units = set(ProjectUnit.objects.values_list("project_id", "kind"))
    assert {(project, "008") for project in Project.objects.values_list("project_id", flat=True)} <= units
    assert Team.objects.exclude(name="").count() == Team.objects.count() > 0


def test_loading_leaves_a_mark_for_every_project_and_moves_the_bar_to_its_end(loaded: Path, bars: list[float]) -> None:
    marked = set(ProjectChange.objects.values_list("project_id", flat=True))
    assert marked == set(Project.objects.values_list("project_id", flat=True))
    assert bars == sorted(bars)
    assert bars[-1] == 1


def test_a_load_that_fails_leaves_nothing(db: None, folder: Path, keyring: Keyring) -> None:
    def seal(rows: Any) -> Any:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        load(Snapshot(folder), seal=seal, advance=lambda done, total: None)
    assert not Project.objects.exists()
