"""Punches read as columns come out as punches read row by row; the rows' own path is the truth."""

import contextlib
import csv
import gzip
import io
import json
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pyarrow as pa
import pytest
from django.db import transaction

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import LABOUR, PROJECT, Hand
from xinan.intake.actions.take_punches import take_punches
from xinan.intake.actions.take_records import take_records
from xinan.intake.models import Batch, BatchSource
from xinan.intake.native.arrow_stream import arrow_parts
from xinan.intake.native.body import Body, line_blocks
from xinan.intake.native.csv_text import csv_parts
from xinan.intake.native.errors import UnusableBody
from xinan.intake.native.ndjson import ndjson_parts
from xinan.intake.native.parts import Part, items_of
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import FixedClock
from xinan.workforce.models import AttendanceDay, Punch, Worker

pytestmark = pytest.mark.django_db
SHEET = sheet_of_kind("attendance")
SEVEN = datetime(2026, 10, 12, 7)  # noqa: DTZ001 as Arrow writes a moment without its zone
HANDS = tuple(Hand(f"李建{number}", number) for number in range(1, 9))


@pytest.fixture
def built(send: Send) -> None:
    send(projects=site.project(), units=site.units(), teams=site.teams())
    send(project=PROJECT, people=site.people(HANDS[:5], registered_on=date(2026, 3, 2)))


def messy(seed: int, *, rows: int = 400) -> list[dict[str, Any]]:
    """Punches as systems send them: most in order, some oddly spelled, some wrong, some twice."""
    chance = random.Random(seed)  # noqa: S311 test data
    made: list[dict[str, Any]] = []
    for _ in range(rows):
        hand = chance.choice(HANDS)
        row: dict[str, Any] = {
            "enterprise_code": LABOUR,
            "identity": hand.identity,
            "punched_at": f"2026-10-{chance.randint(10, 14)} {chance.choice(('07', '18'))}:0{chance.randint(0, 5)}:00",
            "direction": chance.choice(("01", "02", "进场", "出")),
            "passage": chance.choice(("001", "人脸识别", "manual", "", "009")),
            "person_name": hand.name,
        }
        if chance.random() < 0.3:
            name, value = chance.choice(ODDITIES)
            row[name] = value
        made.append(chance.choice(made) if made and chance.random() < 0.1 else row)
    return made


ODDITIES: list[tuple[str, Any]] = [
    ("punched_at", "2026/10/12 7:05"),
    ("punched_at", "2026-10-12T07:05:00"),
    ("punched_at", "2026-10-12"),
    ("punched_at", "2026-12-12 07:00:00"),
    ("punched_at", "1988-07-12 07:00:00"),
    ("punched_at", "20261012070500"),
    ("punched_at", "2026-10-12T07:05:00+08:00"),
    ("punched_at", "2026-10-12 07:06:00+0800"),
    ("punched_at", "2026-10-11T23:07:00Z"),
    ("punched_at", "2026-10-12 07:05:00 CST"),
    ("punched_at", ""),
    ("punched_at", "2026-10-12 25:00:00"),
    ("identity", "22010219850501001"),
    ("identity", HANDS[0].identity.lower() + " "),
    ("identity", ""),
    ("identity", "220102198505010011"),
    ("identity_type", "08"),
    ("identity_type", "居民身份证"),
    ("identity_type", "？"),
    ("direction", "03"),
    ("enterprise_code", site.credit_code(77)),
    ("enterprise_code", LABOUR[:-1]),
    ("project_code", PROJECT),
    ("project_code", "another"),
    ("passage", "飞"),
    ("team_name", "钢筋一班"),
    ("person_name", "李" * 60),
    ("person_name", "  李　建 "),
]


def ndjson(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def csv_text(rows: list[dict[str, Any]], **options: Any) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [column.name for column in SHEET.columns], **options)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def arrow(rows: list[dict[str, Any]]) -> bytes:
    sink = io.BytesIO()
    schema = pa.schema([(column.name, pa.string()) for column in SHEET.columns])
    with pa.ipc.new_stream(sink, schema) as writer:
        for start in range(0, len(rows), 150):
            writer.write_batch(pa.RecordBatch.from_pylist(rows[start : start + 150], schema=schema))
    return sink.getvalue()


