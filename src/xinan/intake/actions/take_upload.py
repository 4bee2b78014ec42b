"""Take all files sent together, in the order in which they need each other."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from xinan.intake.actions.receive_files import original_of
from xinan.intake.actions.take_batch import OnProgress, take_batch
from xinan.intake.actions.take_rows import Outcome, refused
from xinan.intake.corrections.take_back import take_back
from xinan.intake.mapping.lookup import Context, Found, Recognised, firm_of, recognised
from xinan.intake.mapping_models import ColumnMapping
from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.intake.notes import file_notes
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.sheets.catalogue import TAKING_ORDER
from xinan.kernel.ciphers import Keyring

_WAITING = (BatchState.RECEIVED, BatchState.RUNNING)


@dataclass(frozen=True, slots=True)
class _Page:
    """One recognised worksheet and the batch that answers for it."""

    batch: Batch
    found: Found


def take_upload(
    upload_key: str, *, now: datetime, keyring: Keyring, on_progress: OnProgress | None = None
) -> list[Batch]:
    """Take what is still waiting of an upload; the batches as they stand afterwards.

    One transaction for all of them: half a project, its account without its deposit, would raise warnings that the next
    file cures. A file that cannot be taken does not keep the others out.

    A worksheet of which it is not certain which column is which waits for its sender's answer (BatchState.ASKING).

    `on_progress` is told each batch and how far it has come, per cent. A dry run does everything and undoes it, so that
    later files see what earlier ones would have brought. Safe to call again after a crash.
    """
    waiting = Batch.objects.filter(upload_key=upload_key, state__in=_WAITING).select_related("submitted_by")
    pages: list[_Page] = []
    dry_run = False
    for batch in waiting.order_by("id"):
        dry_run = dry_run or batch.dry_run
        pages.extend(_pages_of(batch, now=now, keyring=keyring))
    pages.sort(key=lambda page: TAKING_ORDER.index(page.found.layout.sheet.kind))
    # Before any transaction is open: the progress bar writes past it, and must not wait for it.
    Batch.objects.filter(pk__in=[page.batch.pk for page in pages]).update(state=BatchState.RUNNING, progress=0)
    with transaction.atomic():
        outcomes = _take(pages, now=now, keyring=keyring, on_progress=on_progress, record=not dry_run)
        if dry_run:
            transaction.set_rollback(True)
    if dry_run:
        for batch, outcome in outcomes:
            outcome.record(batch, now=now)
    return list(Batch.objects.filter(upload_key=upload_key).order_by("id"))


def _pages_of(batch: Batch, *, now: datetime, keyring: Keyring) -> list[_Page]:
    """The recognised worksheets of a file. Each further one gets a batch of its own; what is none is refused."""
    content = original_of(batch, keyring=keyring)
    only = batch.sheet if batch.kind or batch.sheet else None
    try:
        sheets = recognised(content, file_name=batch.file_name, only=only, context=context_of(batch, now=now))
    except UnusableFile as error:
        refused(error, project_id=batch.project_id).record(batch, now=now)
        return []
    # All or none: a batch that names its worksheet is taken for that one alone when it is taken up again.
    with transaction.atomic():
        return _entered(batch, sheets, now=now)


def context_of(batch: Batch, *, now: datetime) -> Context:
    """For whom a batch is read. Only who uploads on a page can be asked which column is which."""
    return Context(firm=firm_of(batch, today=now.date()), said=batch.said, may_ask=batch.source == BatchSource.UPLOAD)


def _entered(batch: Batch, sheets: Recognised, *, now: datetime) -> list[_Page]:
    """The batches of the worksheets: the file's own for the first, siblings for the others."""
    pages = []
    batch.notes = file_notes(sheets) if not batch.sheet else batch.notes
    free = [batch]
    for found in sheets.found:
        own = free.pop() if free else _sibling(batch)
        own.kind, own.sheet = found.layout.sheet.kind, found.grid.name[:100]
        own.save()
        if found.mapping is not None:
            ColumnMapping.objects.filter(pk=found.mapping.pk).update(used_at=now, uses=F("uses") + 1)
        pages.append(_Page(own, found))
    for grid in sheets.asked:
        own = free.pop() if free else _sibling(batch)
        own.kind, own.sheet, own.state = "", grid.name[:100], BatchState.ASKING
        own.save()
    return pages


def _sibling(batch: Batch) -> Batch:
    sibling = Batch.objects.get(pk=batch.pk)
    sibling.pk = None
    sibling._state.adding = True
    sibling.notes, sibling.said = [], {}
    return sibling


def _take(
    pages: list[_Page],
    *,
    now: datetime,
    keyring: Keyring,
    on_progress: OnProgress | None,
    record: bool,
) -> list[tuple[Batch, Outcome]]:
    outcomes = []
    registered: set[str] = set()
    for page in pages:
        given = page.batch.project_id or (next(iter(registered)) if len(registered) == 1 else "")
        with transaction.atomic():
            earlier = page.batch.replaces
            if earlier is not None:
                take_back(
                    earlier, by=page.batch.submitted_by, reason=page.batch.reason, now=now, replacement=page.batch
                )
            outcome = take_batch(
                page.batch,
                found=page.found,
                project_id=given if page.found.layout.sheet.supplied_by_project else "",
                now=now,
                keyring=keyring,
                record=record and earlier is None,
                on_progress=on_progress,
            )
            if earlier is not None and outcome.undone:
                transaction.set_rollback(True)
        if earlier is not None and record:
            outcome.record(page.batch, now=now)
        registered |= outcome.projects
        outcomes.append((page.batch, outcome))
    return outcomes
