"""Everything that happened in a case in one line of time, the latest first."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from django.urls import reverse

from xinan.casework.cases.actions.write_entry import words_of
from xinan.casework.cases.enums import EntryKind, Part
from xinan.casework.cases.models import Case, CaseEntry, CaseFile, CaseMember, CaseTask
from xinan.documents.enums import EventKind
from xinan.documents.kinds import find_kind
from xinan.documents.models import LetterEvent
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.procedures.letters import PROCEEDING
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure
from xinan.web.proceedings.story import size_text, story_lines
from xinan.web.proceedings.views_data import ProofView, StoryLine

_NONE = Text("", "")
_FILE = Text("卷宗材料", "A paper of the file")
_ENTRIES = {
    EntryKind.NOTE: Text("工作记录", "A note"),
    EntryKind.MINUTES: Text("会议纪要", "Minutes"),
    EntryKind.TALK: Text("谈话记录", "A talk"),
}
_PARTS = {
    Part.LEADER: Text("负责人", "leader"),
    Part.ARREARS: Text("欠薪查办", "officer of the arrears"),
    Part.BACKGROUND: Text("背后问题查办", "officer of what is behind"),
    Part.MEMBER: Text("成员", "member"),
    Part.SUPERVISOR: Text("督办", "supervisor"),
    Part.MEDIATOR: Text("调解员", "mediator"),
    Part.ARBITRATOR: Text("仲裁员", "arbitrator"),
    Part.DEPARTMENT: Text("行业主管部门成员", "member of a department"),
}
_LETTERS = {
    EventKind.ISSUED: Text("签发文书", "Letter issued"),
    EventKind.SERVED: Text("文书送达", "Letter served"),
    EventKind.REPLIED: Text("收到回复", "Reply received"),
    EventKind.VOIDED: Text("文书作废", "Letter voided"),
}


def part_name(part: str) -> Text:
    """The name of a part."""
    return _PARTS[Part(part)]


def timeline(case: Case, proceedings: Sequence[Proceeding], *, keyring: Keyring) -> list[StoryLine]:
    """Steps of every proceeding, entries, tasks, members and letters, in one list."""
    found = [
        *_steps(proceedings),
        *_entries(case, keyring=keyring),
        *_tasks(case),
        *_members(case),
        *_letters(proceedings),
    ]
    return sorted(found, key=lambda line: line.at, reverse=True)


def _line(
    at: datetime, by: User | None, what: Text, *, reason: Text = _NONE, proofs: tuple[ProofView, ...] = ()
) -> StoryLine:
    who = Text(str(by), str(by)) if by is not None else Text("系统", "The system")
    return StoryLine(
        at=at,
        who=who,
        what=what,
        after=None,
        reason=reason,
        plan_on=None,
        until_on=None,
        proofs=proofs,
        is_clock=False,
    )


def _steps(proceedings: Sequence[Proceeding]) -> Iterable[StoryLine]:
    for each in proceedings:
        name = find_procedure(each.procedure).name
        for line in story_lines([each], as_firm=False):
            what = Text(f"{name.zh}：{line.what.zh}", f"{name.en}: {line.what.en}")
            yield replace(line, what=what)


def file_views(files: Iterable[CaseFile]) -> tuple[ProofView, ...]:
    """Files as links; their names are shown with the file only."""
    return tuple(ProofView(reverse("case-file", args=[each.pk]), _FILE, size_text(each.size)) for each in files)


def _entries(case: Case, *, keyring: Keyring) -> Iterable[StoryLine]:
    rows = CaseEntry.objects.filter(case=case).select_related("by").prefetch_related("files")
    for entry in rows:
        words = words_of(entry, keyring=keyring)
        day = "" if entry.happened_on == entry.at.astimezone(CHINA).date() else f"（{entry.happened_on}）"
        name = _ENTRIES[EntryKind(entry.kind)]
        yield _line(
            entry.at,
            entry.by,
            Text(f"{name.zh}{day}", f"{name.en} {day}".strip()),
            reason=Text(words, words),
            proofs=file_views(entry.files.all()),
        )


def _tasks(case: Case) -> Iterable[StoryLine]:
    rows = CaseTask.objects.filter(case=case).select_related("made_by", "answered_by", "ended_by")
    for task in rows:
        title = Text(task.title, task.title)
        yield _line(task.made_at, task.made_by, Text("交办任务", "A task was given"), reason=title)
        if task.answered_at is not None:
            yield _line(task.answered_at, task.answered_by, Text("任务已答复", "A task was answered"), reason=title)
        if task.ended_at is not None:
            what = Text("认可答复", "The answer accepted")
            if task.state == "withdrawn":
                what = Text("撤回任务", "A task taken back")
            yield _line(task.ended_at, task.ended_by, what, reason=title)


def _members(case: Case) -> Iterable[StoryLine]:
    rows = CaseMember.objects.filter(case=case).select_related("user", "added_by", "removed_by")
    for each in rows:
        part, name = part_name(each.part), each.user.display_name
        reason = Text(each.reason, each.reason)
        yield _line(
            each.from_at, each.added_by, Text(f"{name}加入：{part.zh}", f"{name} joined as {part.en}"), reason=reason
        )
        if each.to_at is not None:
            yield _line(each.to_at, each.removed_by, Text(f"{name}不再担任{part.zh}", f"{name} is no longer {part.en}"))


def _letters(proceedings: Sequence[Proceeding]) -> Iterable[StoryLine]:
    ids = [str(each.pk) for each in proceedings]
    rows = LetterEvent.objects.filter(
        letter__subject_kind=PROCEEDING, letter__subject_id__in=ids, kind__in=list(_LETTERS)
    ).select_related("letter", "by")
    for event in rows:
        kind = find_kind(event.letter.kind).name
        number = event.letter.number
        words = Text(f"{kind.zh} {number}".strip(), f"{kind.en} {number}".strip())
        yield _line(event.at, event.by, _LETTERS[EventKind(event.kind)], reason=words)
