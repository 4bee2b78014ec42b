"""Takes an export of the national platform: columns said once, rows looked through, confirmed, taken; twice is once."""

import base64
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import transaction

from xinan.casework.actions.take_clue import take_clue
from xinan.casework.enums import Channel, FileState
from xinan.casework.models import Clue, PlatformColumns, PlatformFile
from xinan.casework.platform.columns import is_column, known_titles, missing, proposed, signature
from xinan.casework.platform.rows import RowFault, RowRead, read_rows
from xinan.casework.policies import may_hear
from xinan.casework.refusals import may_not_take
from xinan.intake.reading.cells import plain_text
from xinan.intake.reading.files import Grid, read_grids
from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.errors import Conflict, InvalidValue, NotFound, XinanError
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.reckoning import day_of

CONTENT = "platform.content"
LARGEST = 10 * 1024 * 1024
_HEADER_WITHIN = 15  # rows


@dataclass(slots=True)
class Preview:
    """What taking the file would do: rows new, known already, refused with why."""

    new: list[RowRead] = field(default_factory=list)
    known: int = 0
    faults: list[RowFault] = field(default_factory=list)


@transaction.atomic
def receive_file(name: str, content: bytes, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> PlatformFile:
    """The file, sealed, with the columns as remembered or proposed. Raises NotAllowed, UnusableFile, InvalidValue."""
    if not may_hear(scope) or by.organisation is None:
        raise may_not_take()
    if len(content) > LARGEST:
        raise _too_large()
    grid = _grid(name, content)
    header_row, titles = _header(grid)
    known = PlatformColumns.objects.filter(office=by.organisation, signature=signature(titles)).first()
    return PlatformFile.objects.create(
        office=by.organisation,
        sent_by=by,
        sent_at=now,
        name=name.rsplit(".", 1)[-1].lower()[:10],
        digest=sm3_hex(content),
        content_sealed=keyring.seal(base64.b64encode(content).decode(), context=CONTENT),
        state=FileState.READY if known is not None else FileState.COLUMNS,
        header_row=header_row,
        titles=titles,
        places=known.places if known is not None else proposed(titles),
    )


@transaction.atomic
def say_columns(file_id: int, places: Mapping[str, int], *, by: User, scope: Scope, now: datetime) -> PlatformFile:
    """Which column is which, kept for this office's next file of the same header. Raises InvalidValue, NotFound."""
    file = held_file(file_id, by=by, scope=scope)
    chosen = {name: place for name, place in places.items() if is_column(name) and 0 <= place < len(file.titles)}
    if len(set(chosen.values())) < len(chosen):
        raise _one_column_twice()
    if lacking := missing(chosen):
        raise _lacking(lacking[0].title)
    file.places, file.state = chosen, FileState.READY
    file.save(update_fields=["places", "state"])
    PlatformColumns.objects.update_or_create(
        office=file.office,
        signature=signature(file.titles),
        defaults={"places": chosen, "decided_by": by, "decided_at": now},
    )
    return file


def preview(file: PlatformFile, *, now: datetime, keyring: Keyring) -> Preview:
    """What taking it would do."""
    found = Preview()
    read = list(_rows(file, now=now, keyring=keyring))
    known = _known([row.taken.source_number for row in read if row.taken is not None])
    for row in read:
        if row.taken is None:
            found.faults += row.faults
        elif row.taken.source_number in known:
            found.known += 1
        else:
            known.add(row.taken.source_number)
            found.new.append(row)
    return found


@transaction.atomic
def take_file(file_id: int, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> PlatformFile:
    """Every row that is sound and new, taken as a clue; what is refused is kept with why, the file itself is dropped.

    Raises NotFound, Conflict where it was taken or its columns are not said.
    """
    file = held_file(file_id, by=by, scope=scope)
    if file.state != FileState.READY:
        raise _not_ready()
    found = preview(file, now=now, keyring=keyring)
    faults = list(found.faults)
    taken = 0
    for row in found.new:
        if row.taken is None:
            continue
        try:
            with transaction.atomic():
                take_clue(row.taken, by=by, scope=scope, now=now, keyring=keyring)
            taken += 1
        except XinanError as error:
            faults.append(RowFault(row.row, "", error.code, error.what, error.remedy))
    file.taken, file.known, file.refused = taken, found.known, len({fault.row for fault in faults})
    file.faults = [fault.as_json() for fault in sorted(faults, key=lambda each: each.row)]
    file.state, file.taken_at, file.content_sealed = FileState.TAKEN, now, ""
    file.save()
    return file


@transaction.atomic
def drop_file(file_id: int, *, by: User, scope: Scope) -> PlatformFile:
    """The file is not taken; its content is dropped."""
    file = held_file(file_id, by=by, scope=scope)
    if file.state == FileState.TAKEN:
        raise _not_ready()
    file.state, file.content_sealed = FileState.DROPPED, ""
    file.save(update_fields=["state", "content_sealed"])
    return file


def held_file(file_id: int, *, by: User, scope: Scope) -> PlatformFile:
    """A file of one's own office, its row held; NotFound otherwise. Inside a transaction."""
    rows = PlatformFile.objects.select_for_update(of=("self",)).filter(office_id=by.organisation_id, pk=file_id)
    file = rows.first() if may_hear(scope) and by.organisation_id is not None else None
    if file is None:
        raise NotFound(
            "platform-file-not-found",
            Text("没有这个文件。", "There is no such file."),
            Text("请从导入列表进入。", "Open it from the list of imports."),
        )
    return file


def _rows(file: PlatformFile, *, now: datetime, keyring: Keyring) -> Iterator[RowRead]:
    if not file.content_sealed:
        return
    content = base64.b64decode(keyring.open(file.content_sealed, context=CONTENT))
    grid = _grid(f"export.{file.name}", content)
    yield from read_rows(grid.rows(), header_row=file.header_row, places=file.places, today=day_of(now))


def _grid(name: str, content: bytes) -> Grid:
    return read_grids(name, content)[0]


def _header(grid: Grid) -> tuple[int, list[str]]:
    """The row in which most titles are known, and its titles."""
    best: tuple[int, int, list[str]] = (0, 1, [])
    for number, cells in grid.rows():
        if number > _HEADER_WITHIN:
            break
        titles = [plain_text(cell).strip()[:60] for cell in cells]
        if not best[2] and any(titles):
            best = (0, number, titles)
        if (known := known_titles(titles)) > best[0]:
            best = (known, number, titles)
    return best[1], best[2]


def _known(numbers: list[str]) -> set[str]:
    rows = Clue.objects.filter(channel=Channel.PLATFORM, source_number__in=numbers)
    return set(rows.values_list("source_number", flat=True))


def _too_large() -> InvalidValue:
    return InvalidValue(
        "platform.large",
        Text(f"文件超过 {LARGEST // 1024 // 1024} MB。", "The file is too large."),
        Text("请按日期分段导出后分别导入。", "Export it in parts by date and import each."),
    )


def _one_column_twice() -> InvalidValue:
    return InvalidValue(
        "platform.column_twice",
        Text("有一列被选了两次。", "One column is chosen twice."),
        Text("每一列只能对应一项。", "Each column is one thing only."),
    )


def _lacking(title: Text) -> InvalidValue:
    return InvalidValue(
        "platform.column_missing",
        Text(f"没有指定“{title.zh}”是哪一列。", f"Nothing says which column is “{title.en}”."),
        Text("请选择这一列；没有它无法防止重复导入。", "Choose it: without it rows would be taken twice."),
    )


def _not_ready() -> Conflict:
    return Conflict(
        "platform.state",
        Text("这个文件已经处理过，或还没有确认各列。", "This file was dealt with, or its columns are not said."),
        Text("刷新页面查看它现在的状态。", "Reload the page and see how it stands."),
    )
