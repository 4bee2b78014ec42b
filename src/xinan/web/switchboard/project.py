"""One project's feeds: what is withheld for each, its last batches, its faults by kind."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta

from django.db.models import Count, Min, QuerySet
from django.urls import reverse

from xinan.intake.marked import markable_batches
from xinan.intake.models import Batch, BatchSource
from xinan.intake.policies import visible_batches
from xinan.intake.sheets import SHEETS
from xinan.intake.switchboard.faults import fault_groups
from xinan.intake.switchboard.lines import Line
from xinan.intake.switchboard.policies import Watched, retakable
from xinan.kernel.text import Text
from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.monitoring.queries.switchboard import DAYS, Asked, switchboard
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.models import Project
from xinan.rules.registry import find_rule
from xinan.web.components.views import PageView
from xinan.web.shell.scope_words import place_words
from xinan.web.switchboard.looks import SOURCE_WORDS, batch_look
from xinan.web.switchboard.presenters import feed_views
from xinan.web.switchboard.views_data import BatchLine, FaultLine, WithheldView

BATCHES_PER_PAGE = 20
_SHEETS = {sheet.kind: Text(f"{sheet.number} {sheet.name.zh}", f"{sheet.number} {sheet.name.en}") for sheet in SHEETS}


def project_context(
    project: Project,
    *,
    seen: Watched,
    lines: Sequence[Line],
    user: User,
    scope: Scope,
    now: datetime,
    page: str,
) -> dict[str, object]:
    """Everything on the page; `lines` are the feeds that this person may watch."""
    today = now.date()
    found = switchboard(seen, asked=Asked(project_id=project.pk), today=today)
    kinds = None if len(lines) == len(Line) else [kind for line in lines for kind in line.kinds]
    withheld = _withheld(project.pk, today=today)
    feeds = feed_views(found.rows, today=today, open_projects=frozenset())
    batches = Batch.objects.filter(project_id=project.pk, dry_run=False).order_by("-received_at", "-id")
    if kinds is not None:
        batches = batches.filter(kind__in=kinds)
    number = int(page) if page.isdecimal() and len(page) < 7 else 1
    paging = PageView.near(batches.count(), number=number, size=BATCHES_PER_PAGE, target="#project-feeds")
    return {
        "project": project,
        "place": place_words(project.region_code, skip=1),
        "feeds": [(feed, withheld.get(row.line, [])) for feed, row in zip(feeds, found.rows, strict=True)],
        "batches": _batch_lines(batches, page=paging, user=user, scope=scope, today=today),
        "page": paging,
        "here": f"{reverse('switchboard-project', args=[project.pk])}?page={paging.number}",
        "faults": _fault_lines(project.pk, kinds=kinds, since=now - timedelta(days=DAYS)),
        "now": now,
    }


def kind_words(kind: str) -> Text:
    """The name of a kind of data; the kind itself where no sheet has it."""
    return _SHEETS.get(kind) or (Text(kind, kind) if kind else Text("未识别", "Not recognised"))


def _withheld(project_id: str, *, today: date) -> dict[str, list[WithheldView]]:
    """The findings held back, by the feed they wait for."""
    rows = (
        Warning.objects.filter(project_id=project_id, state=WarningState.WITHHELD, since__lte=today)
        .values("rule", "because", "period")
        .annotate(subjects=Count("pk"), first=Min("since"))
        .order_by("rule", "period")
    )
    found: dict[str, list[WithheldView]] = defaultdict(list)
    for row in rows:
        link, _, name = row["rule"].partition("/")
        found[row["because"]].append(
            WithheldView(find_rule(row["rule"]).title, (link, name), row["period"] or "", row["first"], row["subjects"])
        )
    return found


def _batch_lines(batches: QuerySet[Batch], *, page: PageView, user: User, scope: Scope, today: date) -> list[BatchLine]:
    rows = list(batches.select_related("submitted_by").defer("original_sealed")[page.slice])
    numbers = [batch.pk for batch in rows]
    opened = set(visible_batches(user, today=today).filter(pk__in=numbers).values_list("pk", flat=True))
    again = set(retakable(Batch.objects.filter(pk__in=numbers), scope=scope).values_list("pk", flat=True))
    retaken = set(Batch.objects.filter(retake_of__in=numbers).values_list("retake_of", flat=True))
    marked = markable_batches(rows) & opened
    return [
        _batch_line(
            batch,
            opened=batch.pk in opened,
            marked=batch.pk in marked,
            again=batch.pk in again,
            retaken=batch.pk in retaken,
        )
        for batch in rows
    ]


def _batch_line(batch: Batch, *, opened: bool, marked: bool, again: bool, retaken: bool) -> BatchLine:
    look = batch_look(batch)
    taken = batch.added + batch.changed + batch.unchanged
    return BatchLine(
        number=batch.pk,
        at=batch.received_at,
        title=kind_words(batch.kind),
        source=SOURCE_WORDS[BatchSource(batch.source)],
        name=batch.file_name or batch.sender_key,
        sender=batch.submitted_by.display_name if batch.submitted_by else "",
        look=look,
        rows=batch.rows,
        taken=taken,
        refused=max(batch.rows - taken, batch.rejected) if batch.finished_at else 0,
        upload_url=reverse("intake-upload", args=[batch.upload_key]) if opened and batch.upload_key else "",
        marked_url=reverse("intake-marked", args=[batch.pk]) if marked else "",
        may_retake=again,
        retake_of=batch.retake_of_id,
        retaken=retaken,
    )


def _fault_lines(project_id: str, *, kinds: Collection[str] | None, since: datetime) -> list[FaultLine]:
    return [
        FaultLine(
            kind_words(group.kind),
            group.column,
            group.what,
            group.remedy,
            group.code,
            group.rows,
            group.batches,
            group.last_at,
        )
        for group in fault_groups(project_id, kinds=kinds, since=since)
    ]
