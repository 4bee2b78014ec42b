"""What the people of the case wrote down, asked of each other and put into the file; and the weekly words on what was late."""

from collections.abc import Iterator
from functools import partial

from xinan.casework.cases.files import CONTENT, NAME
from xinan.casework.cases.models import CaseEntry, CaseFile, CaseTask
from xinan.casework.dossier.items import Item, Paper, Part
from xinan.casework.dossier.models import WeekWord
from xinan.casework.dossier.opening import digest_of, opened, opened_bytes, said
from xinan.casework.dossier.sources.asked import Asked, minute
from xinan.kernel.text import Text


def worked_items(asked: Asked) -> Iterator[Item]:
    """Minutes and notes, tasks with their answers, files that belong to neither, weekly words: by time."""
    found = [*_entries(asked), *_tasks(asked), *_files(asked), *_words(asked)]
    yield from sorted(found, key=lambda item: (item.at.timestamp() if item.at else 0.0, item.key))


def _entries(asked: Asked) -> Iterator[Item]:
    for entry in CaseEntry.objects.filter(case=asked.case).select_related("by").order_by("pk"):
        words = opened(entry.words_sealed, context="case_entry.words", keyring=asked.keyring)
        files = list(entry.files.defer("content_sealed").order_by("pk"))
        title = str(entry.get_kind_display())
        yield Item(
            key=f"entry:{entry.pk}",
            part=Part.WORK,
            title=Text(title, title),
            at=entry.at,
            sealed={
                "kind": entry.kind,
                "words": said(words),
                "happened_on": entry.happened_on,
                "by": entry.by_id,
                "at": entry.at,
                "files": [_sealed_file(file, asked) for file in files],
            },
            lines=(
                (Text("发生日", "Day"), f"{entry.happened_on}"),
                (Text("记录人", "By"), entry.by.display_name),
                (Text("记录时间", "Written"), minute(entry.at)),
            ),
            words=words or "",
            papers=_papers(files, asked),
        )


def _tasks(asked: Asked) -> Iterator[Item]:
    tasks = CaseTask.objects.filter(case=asked.case).select_related("to_user", "to_office", "made_by", "answered_by")
    for task in tasks.order_by("pk"):
        words = opened(task.words_sealed, context="case_task.words", keyring=asked.keyring)
        answer = opened(task.answer_sealed, context="case_task.answer", keyring=asked.keyring)
        files = list(task.files.defer("content_sealed").order_by("pk"))
        whose = task.to_user.display_name if task.to_user else task.to_office.name if task.to_office else ""
        yield Item(
            key=f"task:{task.pk}",
            part=Part.WORK,
            title=Text(f"任务：{task.title}", f"Task: {task.title}"),
            at=task.made_at,
            sealed={
                "title": task.title,
                "words": said(words),
                "to": [task.to_user_id, task.to_office_id],
                "background": task.background,
                "due_on": task.due_on,
                "state": task.state,
                "made": [task.made_by_id, task.made_at],
                "answer": [said(answer), task.answered_by_id, task.answered_at],
                "ended": [task.ended_by_id, task.ended_at],
                "files": [_sealed_file(file, asked) for file in files],
            },
            lines=(
                (Text("交办给", "To"), whose),
                (Text("答复期限", "Due"), f"{task.due_on}"),
                (Text("状态", "State"), str(task.get_state_display())),
                (Text("答复", "Answer"), answer or "—"),
                (Text("答复时间", "Answered"), minute(task.answered_at) or "—"),
            ),
            words=words or "",
            papers=_papers(files, asked),
        )


def _files(asked: Asked) -> Iterator[Item]:
    for file in (
        CaseFile.objects.filter(case=asked.case, task=None, entry=None)
        .select_related("by")
        .defer("content_sealed")
        .order_by("pk")
    ):
        yield Item(
            key=f"file:{file.pk}",
            part=Part.WORK,
            title=Text("卷宗材料", "A paper of the file"),
            at=file.at,
            sealed={"file": _sealed_file(file, asked), "by": file.by_id, "at": file.at},
            lines=((Text("上传人", "By"), file.by.display_name), (Text("时间", "When"), minute(file.at))),
            papers=_papers([file], asked),
        )


def _words(asked: Asked) -> Iterator[Item]:
    rows = WeekWord.objects.filter(proceeding__in=[one.pk for one in asked.proceedings]).select_related("by")
    for word in rows.order_by("at", "pk"):
        yield Item(
            key=f"word:{word.pk}",
            part=Part.WORK,
            title=Text("逾期周说明", "A weekly word on what is late"),
            at=word.at,
            sealed={
                "proceeding": word.proceeding_id,
                "week_on": word.week_on,
                "words": word.words,
                "by": word.by_id,
                "at": word.at,
            },
            lines=((Text("说明人", "By"), word.by.display_name), (Text("时间", "When"), minute(word.at))),
            words=word.words,
        )


def _sealed_file(file: CaseFile, asked: Asked) -> list[object]:
    name = opened(file.name_sealed, context=NAME, keyring=asked.keyring)
    return [file.pk, said(name), file.media_type, file.of_answer, partial(_digest, file, asked)]


def _papers(files: list[CaseFile], asked: Asked) -> tuple[Paper, ...]:
    return tuple(Paper(file.media_type, file.size, partial(_content_or_nothing, file, asked)) for file in files)


def _content(file: CaseFile, asked: Asked) -> bytes | None:
    return opened_bytes(file.content_sealed, context=CONTENT, keyring=asked.keyring)


def _digest(file: CaseFile, asked: Asked) -> str:
    return digest_of(_content(file, asked))


def _content_or_nothing(file: CaseFile, asked: Asked) -> bytes:
    return _content(file, asked) or b""
