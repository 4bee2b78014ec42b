"""What the case was opened from: clues with every voice, and warnings. No party to the case ever sees any of it."""

from collections.abc import Iterator
from functools import partial

from xinan.casework.cases.models import CaseClue, CaseWarning
from xinan.casework.dossier.items import Item, Paper, Part
from xinan.casework.dossier.opening import digest_of, opened, opened_bytes, said
from xinan.casework.dossier.sources.asked import Asked, minute
from xinan.casework.models import Clue
from xinan.casework.voice_models import Voice, VoiceFile
from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.procedures.given import PROOF_CONTENT
from xinan.rules.registry import find_rule


def told_items(asked: Asked) -> Iterator[Item]:
    """Each clue and the voices in it, in the order in which they came; then the warnings."""
    links = CaseClue.objects.filter(case=asked.case).select_related("clue__office", "clue__employer").order_by("pk")
    for link in links:
        yield _clue(link.clue, asked=asked)
        voices = Voice.objects.filter(clue=link.clue).order_by("received_at", "pk")
        for voice in voices:
            yield _voice(voice, number=link.clue.number, asked=asked)
    for caused in CaseWarning.objects.filter(case=asked.case).select_related("warning").order_by("pk"):
        yield _warning(caused.warning)


def _clue(clue: Clue, *, asked: Asked) -> Item:
    told = opened(clue.told_sealed, context="clue.told", keyring=asked.keyring)
    return Item(
        key=f"clue:{clue.pk}",
        part=Part.SOURCES,
        title=Text(f"线索 {clue.number or clue.pk}", f"Clue {clue.number or clue.pk}"),
        at=clue.taken_at,
        sealed={
            "number": clue.number,
            "project": clue.project_id,
            "received_on": clue.received_on,
            "channel": clue.channel,
            "source_number": clue.source_number,
            "employer_words": clue.employer_words,
            "site_words": clue.site_words,
            "told": said(told),
        },
        lines=(
            (Text("来源", "Channel"), str(clue.get_channel_display())),
            (Text("收到", "Received"), f"{clue.received_on}"),
            (Text("首接单位", "First office"), clue.office.name if clue.office else "—"),
            (Text("涉及人数", "Workers"), f"{clue.workers}"),
            (Text("涉及金额（元）", "Amount (yuan)"), "—" if clue.amount is None else f"{clue.amount:,.2f}"),
            (Text("谁欠薪（原话）", "Who owes (as told)"), clue.employer_words or "—"),
            (Text("在哪干活（原话）", "Where (as told)"), clue.site_words or "—"),
        ),
        words=told or "",
    )


def _voice(voice: Voice, *, number: str, asked: Asked) -> Item:
    clear = {
        field: opened(voice.sealed(field), context=f"voice.{field}", keyring=asked.keyring)
        for field in ("name", "phone", "id_number", "words")
    }
    files = list(voice.files.defer("content_sealed").order_by("pk"))
    return Item(
        key=f"voice:{voice.pk}",
        part=Part.SOURCES,
        title=Text(f"工人诉求（线索 {number}）", f"A worker's words (clue {number})"),
        at=voice.received_at,
        sealed={
            "clue": voice.clue_id,
            "channel": voice.channel,
            "received_at": voice.received_at,
            **{field: said(text) for field, text in clear.items()},
            "worker": voice.worker_id,
            "amount": voice.amount,
            "from": voice.from_month,
            "to": voice.to_month,
            "may_be_named": voice.may_be_named,
            "wants_mediation": voice.wants_mediation,
            "files": [[file.pk, file.media_type, partial(_digest, file, asked=asked)] for file in files],
        },
        lines=(
            (Text("诉求人", "Who"), asked.shown(clear["name"], voice.name_masked) or "—"),
            (Text("证件号码", "Identity number"), voice.id_number_masked or "—"),
            (Text("电话", "Phone"), voice.phone_masked or "—"),
            (Text("收到", "Received"), minute(voice.received_at)),
            (Text("自述金额（元）", "Amount told (yuan)"), "—" if voice.amount is None else f"{voice.amount:,.2f}"),
            (Text("期间", "Months"), f"{voice.from_month or '—'} – {voice.to_month or '—'}"),
        ),
        words=clear["words"] or "",
        papers=tuple(
            Paper(file.media_type, file.size, partial(_content_or_nothing, file, asked=asked)) for file in files
        ),
    )


def _warning(warning: Warning) -> Item:
    title = find_rule(warning.rule).title
    return Item(
        key=f"warning:{warning.pk}",
        part=Part.SOURCES,
        title=Text(f"预警：{title.zh}", f"Warning: {title.en}"),
        at=warning.opened_at,
        sealed={
            "rule": warning.rule,
            "project": warning.project_id,
            "subject": [warning.subject_kind, warning.subject_id],
            "period": warning.period,
            "since": warning.since,
            "opened_at": warning.opened_at,
        },
        lines=(
            (Text("等级", "Level"), str(warning.get_level_display())),
            (Text("起始日", "Since"), f"{warning.since}"),
            (Text("所属期间", "Period"), warning.period or "—"),
            (Text("产生", "Raised"), minute(warning.opened_at)),
        ),
    )


def _content(file: VoiceFile, *, asked: Asked) -> bytes | None:
    return opened_bytes(file.content_sealed, context=PROOF_CONTENT, keyring=asked.keyring)


def _digest(file: VoiceFile, *, asked: Asked) -> str:
    return digest_of(_content(file, asked=asked))


def _content_or_nothing(file: VoiceFile, *, asked: Asked) -> bytes:
    return _content(file, asked=asked) or b""
