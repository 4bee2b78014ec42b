"""The history of a project in words: what was done to its facts, its warnings, its batches; who and when."""

from typing import Any, Final

from xinan.intake.models import BatchState
from xinan.kernel.text import Text
from xinan.monitoring.causes import cause_words
from xinan.monitoring.enums import WarningEventKind
from xinan.monitoring.queries import HistoryEntry
from xinan.rules.model import Level
from xinan.rules.registry import find_rule
from xinan.rules.vocabulary import TABLES
from xinan.web.components.figures import cell
from xinan.web.components.views import Event

SYSTEM: Final = Text("系统研判", "The system")
UNKNOWN: Final = Text("系统导入", "Loaded by the system")

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
# What a row of a table of the product is called.
_SUBJECTS: Final = {
    "registry.Project": Text("项目信息", "project data"),
    "registry.ProjectUnit": Text("参建单位", "units"),
    "registry.Team": Text("班组", "teams"),
    "registry.WageAccount": Text("工资专户", "wage accounts"),
    "registry.Deposit": Text("工资保证金", "deposits"),
    "registry.Pause": Text("停复工记录", "pauses"),
    "registry.NoticeBoard": Text("维权告示牌", "notice boards"),
    "workforce.Employment": Text("实名登记", "roster entries"),
    "workforce.EntryExit": Text("进退场记录", "entries and exits"),
    "payments.PayrollLine": Text("工资表明细", "payroll lines"),
    "payments.WagePayment": Text("工资发放", "wage payments"),
    "casework.Clue": Text("投诉线索", "clues"),
}
_DONE: Final = {
    "insert": Text("新增", "added"),
    "update": Text("更正", "corrected"),
    "delete": Text("删除", "deleted"),
}
_BATCHES: Final = {
    BatchState.RECEIVED: Text("收到", "received"),
    BatchState.RUNNING: Text("正在处理", "being taken"),
    BatchState.DONE: Text("已入库", "taken"),
    BatchState.DRY: Text("试运行", "tried, not taken"),
    BatchState.REFUSED: Text("未入库", "refused"),
}


def event_of(entry: HistoryEntry) -> Event:
    """An entry as the page shows it."""
    made = {"warning": _warning, "batch": _batch}.get(entry.kind, _facts)
    return made(entry)


def _warning(entry: HistoryEntry) -> Event:
    title, kind = find_rule(entry.subject).title, _KINDS[WarningEventKind(entry.action)]
    said = Text(f"{kind.zh}：{title.zh} {entry.period}".strip(), f"{kind.en}: {title.en} {entry.period}".strip())
    note = _with_version(cause_words(entry.cause), entry.version)
    return Event(entry.at, SYSTEM, said, "warning", Level(entry.level), note)


def _with_version(cause: Text | None, version: int | None) -> Text | None:
    """What brought it about, and which version of the rule spoke."""
    if version is None:
        return cause
    spoke = Text(f"规则第 {version} 版", f"version {version} of the rule")
    return Text(f"{cause.zh}；{spoke.zh}", f"{cause.en}; {spoke.en}") if cause else spoke


def _batch(entry: HistoryEntry) -> Event:
    state = _BATCHES[BatchState(entry.action)]
    name = entry.cause or entry.subject
    said = Text(f"报送“{name}”{entry.rows} 行：{state.zh}", f"Reported “{name}”, {entry.rows} rows: {state.en}")
    return Event(entry.at, _who(entry), said, "batch")


def _facts(entry: HistoryEntry) -> Event:
    done, what = _DONE[entry.action], _SUBJECTS[entry.subject]
    said = Text(f"{done.zh}{what.zh} {entry.rows} 条", f"{entry.rows} {what.en} {done.en}")
    return Event(entry.at, _who(entry), said, "fact", None, _changed(entry.changed))


def _changed(changed: dict[str, tuple[Any, Any]]) -> Text | None:
    """Which columns of the project changed, from what to what."""
    columns = {column.name: column.meaning for column in TABLES["project"].columns}
    said = [(columns[name], before, after) for name, (before, after) in changed.items() if name in columns]
    if not said:
        return None
    return Text(
        "；".join(f"{what.zh}：{cell(a, language='zh')} → {cell(b, language='zh')}" for what, a, b in said),
        "; ".join(f"{what.en}: {cell(a, language='en')} → {cell(b, language='en')}" for what, a, b in said),
    )


def _who(entry: HistoryEntry) -> Text:
    return Text(entry.who, entry.who) if entry.who else UNKNOWN
