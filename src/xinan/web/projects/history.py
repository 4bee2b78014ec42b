"""Everything that happened to a project: warnings, changes of its facts, batches of data; who and when."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.apps import apps
from django.db.models import Count, F, Q
from pghistory.models import Context

from xinan.intake.models import Batch, BatchState
from xinan.kernel.text import Text
from xinan.monitoring.enums import WarningEventKind
from xinan.monitoring.models import WarningEvent
from xinan.people.models import User
from xinan.registry.models import Project
from xinan.rules.model import Level
from xinan.rules.registry import find_rule
from xinan.rules.vocabulary import TABLES
from xinan.web.components.views import Event

SYSTEM: Final = Text("系统研判", "The system")
UNKNOWN: Final = Text("系统导入", "Loaded by the system")
PER_PAGE: Final = 15
# More than anybody leafs through; what is older is in the exports.
MOST: Final = 400
CAUSES_SHOWN: Final = 3

_KINDS: Final = {
    WarningEventKind.OPENED: Text("产生预警", "Warning raised"),
    WarningEventKind.REOPENED: Text("再次产生预警", "Warning raised again"),
    WarningEventKind.RAISED: Text("预警升级", "Warning made graver"),
    WarningEventKind.LOWERED: Text("预警降级", "Warning made lighter"),
    WarningEventKind.UPDATED: Text("预警数据更新", "Warning's figures changed"),
    WarningEventKind.RESUMED: Text("恢复研判", "Verdict resumed"),
    WarningEventKind.WITHHELD: Text("数据中断，暂缓", "Withheld: data silent"),
    WarningEventKind.SUPPRESSED: Text("并入更重的预警", "Kept as a detail of a graver one"),
    WarningEventKind.CURED: Text("预警消除", "Warning cured"),
}
# Model of the history, the way from it to the project, what a row is called.
_FACTS: Final = (
    ("registry.ProjectEvent", "pgh_obj_id", Text("项目信息", "project")),
    ("registry.ProjectUnitEvent", "project_id", Text("参建单位", "units")),
    ("registry.TeamEvent", "project_id", Text("班组", "teams")),
    ("registry.WageAccountEvent", "project_id", Text("工资专户", "wage account")),
    ("registry.DepositEvent", "project_id", Text("工资保证金", "deposit")),
    ("registry.PauseEvent", "project_id", Text("停复工", "pause")),
    ("registry.NoticeBoardEvent", "project_id", Text("维权告示牌", "notice board")),
    ("workforce.EmploymentEvent", "project_id", Text("实名登记", "roster entries")),
    ("payments.PayrollLineEvent", "project_id", Text("工资表明细", "payroll lines")),
    ("payments.WagePaymentEvent", "project_id", Text("工资发放", "wage payments")),
)
_DONE: Final = {
    "insert": Text("新增", "added"),
    "update": Text("更正", "corrected"),
    "delete": Text("删除", "deleted"),
}


def history_of(project: Project) -> tuple[Event, ...]:
    """The newest first. A fixed number of queries: warnings, batches, one for each kind of fact, users."""
    changes = [change for kind in _FACTS for change in _changes(project, *kind)]
    batches = list(
        Batch.objects.filter(project_id=project.pk, state=BatchState.DONE, dry_run=False)
        .select_related("submitted_by")
        .only("kind", "file_name", "added", "changed", "finished_at", "received_at", "submitted_by")[:MOST]
    )
    names = _names(changes)
    events = [
        *_warnings(project),
        *(_batch(batch) for batch in batches),
        *(_change(change, names=names) for change in changes),
    ]
    return tuple(sorted(events, key=lambda event: event.at, reverse=True))


def _warnings(project: Project) -> Iterable[Event]:
    rows = WarningEvent.objects.filter(warning__project=project).select_related("warning").order_by("-at", "-id")[:MOST]
    for row in rows:
        title = find_rule(row.warning.rule).title
        kind, period = _KINDS[WarningEventKind(row.kind)], row.warning.period or ""
        said = Text(f"{kind.zh}：{title.zh} {period}".strip(), f"{kind.en}: {title.en} {period}".strip())
        yield Event(row.at, SYSTEM, said, "warning", Level(row.level), _cause(row.cause))


def _cause(cause: str) -> Text | None:
    """What brought it about, in words: the fact tables that changed (`table:operation`), or the passing of time."""
    names = list(dict.fromkeys(part.split(":")[0].strip() for part in cause.split(",") if part.strip()))
    known = [TABLES[name].meaning for name in names if name in TABLES]
    if not known:
        return Text("起因：时间推移", "Because time passed") if names else None
    more = len(known) - CAUSES_SHOWN
    zh, en = "、".join(each.zh for each in known[:CAUSES_SHOWN]), ", ".join(each.en for each in known[:CAUSES_SHOWN])
    return Text(
        f"起因：{zh}{f'等 {len(known)} 类数据' if more > 0 else ''}有变动",
        f"Because of changes: {en}{f' and {more} more' if more > 0 else ''}",
    )


def _batch(batch: Batch) -> Event:
    said = Text(
        f"报送 {batch.kind}：新增 {batch.added} 行，更正 {batch.changed} 行",
        f"Reported {batch.kind}: {batch.added} rows added, {batch.changed} corrected",
    )
    who = str(batch.submitted_by) if batch.submitted_by else ""
    note = Text(batch.file_name, batch.file_name) if batch.file_name else None
    return Event(batch.finished_at or batch.received_at, Text(who, who) if who else UNKNOWN, said, "batch", None, note)


def _changes(project: Project, model: str, field: str, what: Text) -> list[dict[str, Any]]:
    """One line for each transaction: rows written together carry the same moment. A batch has its own line."""
    events = apps.get_model(model).objects.filter(Q(batch_id=None), **{field: project.pk})
    grouped = events.values("pgh_created_at", "pgh_label", context=F("pgh_context_id")).annotate(n=Count("pgh_id"))
    return [{**row, "what": what} for row in grouped.order_by("-pgh_created_at")[:MOST]]


def _names(changes: list[dict[str, Any]]) -> Mapping[Any, str]:
    """Who acted, by context."""
    contexts = Context.objects.filter(pk__in={change["context"] for change in changes if change["context"]})
    users = {context.pk: context.metadata.get("user") for context in contexts}
    names = dict(User.objects.filter(pk__in={pk for pk in users.values() if pk}).values_list("pk", "display_name"))
    return {context: names.get(user, "") for context, user in users.items()}


def _change(change: dict[str, Any], *, names: Mapping[Any, str]) -> Event:
    done, what, number = _DONE[change["pgh_label"]], change["what"], change["n"]
    said = Text(f"{done.zh}{what.zh} {number} 条", f"{number} {what.en} {done.en}")
    who = names.get(change["context"], "")
    return Event(change["pgh_created_at"], Text(who, who) if who else UNKNOWN, said, "fact")
