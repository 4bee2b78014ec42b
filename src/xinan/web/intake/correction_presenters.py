"""Versions and corrections as the pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse

from xinan.intake.corrections.take_back import Part
from xinan.intake.corrections.versions import Amounts, Month, Version
from xinan.intake.history import event_model
from xinan.intake.models import Batch
from xinan.intake.sheets import sheet_of_kind
from xinan.kernel.text import Text
from xinan.payments.models import PayrollLine

SHOWN_LINES = 200


@dataclass(frozen=True, slots=True)
class Cell:
    """What a line said in one version; `changed` against the version before."""

    amounts: Amounts | None
    changed: bool


@dataclass(frozen=True, slots=True)
class LineView:
    """One worker's line through the versions."""

    name: str
    number: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class VersionView:
    """The head of one version."""

    number: int
    version: Version
    title: Text
    url: str


@dataclass(frozen=True, slots=True)
class MonthView:
    """A month's versions side by side."""

    versions: tuple[VersionView, ...]
    lines: tuple[LineView, ...]
    left_off: int
    more: int
    unchanged: int


@dataclass(frozen=True, slots=True)
class PartView:
    """What becomes of the rows of one table, in words."""

    name: Text
    removed: int
    restored: int
    kept: int
    why: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class StepView:
    """One thing that happened to a batch."""

    at: datetime
    who: str
    what: Text
    reason: str
    url: str = ""


def month_view(month: Month, *, only_changed: bool) -> MonthView:
    """The versions with their lines; by default those that differ."""
    every = sorted({key for version in month.versions for key in version.lines})
    keys = month.changed if only_changed else every
    return MonthView(
        versions=tuple(_version(number, version) for number, version in enumerate(month.versions, month.left_off + 1)),
        lines=tuple(_line(key, month) for key in keys[:SHOWN_LINES]),
        left_off=month.left_off,
        more=max(len(keys) - SHOWN_LINES, 0),
        unchanged=len(every) - len(month.changed),
    )


def part_views(parts: Sequence[Part]) -> list[PartView]:
    """What becomes of the rows, and why some stay."""
    return [PartView(part.name, part.removed, part.restored, part.kept, _why(part)) for part in parts]


def steps_of(batch: Batch) -> list[StepView]:
    """What happened to the batch, oldest first."""
    sender = batch.submitted_by.display_name if batch.submitted_by else ""
    received = Text("报送", "Sent")
    if batch.replaces_id:
        received = Text(f"报送，替换第 {batch.replaces_id} 批", f"Sent in place of batch {batch.replaces_id}")
    steps = [StepView(batch.received_at, sender, received, batch.reason)]
    record = getattr(batch, "withdrawal", None)
    if record is not None:
        who = record.withdrawn_by.display_name if record.withdrawn_by else ""
        what = Text(
            f"撤回：删除 {record.removed} 行，恢复原值 {record.restored} 行，未能撤回 {record.kept} 行",
            f"Taken back: {record.removed} rows removed, {record.restored} restored, {record.kept} kept",
        )
        if record.replacement_id:
            url = reverse("intake-batch", args=[record.replacement_id])
            what = (
                Text(f"被第 {record.replacement_id} 批替换", f"Replaced by batch {record.replacement_id}")
                if not record.kept
                else what
            )
            steps.append(StepView(record.withdrawn_at, who, what, record.reason, url))
        else:
            steps.append(StepView(record.withdrawn_at, who, what, record.reason))
    return steps


def months_of(batch: Batch) -> list[str]:
    """The wage months that a payroll batch has written."""
    if batch.kind != "payroll":
        return []
    events = event_model(PayrollLine)._default_manager.filter(batch_id=batch.pk)
    return sorted(set(events.values_list("wage_month", flat=True)))


def _version(number: int, version: Version) -> VersionView:
    url = reverse("intake-batch", args=[version.batch.pk]) if version.batch else ""
    if version.batch is None:
        title = Text("系统内的改动", "Change in the system")
    elif version.withdrew:
        title = Text(f"撤回第 {version.batch.pk} 批", f"Batch {version.batch.pk} taken back")
    else:
        sheet = sheet_of_kind(version.batch.kind).name
        title = Text(f"第 {version.batch.pk} 批（{sheet.zh}）", f"Batch {version.batch.pk} ({sheet.en})")
    return VersionView(number, version, title, url)


def _line(key: str, month: Month) -> LineView:
    cells: list[Cell] = []
    for index, version in enumerate(month.versions):
        now = version.lines.get(key)
        before = month.versions[index - 1].lines.get(key) if index else now
        cells.append(Cell(now, now != before))
    return LineView(month.names.get(key, ""), key.rsplit(":", 1)[-1], tuple(cells))


def _why(part: Part) -> tuple[Text, ...]:
    said = []
    batches = "、".join(map(str, part.later[:5]))
    if part.said_again:
        said.append(
            Text(
                f"{part.said_again} 行别的批次也报过同样内容，归到那一批（{batches}）",
                f"{part.said_again} rows were said by others just so, and are theirs from now on ({batches})",
            )
        )
    if part.changed_later:
        said.append(
            Text(
                f"{part.changed_later} 行后来又被第 {batches} 批改过，保留后来的值",
                f"{part.changed_later} rows were changed since by batch {batches} and keep that",
            )
        )
    if part.relied_on:
        said.append(Text(f"{part.relied_on} 行{part.why.zh}", f"{part.relied_on} rows: {part.why.en}"))
    return tuple(said)
