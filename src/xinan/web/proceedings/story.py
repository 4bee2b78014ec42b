"""The timeline of proceedings, as far as the viewer may read it."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse

from xinan.kernel.text import Text
from xinan.procedures.enums import ACTOR_NAMES, ActorKind
from xinan.procedures.models import Proceeding, Proof
from xinan.procedures.queries import timeline_of
from xinan.procedures.sheets import kept_lines
from xinan.procedures.timeline import Entry
from xinan.web.proceedings.firm import OPENLY, Seen, seen_by_firm
from xinan.web.proceedings.views_data import ProofView, StoryLine

_SYSTEM: Final = Text("系统", "The system")
_TITLES: Final = {
    "image/jpeg": Text("照片", "Photograph"),
    "image/png": Text("图片", "Picture"),
    "application/pdf": Text("PDF 文件", "PDF"),
    "application/vnd.ms-excel": Text("Excel 文件", "Excel"),
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": Text("Excel 文件", "Excel"),
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": Text("Word 文件", "Word"),
}


def story_lines(proceedings: Sequence[Proceeding], *, as_firm: bool) -> list[StoryLine]:
    """Everything that happened in these proceedings, the latest first."""
    found = [(entry, _seen(each, entry, as_firm=as_firm)) for each in proceedings for entry in timeline_of(each)]
    shown = sorted((pair for pair in found if pair[1] is not Seen.NOTHING), key=lambda pair: pair[0].at)
    # Of what happened in one moment the later stands above, too.
    return [_line(entry, wordless=seen is Seen.WORDLESS) for entry, seen in shown][::-1]


def _seen(proceeding: Proceeding, entry: Entry, *, as_firm: bool) -> Seen:
    if not as_firm:
        return Seen.ALL
    if entry.kind == "clock":
        return Seen.ALL if proceeding.procedure in OPENLY else Seen.NOTHING
    return seen_by_firm(proceeding.procedure, move=entry.code, as_kind=entry.as_kind)


def proof_views(proofs: Iterable[Proof]) -> tuple[ProofView, ...]:
    """Files as links; a name may be a person's and is shown with the file only."""
    return tuple(
        ProofView(
            url=reverse("proof", args=[proof.pk]),
            title=_TITLES.get(proof.media_type, Text("文件", "File")),
            size=size_text(proof.size),
        )
        for proof in proofs
    )


def size_text(size: int) -> str:
    """How large a file is.

    >>> size_text(900), size_text(2_500_000)
    ('1 KB', '2.4 MB')
    """
    return f"{max(size // 1024, 1)} KB" if size < 1024 * 1024 else f"{size / 1024 / 1024:.1f} MB"


def _line(entry: Entry, *, wordless: bool) -> StoryLine:
    moved = entry.state_before is not None and entry.state_before != entry.state_after
    return StoryLine(
        at=entry.at,
        who=_who(entry),
        what=entry.title,
        after=entry.state_after if moved else None,
        reason=Text("", "") if wordless else entry.reason,
        plan_on=entry.plan_on,
        until_on=entry.until_on,
        proofs=() if wordless else proof_views(entry.proofs),
        is_clock=entry.kind == "clock",
        target="" if wordless else entry.target,
        happened_on=entry.happened_on,
        kept=() if wordless else tuple(kept_lines(entry.other)),
    )


def _who(entry: Entry) -> Text:
    if entry.by is None:
        return _SYSTEM
    kind = ACTOR_NAMES[ActorKind(entry.as_kind)] if entry.as_kind in set(ActorKind) else None
    name = str(entry.by)
    if kind is None:
        return Text(name, name)
    return Text(f"{kind.zh} {name}", f"{kind.en} {name}")
