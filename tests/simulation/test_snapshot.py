"""The files of a snapshot: types, repeatability, and facts that agree with each other."""

from collections import defaultdict
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pa_csv
import pyarrow.parquet as pq
import pytest

from tests.simulation.judge.facts import Row, read_snapshot
from tests.simulation.making import make, options
from xinan.kernel.identifiers.enterprise import CreditCode
from xinan.rules.vocabulary import TABLES, Kind, When
from xinan.simulation.province import Ledger, make_project

END = date(2026, 11, 23)
TYPES = {
    Kind.TEXT: pa.string(),
    Kind.CHOICE: pa.string(),
    Kind.MONTH: pa.string(),
    Kind.BOOLEAN: pa.bool_(),
    Kind.INTEGER: pa.int32(),
    Kind.MONEY: pa.decimal128(18, 2),
    Kind.NUMBER: pa.decimal128(18, 6),
    Kind.DATE: pa.date32(),
    Kind.TIME: pa.time64("us"),
}


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    asked = options(END.isoformat(), months=4, seed=5, projects=70)
    return make(tmp_path_factory.mktemp("snapshot"), asked)


@pytest.fixture(scope="module")
def tables(snapshot: Path) -> dict[str, list[Row]]:
    return read_snapshot(snapshot)


@pytest.mark.parametrize("name", TABLES)
def test_a_file_has_the_columns_of_the_vocabulary(snapshot: Path, name: str) -> None:
    schema = pq.read_schema(snapshot / f"{name}.parquet")
    assert [(field.name, field.type) for field in schema] == [
        (column.name, TYPES[column.kind]) for column in TABLES[name].columns
    ]


@pytest.mark.parametrize("name", TABLES)
def test_rows_keep_the_rules_of_their_columns(tables: dict[str, list[Row]], name: str) -> None:
    for column in TABLES[name].columns:
        values = [row[column.name] for row in tables[name]]
        assert column.nullable or None not in values, column.name
        assert not column.choices or set(values) - {None} <= set(column.choices), column.name
        if column.when in (When.EXISTS_FROM, When.KNOWN_FROM):
            assert all(value is None or value <= END for value in values), column.name


@pytest.mark.parametrize("name", TABLES)
def test_keys_are_unique(tables: dict[str, list[Row]], name: str) -> None:
    keys = [tuple(row[column] for column in TABLES[name].key) for row in tables[name]]
    assert len(set(keys)) == len(keys)


def test_the_same_seed_writes_the_same_bytes(snapshot: Path, tmp_path: Path) -> None:
    again = make(tmp_path, options(END.isoformat(), months=4, seed=5, projects=70))
    for file in sorted(snapshot.iterdir()):
        assert (again / file.name).read_bytes() == file.read_bytes(), file.name


def test_another_seed_writes_another_province(tables: dict[str, list[Row]], tmp_path: Path) -> None:
    other = read_snapshot(make(tmp_path, options(END.isoformat(), months=4, seed=6, projects=10)))
    names = {row["name"] for row in tables["project"]}
    assert not names & {row["name"] for row in other["project"]}


def test_a_project_does_not_depend_on_how_many_there_are(tables: dict[str, list[Row]]) -> None:
    asked = options(END.isoformat(), months=4, seed=5, projects=8)
    for number in range(8):
        draft = make_project(asked, number, Ledger())
        written = next(row for row in tables["project"] if row["project_id"] == draft.project_id)
        lines = [row for row in tables["payroll_line"] if row["project_id"] == draft.project_id]
        assert draft.project.name == written["name"]
        known = [row.payable for row in draft.lines if row.submitted_on <= END]
        assert [int(row["payable"] * 100) for row in lines] == known


def test_csv_says_the_same_as_parquet(tmp_path: Path) -> None:
    asked = options(END.isoformat(), months=1, seed=5, projects=4)
    rows = read_snapshot(make(tmp_path / "parquet", asked))
    make(tmp_path / "csv", asked, file_format="csv")
    for name, table in TABLES.items():
        read = pa_csv.read_csv(
            tmp_path / "csv" / f"{name}.csv",
            convert_options=pa_csv.ConvertOptions(
                column_types={column.name: TYPES[column.kind] for column in table.columns}, strings_can_be_null=True
            ),
        )
        assert read.to_pylist() == rows[name], name
    assert (tmp_path / "csv" / "attendance_day.csv").read_text().splitlines()[1].count(".") == 0


def test_all_prefectures_and_every_county_are_listed(tables: dict[str, list[Row]]) -> None:
    regions = tables["region"]
    assert [sum(row["level"] == level for row in regions) for level in ("province", "prefecture", "county")] == [
        1,
        9,
        60,
    ]
    parents = {row["region_code"]: row["parent_code"] for row in regions}
    assert {parents[row["region_code"]] for row in tables["project"]} == {
        row["region_code"] for row in regions if row["level"] == "prefecture"
    }


def test_firms_have_valid_credit_codes_and_several_projects(tables: dict[str, list[Row]]) -> None:
    for row in tables["enterprise"]:
        assert CreditCode(row["enterprise_id"]).registrar == "9"
    known = {row["enterprise_id"] for row in tables["enterprise"]}
    contractors = [row["contractor_id"] for row in tables["project"]]
    assert {*contractors, *(row["owner_id"] for row in tables["project"])} <= known
    assert len(set(contractors)) < len(contractors)


def test_balances_follow_from_movements_and_never_go_below_zero(tables: dict[str, list[Row]]) -> None:
    balances: dict[str, object] = defaultdict(int)
    for row in sorted(tables["account_entry"], key=lambda row: row["entry_id"]):
        signed = row["amount"] if row["direction"] == "in" else -row["amount"]
        balances[row["account_id"]] += signed
        assert row["balance_after"] == balances[row["account_id"]]
        assert row["balance_after"] >= 0
    days = [(row["account_id"], row["entry_id"], row["booked_on"]) for row in tables["account_entry"]]
    ordered = sorted(days)
    assert all(a[2] <= b[2] for a, b in zip(ordered, ordered[1:], strict=False) if a[0] == b[0])


def test_what_an_account_pays_is_what_workers_are_paid(tables: dict[str, list[Row]]) -> None:
    booked: dict[object, object] = defaultdict(int)
    for row in tables["account_entry"]:
        if row["counterparty_kind"] == "worker":
            booked[row["account_id"], row["worker_id"], row["wage_month"]] += (
                row["amount"] if row["direction"] == "out" else -row["amount"]
            )
    paid: dict[object, object] = defaultdict(int)
    for row in tables["wage_payment"]:
        if row["status"] == "paid" and row["account_id"] is not None:
            paid[row["account_id"], row["worker_id"], row["wage_month"]] += row["amount"]
    assert {key: amount for key, amount in booked.items() if amount} == paid


def test_sizes_have_a_long_tail() -> None:
    asked = options(END.isoformat(), months=1, seed=3, projects=300, workers=40, violations=False)
    sizes = sorted(make_project(asked, number, Ledger()).plan.size for number in range(300))
    assert 32 <= sum(sizes) / len(sizes) <= 48
    assert sizes[150] < 36
    assert sizes[-1] > 4 * sizes[150]