def parts_of(content: bytes, form: str, *, columnar: bool = True) -> Iterator[Part]:
    body = Body(io.BytesIO(content))
    if form == "arrow":
        return arrow_parts(body, SHEET, columnar=columnar, most=10_000)
    reader = ndjson_parts if form == "ndjson" else csv_parts
    return reader(line_blocks(body), SHEET, columnar=columnar)


class Undone(Exception):
    pass


def outcome_of(keyring: Keyring, clock: FixedClock, *, parts: Iterator[Part], rowwise: bool) -> dict[str, Any]:
    """Everything that came of a batch, which is then undone."""
    told: dict[str, Any] = {}
    with contextlib.suppress(Undone), transaction.atomic():
        batch = Batch.objects.create(source=BatchSource.API, kind="attendance", digest="")
        if rowwise:
            records = items_of(parts)
            take_records(
                batch, kind="attendance", records=records, project_id=PROJECT, now=clock.now(), keyring=keyring
            )
        else:
            take_punches(batch, parts=parts, project_id=PROJECT, now=clock.now(), keyring=keyring)
        numbers = dict(Worker.objects.values_list("worker_id", "id_number_masked"))
        told["counts"] = (batch.rows, batch.added, batch.changed, batch.unchanged, batch.rejected, batch.state)
        told["faults"] = list(batch.faults.order_by("row", "id").values_list("row", "column", "code", "what_zh"))
        told["punches"] = sorted(
            (numbers[worker], at, way, method, by_hand)
            for worker, at, way, method, by_hand in Punch.objects.values_list(
                "worker_id", "at", "direction", "method", "supplement"
            )
        )
        told["days"] = sorted(
            (numbers[day.worker_id], day.day, day.first_at, day.last_at, day.punches, day.supplements)
            for day in AttendanceDay.objects.all()
        )
        raise Undone
    return told


@pytest.mark.usefixtures("built")
@pytest.mark.parametrize("seed", range(6))
def test_columns_and_rows_agree(seed: int, keyring: Keyring, clock: FixedClock) -> None:
    rows = messy(seed)
    truth = outcome_of(keyring, clock, parts=parts_of(ndjson(rows), "ndjson", columnar=False), rowwise=True)
    assert truth["counts"][1] > 50
    assert truth["counts"][4] > 10
    for form, content in (
        ("ndjson", ndjson(rows)),
        ("arrow", arrow(rows)),
    ):
        assert outcome_of(keyring, clock, parts=parts_of(content, form), rowwise=False) == truth, form
    # In CSV the header is line 1.
    moved = {**truth, "faults": [(row + 1, *rest) for row, *rest in truth["faults"]]}
    for options in ({}, {"quoting": csv.QUOTE_ALL}, {"lineterminator": "\n"}):
        told = outcome_of(keyring, clock, parts=parts_of(csv_text(rows, **options), "csv"), rowwise=False)
        told["faults"] = [fault for fault in told["faults"] if fault[2] != "row.duplicate"]
        moved["faults"] = [fault for fault in moved["faults"] if fault[2] != "row.duplicate"]  # it names a line
        assert told == moved, options


def test_what_is_in_order_is_read_as_columns() -> None:
    rows = [
        {
            "enterprise_code": LABOUR,
            "identity": hand.identity,
            "punched_at": "2026-10-12 07:00:00",
            "direction": "01",
        }
        for hand in HANDS
    ]
    for content, form in ((ndjson(rows), "ndjson"), (csv_text(rows), "csv"), (arrow(rows), "arrow")):
        (part,) = parts_of(content, form)
        assert not isinstance(part, list), form


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_a_packed_body_in_members_and_pieces(size: int) -> None:
    class Trickle(io.BytesIO):
        def read(self, most: int | None = -1, /) -> bytes:
            return super().read(min(most or 0, size))

    content = ndjson(messy(1, rows=50))
    packed = gzip.compress(content[:900]) + gzip.compress(content[900:])
    assert b"".join(block for _n, block in line_blocks(Body(Trickle(packed), encoding="gzip"))) == content
    for broken in (packed[:-5], packed[:100], b"x" + packed, packed + b"rest"):
        with pytest.raises(UnusableBody) as refused:
            list(line_blocks(Body(Trickle(broken), encoding="gzip")))
        assert refused.value.code == "body.gzip"


