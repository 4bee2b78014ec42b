"""Take records that came as messages, not as a file: the door through which every interface brings its facts in."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from xinan.intake.actions.take_rows import Item, Outcome, Sending, take_rows
from xinan.intake.models import Batch
from xinan.intake.policies import contractors_of
from xinan.intake.reading.faults import Fault
from xinan.intake.reading.numbers import Cell
from xinan.intake.reading.rows import Row, RowParser
from xinan.intake.sheets import Sheet
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.registry.models import Project

Record = tuple[int, Mapping[str, Cell]]
Records = Iterable[Record | list[Fault]]


def take_records(
    batch: Batch,
    *,
    kind: str,
    records: Records,
    project_id: str,
    now: datetime,
    keyring: Keyring,
    record: bool = True,
) -> Outcome:
    """Take `records`, each a line number and cells by the names of the sheet's columns, as one batch of `kind`.

    A line of which no record could be made comes as the list of its faults.
    The cells are read and checked as a file's are, and the outcome is recorded as a file's is (take_rows). The caller
    has made sure that the sender may speak for `project_id`; rows about another project are refused. Without a project
    (only the sheet of projects goes without) the batch's submitter must be the contractor.
    """
    sheet = sheet_of_kind(kind)
    sending = Sending(sheet, project_id, _contractors(batch, project_id, now=now))
    items = judged(sheet, records, project_id=project_id)
    return take_rows(batch, items, sending=sending, now=now, keyring=keyring, record=record)


def _contractors(batch: Batch, project_id: str, *, now: datetime) -> frozenset[str] | None:
    """The firms the rows may name as contractor: the project's own, so that no interface hands it to another."""
    if not project_id:
        return contractors_of(batch.submitted_by, today=now.date())
    return frozenset(Project.objects.filter(project_id=project_id).values_list("contractor_id", flat=True))


def judged(sheet: Sheet, records: Records, *, project_id: str) -> Iterator[Item]:
    """Each record as a row, or what is wrong with it; one about another project than `project_id` (where given) is."""
    parser = RowParser(sheet, sheet.columns)
    names = tuple(column.name for column in sheet.columns)
    known = frozenset(names)
    for record in records:
        if isinstance(record, list):
            yield record
            continue
        number, cells = record
        if not cells.keys() <= known:
            yield [_unknown_field(number, name) for name in cells if name not in known]
            continue
        item = parser.parse(number, [cells.get(name) for name in names])
        if isinstance(item, Row) and project_id and item.values["project_code"] not in {None, project_id}:
            item = [_other_project(number, sheet)]
        yield item


def _unknown_field(number: int, name: str) -> Fault:
    return Fault(
        number,
        name[:100],
        "row.unknown_field",
        Text("没有这个字段。", "There is no such field."),
        Text("字段名见数据格式说明；请删除或改正。", "See the data formats for the names; remove or correct it."),
    )


def _other_project(number: int, sheet: Sheet) -> Fault:
    return Fault(
        number,
        sheet.column("project_code").title,
        "row.other_project",
        Text("该行是另一个项目的。", "This row is about another project."),
        Text("请用该项目自己的凭证报送。", "Send it with that project's own credential."),
    )
