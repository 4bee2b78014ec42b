"""The page of a file, ready to print."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from xinan.casework.cases.models import Case
from xinan.casework.dossier.chain import Kind
from xinan.casework.dossier.export_models import UNFINISHED, ExportState, FileExport
from xinan.casework.dossier.items import PART_WORDS, Item
from xinan.casework.dossier.models import Seal, SealCheck
from xinan.casework.dossier.printing.volume import Volume
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.registry.models import Enterprise

KIND_WORDS: Final = {
    Kind.CHANGED: Text("与封存时不同", "Not as it was sealed"),
    Kind.MISSING: Text("封存后缺失", "Missing since it was sealed"),
    Kind.ADDED: Text("封存后新增", "Added since it was sealed"),
    Kind.MOVED: Text("顺序变动", "In another place"),
    Kind.BROKEN: Text("封存记录本身被改动", "The seal itself was touched"),
}
# Data may be corrected after a closing; that shows, and is not by itself tampering.
_DATA: Final = ("payment:", "wages:")
_DATA_NOTE: Final = Text("数据在封存后有更正", "The data were corrected since")


@dataclass(frozen=True, slots=True)
class Line:
    """One item in the contents. `differs` says what the last look found about it."""

    number: str
    title: Text
    at: datetime | None
    papers: int
    differs: Text | None


@dataclass(frozen=True, slots=True)
class Group:
    """One part of the contents."""

    title: Text
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A difference that a look found; `position` is the place at which the item was sealed, 0 for none."""

    kind: Text
    title: Text
    position: int
    note: Text | None


@dataclass(frozen=True, slots=True)
class ExportLine:
    """An export in the list: what, for whom, how far, how often it was taken."""

    export: FileExport
    party: str
    running: bool
    ready: bool
    downloads: int


def groups_of(case: Case, items: Sequence[Item], check: SealCheck | None) -> tuple[Group, ...]:
    """The contents by part, numbered as they are in a print of the whole file."""
    numbered = Volume(Text("", ""), case.number, case.opened_on, items).numbered()
    differs = {key: KIND_WORDS[Kind(kind)] for kind, key, _ in check.differences} if check is not None else {}
    parts: dict[str, list[Line]] = {}
    for number, item in numbered:
        line = Line(number, item.title, item.at, len(item.papers), differs.get(item.key))
        parts.setdefault(item.part, []).append(line)
    return tuple(Group(PART_WORDS[part], tuple(lines)) for part, lines in parts.items())  # type: ignore[index]


def found_of(check: SealCheck, items: Sequence[Item]) -> tuple[Found, ...]:
    """What the last look found, each named as in the contents where it still is there."""
    titles = {item.key: item.title for item in items}
    return tuple(
        Found(
            KIND_WORDS[Kind(kind)],
            titles.get(key, _named(key, position)),
            position,
            _DATA_NOTE if key.startswith(_DATA) else None,
        )
        for kind, key, position in check.differences
    )


def exports_of(case: Case, user: User) -> tuple[ExportLine, ...]:
    """The last exports of a case: those with names in clear are their asker's alone to take."""
    rows = list(FileExport.objects.filter(case=case).select_related("asked_by").prefetch_related("downloads")[:20])
    firms = dict(Enterprise.objects.filter(pk__in=[row.enterprise_id for row in rows]).values_list("pk", "name"))
    return tuple(
        ExportLine(
            row,
            firms.get(row.enterprise_id, ""),
            row.state in UNFINISHED,
            row.state == ExportState.DONE and (not row.clear or row.asked_by_id == user.pk),
            len(row.downloads.all()),
        )
        for row in rows
    )


def last_seal(case: Case) -> tuple[Seal | None, SealCheck | None]:
    """The last chapter and the last look at it."""
    seal = Seal.objects.filter(case=case).select_related("sealed_by").order_by("-chapter").first()
    return seal, SealCheck.objects.filter(seal=seal).select_related("by").first() if seal is not None else None


def _named(key: str, position: int) -> Text:
    if key.startswith("chapter:"):
        number = key.removeprefix("chapter:")
        return Text(f"第 {number} 次封存", f"Chapter {number}")
    return (
        Text(f"封存第 {position} 条", f"Item {position} of the seal")
        if position
        else Text("封存摘要", "The seal's digest")
    )