def test_a_body_that_breaks_off_is_refused() -> None:
    with pytest.raises(UnusableBody) as refused:
        list(line_blocks(Body(io.BytesIO(b"{}\n"), expected=4)))
    assert refused.value.code == "body.incomplete"


def test_lines_are_numbered_as_they_stand() -> None:
    content = b'{"identity": "a"}\n\n{"identity": 5}\nnonsense\n[1]\n{"identity": {"a": 1}}\n' + b"[" * 5000 + b"\n"
    told = [
        (item[0].row, item[0].code) if isinstance(item, list) else item
        for item in items_of(parts_of(content, "ndjson"))
    ]
    assert told == [
        (1, {"identity": "a"}),
        (3, {"identity": 5}),
        (4, "line.not_json"),
        (5, "line.not_an_object"),
        (6, "line.nested"),
        (7, "line.not_json"),
    ]


def test_a_quoted_line_break_is_part_of_its_value() -> None:
    content = 'identity,person_name\r\na,b\r\n"c","d\ne"\r\nf\r\ng,h\u2028i\r\n'.encode()
    told = [
        (item[0].row, item[0].code) if isinstance(item, list) else item for item in items_of(parts_of(content, "csv"))
    ]
    assert told == [
        (2, {"identity": "a", "person_name": "b"}),
        (3, {"identity": "c", "person_name": "d\ne"}),
        (5, "line.fields"),
        (6, {"identity": "g", "person_name": "h\u2028i"}),
    ]


@pytest.mark.parametrize(
    ("content", "form", "code"),
    [
        (b"\xff\xfe{\x00", "ndjson", "body.encoding"),
        (b"{" + b" " * 70_000, "ndjson", "body.long_line"),
        (b"wrong,identity\n1,2\n", "csv", "body.header"),
        (b"identity,identity\n1,2\n", "csv", "body.header"),
        (b"", "csv", "body.header"),
        (b'identity\n"a"b\n', "csv", "body.csv"),
        (b"no arrow at all", "arrow", "body.arrow"),
        (b"", "arrow", "body.arrow"),
    ],
)
def test_a_body_that_is_not_what_it_says(content: bytes, form: str, code: str) -> None:
    with pytest.raises(UnusableBody) as refused:
        list(items_of(parts_of(content, form)))
    assert refused.value.code == code


def test_arrow_moments_and_other_types() -> None:
    rows = pa.table(
        {
            "identity": pa.array(["a", "b"]).dictionary_encode(),
            "punched_at": pa.array([SEVEN, None], pa.timestamp("us")),
        }
    )
    zoned = pa.table({"punched_at": pa.array([datetime(2026, 10, 11, 23, tzinfo=UTC)]), "direction": pa.array([1])})
    told = []
    for table in (rows, zoned):
        sink = io.BytesIO()
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table)
        told += list(items_of(parts_of(sink.getvalue(), "arrow")))
    assert told == [
        (1, {"identity": "a", "punched_at": "2026-10-12 07:00:00"}),
        (2, {"identity": "b"}),
        (1, {"punched_at": SEVEN, "direction": 1}),
    ]


@pytest.mark.parametrize("cut", [20, 200, 600])
def test_a_damaged_arrow_stream_is_refused(cut: int) -> None:
    content = arrow(messy(2, rows=60))
    with pytest.raises(UnusableBody):
        list(items_of(parts_of(content[:-cut], "arrow")))
