"""Makes a file that was asked for, tells how far it has come, and keeps it sealed until it is discarded."""

import base64
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

import structlog
from django.db import transaction

from xinan.casework.cases.models import Case
from xinan.casework.dossier.export_models import UNFINISHED, ExportPart, ExportState, FileExport, Form, Version
from xinan.casework.dossier.file import file_for, file_of
from xinan.casework.dossier.items import Item
from xinan.casework.dossier.models import Seal
from xinan.casework.dossier.printing.archive import pack
from xinan.casework.dossier.printing.pdf import print_pdf
from xinan.casework.dossier.printing.volume import Volume
from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.registry.models import Enterprise

PART: Final = "file_export.part"
PIECE: Final = 2 * 1024 * 1024
KEPT: Final = timedelta(days=7)
_FULL: Final = Text("案　卷", "File of a case")
_PARTY: Final = Text("案　卷（当事人卷）", "File of a case (for a party)")

log = structlog.get_logger(__name__)


def make_export(export_id: int, *, now: datetime, keyring: Keyring) -> None:
    """Work an export off. Safe to run again: it begins anew, and one that is done stays as it is."""
    related = ("case__project__contractor", "case__employer", "case__office")
    export = FileExport.objects.select_related(*related).filter(pk=export_id, state__in=UNFINISHED).first()
    if export is None:
        return
    items = _items(export, now=now, keyring=keyring)
    FileExport.objects.filter(pk=export.pk).update(state=ExportState.WORKING, done=0, total=len(items))
    content = _content(export, items, now=now)
    with transaction.atomic():
        ExportPart.objects.filter(export=export).delete()
        for number, start in enumerate(range(0, len(content), PIECE)):
            text = base64.b64encode(content[start : start + PIECE]).decode()
            ExportPart.objects.create(export=export, number=number, sealed=keyring.seal(text, context=PART))
        FileExport.objects.filter(pk=export.pk).update(
            state=ExportState.DONE,
            done=len(items),
            finished_at=now,
            size=len(content),
            digest=sm3_hex(content),
        )


def fail_export(export_id: int, *, now: datetime) -> None:
    """Say of an export that did not come to its end that it failed."""
    FileExport.objects.filter(pk=export_id, state__in=UNFINISHED).update(state=ExportState.FAILED, finished_at=now)


def discard_exports(*, now: datetime) -> int:
    """Let go of the content of exports made some days ago; that they were made, and taken, stays."""
    old = FileExport.objects.filter(state=ExportState.DONE, finished_at__lt=now - KEPT)
    keys = list(old.values_list("pk", flat=True))
    with transaction.atomic():
        ExportPart.objects.filter(export__in=keys).delete()
        FileExport.objects.filter(pk__in=keys).update(state=ExportState.DISCARDED)
    return len(keys)


def _items(export: FileExport, *, now: datetime, keyring: Keyring) -> list[Item]:
    if export.version == Version.PARTY:
        return file_for(export.case, enterprise_id=export.enterprise_id, now=now, keyring=keyring)
    return file_of(export.case, now=now, keyring=keyring, clear=export.clear)


def _content(export: FileExport, items: Sequence[Item], *, now: datetime) -> bytes:
    full, seal = export.version == Version.FULL, Seal.objects.filter(case=export.case).order_by("-chapter").first()
    volume = Volume(
        title=_FULL if full else _PARTY,
        number=export.case.number,
        made_on=now.astimezone(CHINA).date(),
        items=items,
        notes=_notes(export, seal if full else None, now=now),
        language=export.language,
    )

    def told(done: int, total: int) -> None:
        FileExport.objects.filter(pk=export.pk).update(done=done, total=total)

    if export.form == Form.PDF:
        return print_pdf(volume, progress=told)
    rows = seal.entries.values_list("position", "key", "content", "digest") if full and seal is not None else ()
    return pack(volume, chain=list(rows), progress=told)


def _notes(export: FileExport, seal: Seal | None, *, now: datetime) -> tuple[tuple[Text, str], ...]:
    """What stands on the cover. For a party: whose it is and the day it was made, and nothing of the office's own days."""
    made = (Text("生成日期", "Made on"), f"{now.astimezone(CHINA):%Y-%m-%d}")
    if export.version == Version.PARTY:
        firm = Enterprise.objects.filter(pk=export.enterprise_id).values_list("name", flat=True).first()
        return ((Text("当事人", "Party"), firm or ""), made)
    case: Case = export.case
    notes = [(Text("案由", "Cause"), case.title), (Text("承办单位", "Office"), case.office.name), made]
    if seal is not None:
        notes += [
            (Text("封存", "Sealed"), f"{seal.sealed_at.astimezone(CHINA):%Y-%m-%d %H:%M} · {seal.chapter}"),
            (Text("封存摘要 SM3", "Seal (SM3)"), seal.end),
            (Text("保管至少至", "Kept at least until"), f"{seal.keep_until}　{seal.keep_law}"),
        ]
    return tuple(notes)
