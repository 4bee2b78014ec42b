"""The error workbook of a batch, from the file in custody and its faults."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import PurePath

from xinan.intake.actions.receive_files import original_of
from xinan.intake.actions.take_upload import context_of
from xinan.intake.error_workbook import error_workbook
from xinan.intake.mapping.lookup import recognised
from xinan.intake.models import Batch, BatchSource
from xinan.intake.reading.faults import Fault, UnusableFile
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text


@dataclass(frozen=True, slots=True)
class Marked:
    """A file to hand back."""

    name: str
    content: bytes


def markable_batches(batches: Iterable[Batch]) -> set[int]:
    """Those that have rows to mark, and still the file to mark them in; the files themselves are not loaded."""
    finished = Batch.objects.filter(pk__in=[batch.pk for batch in batches], finished_at__isnull=False, rejected__gt=0)
    # A message of the national interface is no workbook; its sender asks for its faults by its serial.
    files = finished.exclude(source=BatchSource.NATIONAL)
    return set(files.exclude(kind="").exclude(original_sealed="").values_list("pk", flat=True))


def marked_workbook(batch: Batch, *, keyring: Keyring, language: str) -> Marked | None:
    """The sender's own sheet with the bad cells marked; None where there is nothing to mark."""
    if not markable_batches([batch]):
        return None
    content = original_of(batch, keyring=keyring)
    context = context_of(batch, now=batch.received_at)
    try:
        found = recognised(content, file_name=batch.file_name, only=batch.sheet, context=context).found
    except UnusableFile:
        return None
    if not found:
        return None  # what was said of its columns has been forgotten since
    grid, layout = found[0].grid, found[0].layout
    faults = [
        Fault(
            fault.row,
            fault.column,
            fault.code,
            Text(fault.what_zh, fault.what_en),
            Text(fault.remedy_zh, fault.remedy_en),
        )
        for fault in batch.faults.filter(row__gt=0)
    ]
    marked = error_workbook(
        content, file_name=batch.file_name, grid=grid, layout=layout, faults=faults, language=language
    )
    stem = PurePath(batch.file_name).stem
    suffix = "errors" if language == "en" else "标出错误"
    return Marked(f"{stem}-{layout.sheet.number}-{suffix}.xlsx", marked)
