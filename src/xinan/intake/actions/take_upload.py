"""Take all files sent together, in the order in which they need each other."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinan.intake.actions.receive_files import original_of
from xinan.intake.actions.take_batch import OnProgress, take_batch
from xinan.intake.actions.take_rows import Outcome, refused
from xinan.intake.models import Batch, BatchState
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import Grid, read_grids
from xinan.intake.reading.headers import Layout, is_explanation, recognise
from xinan.intake.sheets.catalogue import TAKING_ORDER
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text

_WAITING = (BatchState.RECEIVED, BatchState.RUNNING)


@dataclass(frozen=True, slots=True)
class _Page:
    """One recognised worksheet and the batch that answers for it."""

    batch: Batch
    grid: Grid
    layout: Layout


def take_upload(
    upload_key: str, *, now: datetime, keyring: Keyring, on_progress: OnProgress | None = None
) -> list[Batch]:
    """Take what is still waiting of an upload; the batches as they stand afterwards.

    One transaction for all of them: half a project, its account without its deposit, would raise warnings that the next
    file cures. A file that cannot be taken does not keep the others out.

    `on_progress` is told each batch and how far it has come, per cent. A dry run does everything and undoes it, so that
    later files see what earlier ones would have brought. Safe to call again after a crash.
    """
    waiting = Batch.objects.filter(upload_key=upload_key, state__in=_WAITING).select_related("submitted_by")
    pages: list[_Page] = []
    dry_run = False
    for batch in waiting.order_by("id"):
        dry_run = dry_run or batch.dry_run
        pages.extend(_pages_of(batch, now=now, keyring=keyring))
    pages.sort(key=lambda page: TAKING_ORDER.index(page.layout.sheet.kind))
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
    try:
        found = recognised(content, file_name=batch.file_name, only=batch.sheet if batch.kind else None)
    except UnusableFile as error:
        refused(error, project_id=batch.project_id).record(batch, now=now)
        return []
    pages = []
    for index, (grid, layout) in enumerate(found):
        own = batch if index == 0 else _sibling(batch)
        own.kind, own.sheet = layout.sheet.kind, grid.name[:100]
        own.save()
        pages.append(_Page(own, grid, layout))
    return pages


def recognised(content: bytes, *, file_name: str, only: str | None = None) -> list[tuple[Grid, Layout]]:
    """The worksheets of a file that are sheets of ours; `only` names the one worksheet to look at.

    Raises UnusableFile where there is none, and where one of ours lacks columns.
    """
    grids = [grid for grid in read_grids(file_name, content) if only is None or grid.name[:100] == only]
    ours = [grid for grid in grids if not is_explanation(grid)]
    found: list[tuple[Grid, Layout]] = []
    strange: UnusableFile | None = None
    for grid in ours:
        try:
            found.append((grid, recognise(grid, file_name=file_name)))
        except UnusableFile as error:
            if error.code != "file.wrong_template":
                raise
            strange = strange or error
    if not found:
        raise strange or recognise_nothing(file_name)
    return found


def recognise_nothing(file_name: str) -> UnusableFile:
    """A file that only explains."""
    return UnusableFile(
        "file.no_rows",
        Text(
            f"“{file_name}”只有填写说明，没有数据表。",
            f"“{file_name}” explains how to fill the sheets; it holds no rows.",
        ),
        Text("请导入填好的 01 至 15 号模板。", "Import the templates 01 to 15 that you filled in."),
    )


def _sibling(batch: Batch) -> Batch:
    sibling = Batch.objects.get(pk=batch.pk)
    sibling.pk = None
    sibling._state.adding = True
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
        outcome = take_batch(
            page.batch,
            grid=page.grid,
            layout=page.layout,
            project_id=given if page.layout.sheet.supplied_by_project else "",
            now=now,
            keyring=keyring,
            record=record,
            on_progress=on_progress,
        )
        registered |= outcome.projects
        outcomes.append((page.batch, outcome))
    return outcomes
