"""Hands out a file that was made; who took it is written down first."""

import base64
from collections.abc import Iterator
from datetime import datetime

from django.db import transaction

from xinan.casework.cases.enums import LookedAt
from xinan.casework.cases.models import CaseLook
from xinan.casework.cases.refusals import no_such_case
from xinan.casework.dossier.actions.ask_export import exporting_case
from xinan.casework.dossier.actions.make_export import PART
from xinan.casework.dossier.export_models import ExportPart, ExportState, FileDownload, FileExport
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope


@transaction.atomic
def download_export(
    case_id: int, export_id: int, *, by: User, scope: Scope, now: datetime, request_id: str = ""
) -> FileExport:
    """The export, the download written down, on the case's record of looks too. One with names in clear goes to whoever asked for
    it alone: their reason stands for it.

    Raises NotFound for whom the file is not open, Conflict where there is no content (yet, or any more).
    """
    case = exporting_case(case_id, scope=scope)
    export = FileExport.objects.filter(pk=export_id, case=case).select_related("case").first()
    if export is None or (export.clear and export.asked_by_id != by.pk):
        raise no_such_case()
    if export.state != ExportState.DONE:
        raise Conflict(
            "export.no-content",
            Text("这份案卷没有可下载的内容。", "There is nothing to download."),
            Text("请重新生成。", "Have it made again."),
        )
    FileDownload.objects.create(export=export, by=by, at=now, request_id=request_id)
    CaseLook.objects.create(case=case, user=by, what=LookedAt.EXPORT, which=str(export.pk), at=now)
    return export


def content_of(export: FileExport, *, keyring: Keyring) -> Iterator[bytes]:
    """The content, piece by piece."""
    for number in range(ExportPart.objects.filter(export=export).count()):
        part = ExportPart.objects.get(export=export, number=number)
        yield base64.b64decode(keyring.open(part.sealed, context=PART))
