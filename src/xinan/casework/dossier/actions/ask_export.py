"""Asks for a file to be made: who may, of what, for whom; the worker makes it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from procrastinate.contrib.django import app

from xinan.casework.cases.models import Case
from xinan.casework.cases.policies import standing_of, visible_case
from xinan.casework.cases.refusals import no_such_case
from xinan.casework.dossier.export_models import UNFINISHED, Form, Version
from xinan.casework.dossier.models import FileExport
from xinan.kernel.errors import Conflict, InvalidValue
from xinan.kernel.text import Text
from xinan.people.models import AccessRecord, User
from xinan.people.policies import may_reveal
from xinan.people.scope import Scope

TASK: Final = "make_file_export"
QUEUE: Final = "file_export"
REASON_AT_LEAST: Final = 4


@dataclass(frozen=True, slots=True)
class Wish:
    """What is asked for. `enterprise_id` names the party of a party's version; `reason` is needed to have names in clear."""

    form: Form
    version: Version
    enterprise_id: str = ""
    clear: bool = False
    reason: str = ""
    language: str = "zh-hans"


@transaction.atomic
def ask_export(case_id: int, wish: Wish, *, by: User, scope: Scope, now: datetime, request_id: str = "") -> FileExport:
    """An export waiting for the worker.

    Raises NotFound for whom the whole file is not open, InvalidValue (`export.party`, `export.reason`), Conflict where the same
    person's last one is still being made.
    """
    case = exporting_case(case_id, scope=scope)
    _check(case, wish, scope=scope)
    if FileExport.objects.filter(case=case, asked_by=by, state__in=UNFINISHED).exists():
        raise Conflict(
            "export.under-way",
            Text("您要的上一份案卷还在生成。", "The last file you asked for is still being made."),
            Text("请等它完成。", "Wait until it is done."),
        )
    export = FileExport.objects.create(
        case=case,
        form=wish.form,
        version=wish.version,
        enterprise_id=wish.enterprise_id if wish.version == Version.PARTY else "",
        clear=wish.clear and wish.version == Version.FULL,
        language=wish.language,
        asked_by=by,
        asked_at=now,
    )
    if export.clear:
        AccessRecord.objects.create(
            user=by,
            subject_kind="case",
            subject_id=str(case.pk),
            field="file",
            reason=wish.reason.strip()[:200],
            project_id=case.project_id or "",
            request_id=request_id,
            at=now,
        )
    app.configure_task(TASK, queue=QUEUE, lock=f"file-export-{export.pk}").defer(export_id=export.pk)
    return export


def exporting_case(case_id: int, *, scope: Scope) -> Case:
    """The case, where its whole file is open to the person; NotFound in the same words as for one that never was."""
    case = visible_case(scope, case_id=case_id)
    if not standing_of(case, scope=scope).sees_all:
        raise no_such_case()
    return case


def parties_of(case: Case) -> dict[str, str]:
    """The firms to which a version may go: the one investigated, and the contractor and the owner of the site, by their code."""
    firms = [case.employer]
    if case.project is not None:
        firms += [case.project.contractor, case.project.owner]
    return {firm.pk: firm.name for firm in firms if firm is not None}


def _check(case: Case, wish: Wish, *, scope: Scope) -> None:
    if wish.version == Version.PARTY and wish.enterprise_id not in parties_of(case):
        raise InvalidValue(
            "export.party",
            Text("请选择案件的当事单位。", "Choose a firm that is a party."),
            Text(
                "当事人卷交给被查单位、施工总承包单位或建设单位。",
                "The firm investigated, the general contractor or the owner.",
            ),
        )
    if wish.version == Version.FULL and wish.clear:
        if not may_reveal(scope):
            raise no_such_case()
        if len(wish.reason.strip()) < REASON_AT_LEAST:
            raise InvalidValue(
                "export.reason",
                Text("显示工人姓名须写明用途。", "Say for what workers' names are needed."),
                Text("例如“随案移送法院”。", "Such as “goes to the court with the case”."),
            )
