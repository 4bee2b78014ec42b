"""The timeline of a warning's handling, as far as the viewer may read it."""

from collections.abc import Iterable, Sequence
from typing import Final

from django.urls import reverse

from xinan.kernel.text import Text
from xinan.procedures.enums import ACTOR_NAMES, ActorKind
from xinan.procedures.models import Proceeding, Proof, Step
from xinan.procedures.queries import timeline_of
from xinan.procedures.timeline import Entry
from xinan.web.handling.views_data import ProofView, StoryLine

# Between offices: a firm reads that it happened, not what was written; of a note it reads nothing.
_BETWEEN_OFFICES: Final = frozenset(
    {"propose_false_alarm", "propose_exemption", "refuse_proposal", "withdraw_proposal", "hold"}
)
_UNSEEN_BY_FIRMS: Final = frozenset({"note"})
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
    entries = [entry for each in proceedings for entry in timeline_of(each)]
    seen = (entry for entry in entries if not (as_firm and entry.code in _UNSEEN_BY_FIRMS))
    # Of what happened in one moment the later stands above, too.
    return [_line(entry, as_firm=as_firm) for entry in sorted(seen, key=lambda entry: entry.at)][::-1]


def may_read_proof(step: Step, *, as_firm: bool) -> bool:
    """Whether the files of a step are open to the viewer, who sees its proceeding."""
    return not as_firm or step.move not in _BETWEEN_OFFICES | _UNSEEN_BY_FIRMS


def proof_views(proofs: Iterable[Proof]) -> tuple[ProofView, ...]:
    """Files as links; a name may be a person's and is shown with the file only."""
    return tuple(
        ProofView(
            url=reverse("warning-proof", args=[proof.pk]),
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


def _line(entry: Entry, *, as_firm: bool) -> StoryLine:
    hidden = as_firm and entry.code in _BETWEEN_OFFICES
    moved = entry.state_before is not None and entry.state_before != entry.state_after
    return StoryLine(
        at=entry.at,
        who=_who(entry),
        what=entry.title,
        after=entry.state_after if moved else None,
        reason=Text("", "") if hidden else entry.reason,
        plan_on=entry.plan_on,
        until_on=entry.until_on,
        proofs=() if hidden else proof_views(entry.proofs),
        is_clock=entry.kind == "clock",
    )


def _who(entry: Entry) -> Text:
    if entry.by is None:
        return _SYSTEM
    kind = ACTOR_NAMES[ActorKind(entry.as_kind)] if entry.as_kind in set(ActorKind) else None
    name = str(entry.by)
    if kind is None:
        return Text(name, name)
    return Text(f"{kind.zh} {name}", f"{kind.en} {name}")
