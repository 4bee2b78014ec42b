"""Take one sheet of one file: its cells become rows, and the rows are taken."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial

from xinan.intake.actions.take_rows import Item, Outcome, Sending, take_rows
from xinan.intake.mapping.lookup import Found
from xinan.intake.mapping.numbering import AUTO, numbered
from xinan.intake.models import Batch
from xinan.intake.notes import sheet_notes
from xinan.intake.policies import contractors_of
from xinan.intake.progress import Report, progress_of
from xinan.intake.reading.files import Grid
from xinan.intake.reading.rows import Noticed, read_rows
from xinan.kernel.ciphers import Keyring

OnProgress = Callable[[Batch, int], None]
_READ = 70  # per cent of the progress bar; the rest is writing


def take_batch(
    batch: Batch,
    *,
    found: Found,
    project_id: str,
    now: datetime,
    keyring: Keyring,
    record: bool = True,
    on_progress: OnProgress | None = None,
) -> Outcome:
    """Take the rows of one sheet; `project_id` is the project of the upload, where the file names none itself.

    `record` and crashes: as take_rows says. `on_progress` is told how far the batch has come, per cent.
    """
    also = partial(on_progress, batch) if on_progress else None
    grid, layout, noticed = found.grid, found.layout, Noticed()
    sending = Sending(layout.sheet, project_id, contractors_of(batch.submitted_by, today=now.date()))
    with progress_of(batch.pk, also=also) as report:
        rows = read_rows(grid, layout, noticed=noticed)
        if layout.fixed.get("line_code") == AUTO:
            rows = numbered(rows)
        items = _noted(_reported(rows, grid, report), batch, found, noticed)
        return take_rows(batch, items, sending=sending, now=now, keyring=keyring, record=record)


def _noted(items: Iterable[Item], batch: Batch, found: Found, noticed: Noticed) -> Iterator[Item]:
    """The items; once all are read, what was noticed in reading stands on the batch."""
    yield from items
    own = sheet_notes(found, noticed)
    codes = {note["code"] for note in own}
    batch.notes = [note for note in batch.notes if note["code"] not in codes] + own


def _reported(items: Iterable[Item], grid: Grid, report: Report) -> Iterator[Item]:
    for number, item in enumerate(items):
        if number % 1000 == 0:
            report(number * _READ // max(grid.height, 1))
        yield item
    report(_READ)
