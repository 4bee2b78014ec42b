"""Batches as the pages show them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import NoReverseMatch, reverse

from xinan.intake.marked import markable_batches
from xinan.intake.models import Batch, BatchState, RowFault
from xinan.intake.sheets import SHEETS, Sheet, sheet_of_kind
from xinan.intake.templates import EXPLANATION_FILE
from xinan.kernel.text import Text
from xinan.registry.models import Project
from xinan.web.components.views import Problem

SHOWN_FAULTS = 100


@dataclass(frozen=True, slots=True)
class FaultView:
    """One fault, ready to print."""

    row: int
    column: str
    what: Text
    remedy: Text


@dataclass(frozen=True, slots=True)
class BatchView:
    """One sheet of one file and what became of it."""

    number: int
    file_name: str
    title: Text
    project_id: str
    project_name: str
    project_url: str
    sender: str
    received_at: datetime
    upload_url: str
    waiting: bool
    progress: int
    state: Text
    tone: str
    rows: int
    added: int
    changed: int
    unchanged: int
    rejected: int
    same: bool
    dry_run: bool
    problem: Problem | None
    faults: tuple[FaultView, ...]
    more_faults: int
    marked_url: str
    asking_url: str = ""
    versions_url: str = ""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class TemplateView:
    """A template to download."""

    number: str
    name: Text
    meaning: Text
    url: str
    ours: bool


def batch_views(batches: Sequence[Batch], *, with_faults: bool = False) -> list[BatchView]:
    """The batches with the names of their projects, and their first faults where asked for."""
    numbers = {batch.project_id for batch in batches if batch.project_id}
    names = dict(Project.objects.filter(project_id__in=numbers).values_list("project_id", "name"))
    faults = _faults(batches) if with_faults else {}
    markable = markable_batches(batches) if with_faults else set()
    return [
        _view(batch, names=names, faults=faults.get(batch.pk, []), markable=batch.pk in markable) for batch in batches
    ]


def template_views() -> list[TemplateView]:
    """Sheet 00 and every template."""
    explanation = TemplateView(
        "00",
        Text("字段填写说明", "Explanation of fields"),
        Text("每一列填什么、代码表。", "What goes into each column, and the code tables."),
        reverse("intake-template", args=["explanation"]),
        ours=False,
    )
    return [explanation, *(_template(sheet) for sheet in SHEETS)]


def template_name(kind: str) -> str:
    """The file name of a template."""
    return EXPLANATION_FILE if kind == "explanation" else sheet_of_kind(kind).file_name


def _template(sheet: Sheet) -> TemplateView:
    url = reverse("intake-template", args=[sheet.kind])
    return TemplateView(sheet.number, sheet.name, sheet.meaning, url, ours=sheet.number > "07")


def _faults(batches: Iterable[Batch]) -> dict[int, list[RowFault]]:
    found = {}
    for batch in batches:
        if batch.finished_at is not None:
            found[batch.pk] = list(batch.faults.all()[: SHOWN_FAULTS + 1])
    return found


def _view(batch: Batch, *, names: dict[str, str], faults: list[RowFault], markable: bool) -> BatchView:
    waiting = batch.state in (BatchState.RECEIVED, BatchState.RUNNING)
    whole = next((fault for fault in faults if fault.row == 0), None)
    of_rows = [fault for fault in faults if fault.row > 0]
    state, tone = _state(batch)
    return BatchView(
        number=batch.pk,
        file_name=batch.file_name,
        title=_title(batch),
        project_id=batch.project_id,
        project_name=names.get(batch.project_id, batch.project_id),
        project_url=_project_url(batch.project_id) if batch.project_id in names else "",
        sender=batch.submitted_by.display_name if batch.submitted_by else "",
        received_at=batch.received_at,
        upload_url=reverse("intake-upload", args=[batch.upload_key]) if batch.upload_key else "",
        waiting=waiting,
        progress=batch.progress,
        state=state,
        tone=tone,
        rows=batch.rows,
        added=batch.added,
        changed=batch.changed,
        unchanged=batch.unchanged,
        rejected=batch.rejected,
        same=not waiting and batch.rows > 0 and batch.unchanged == batch.rows,
        dry_run=batch.dry_run,
        problem=_problem(whole) if whole else None,
        faults=tuple(_fault(fault) for fault in of_rows[:SHOWN_FAULTS]),
        more_faults=1 if len(of_rows) > SHOWN_FAULTS else 0,
        marked_url=reverse("intake-marked", args=[batch.pk]) if markable else "",
        asking_url=reverse("intake-columns", args=[batch.pk]) if batch.state == BatchState.ASKING else "",
        versions_url=reverse("intake-batch", args=[batch.pk]) if batch.state == BatchState.DONE else "",
        notes=tuple(Text(note["zh"], note["en"]) for note in batch.notes),
    )


def _title(batch: Batch) -> Text:
    if not batch.kind:
        return Text("未识别", "Not recognised")
    if batch.kind not in {sheet.kind for sheet in SHEETS}:
        return Text(batch.kind, batch.kind)
    sheet = sheet_of_kind(batch.kind)
    return Text(f"{sheet.number} {sheet.name.zh}", f"{sheet.number} {sheet.name.en}")


def _state(batch: Batch) -> tuple[Text, str]:
    if hasattr(batch, "withdrawal"):
        return Text("已撤回", "Taken back"), "grey"
    if batch.state == BatchState.DONE and batch.rejected:
        return Text("部分入库", "Partly taken"), "orange"
    looks = {
        BatchState.RECEIVED: (Text("等待处理", "Waiting"), "grey"),
        BatchState.ASKING: (Text("待您确认各列", "Waits for your answer"), "orange"),
        BatchState.RUNNING: (Text("正在处理", "Being read"), "blue"),
        BatchState.DONE: (Text("已入库", "Taken"), "ok"),
        BatchState.DRY: (Text("试运行，未入库", "Dry run, not taken"), "blue"),
        BatchState.REFUSED: (Text("未入库", "Not taken"), "red"),
    }
    return looks[BatchState(batch.state)]


def _problem(fault: RowFault) -> Problem:
    return Problem(Text(fault.what_zh, fault.what_en), Text(fault.remedy_zh, fault.remedy_en), fault.code)


def _fault(fault: RowFault) -> FaultView:
    what, remedy = Text(fault.what_zh, fault.what_en), Text(fault.remedy_zh, fault.remedy_en)
    return FaultView(fault.row, fault.column, what, remedy)


def _project_url(project_id: str) -> str:
    try:
        return reverse("project", args=[project_id])
    except NoReverseMatch:
        return ""
