"""Keeps templates: a new version is uploaded, an older one brought back, or the holder returns to the one above."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from xinan.documents.checking.guarded import check_template
from xinan.documents.kinds import LetterKind
from xinan.documents.models import LetterTemplate
from xinan.documents.policies import template_holders
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.errors import Conflict, NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.people.models import Organisation, User
from xinan.people.scope import scope_of


def upload_template(
    kind: LetterKind,
    *,
    office: Organisation | None,
    file_name: str,
    content: bytes,
    by: User,
    now: datetime,
    note: str = "",
) -> LetterTemplate:
    """A new version of the holder's template, in force at once. Raises UnusableTemplate, NotAllowed (`template.not-yours`).

    The same file again is no new version: Conflict `template.same`.
    """
    _require_holder(office, by=by, now=now)
    check_template(kind, file_name=file_name, content=content)
    digest = sm3_hex(content)
    with transaction.atomic():
        newest = _newest(kind, office=office)
        if newest is not None and newest.digest == digest:
            raise Conflict(
                "template.same",
                Text("与现在使用的版本完全相同。", "It is the very file now in use."),
                Text("修改后再上传。", "Change it before you upload it."),
            )
        return _add(
            kind, office=office, by=by, now=now, note=note, file_name=file_name[-200:], content=content, digest=digest
        )


@transaction.atomic
def restore_template(version: LetterTemplate, *, kind: LetterKind, by: User, now: datetime) -> LetterTemplate:
    """An older version becomes the newest again. It is checked anew, as the fields of the kind may have changed since."""
    _require_holder(version.office, by=by, now=now)
    if version.content is None:
        raise NotFound(
            "template.no-file",
            Text("这个版本没有文件。", "That version has no file."),
            Text("请选择有文件的版本。", "Choose one that has."),
        )
    check_template(kind, file_name=version.file_name, content=bytes(version.content))
    return _add(
        kind, office=version.office, by=by, now=now, note="", file_name=version.file_name,
        content=bytes(version.content), digest=version.digest, restores=version,
    )  # fmt: skip


@transaction.atomic
def return_to_standard(kind: LetterKind, *, office: Organisation | None, by: User, now: datetime) -> LetterTemplate:
    """The holder gives up its own template; what stands above it is in force. Conflict `template.none` where it has none."""
    _require_holder(office, by=by, now=now)
    newest = _newest(kind, office=office)
    if newest is None or not newest.digest:
        raise Conflict(
            "template.none",
            Text("现在没有使用自己的模板。", "No template of its own is in use."),
            Text("无须操作。", "Nothing needs to be done."),
        )
    return _add(kind, office=office, by=by, now=now, note="")


def _newest(kind: LetterKind, *, office: Organisation | None) -> LetterTemplate | None:
    return LetterTemplate.objects.filter(kind=kind.code, office=office).order_by("-version").first()


def _add(
    kind: LetterKind,
    *,
    office: Organisation | None,
    by: User,
    now: datetime,
    note: str,
    file_name: str = "",
    content: bytes | None = None,
    digest: str = "",
    restores: LetterTemplate | None = None,
) -> LetterTemplate:
    kept = LetterTemplate.objects.filter(kind=kind.code, office=office)
    last = kept.aggregate(last=Max("version"))["last"] or 0
    return LetterTemplate.objects.create(
        kind=kind.code,
        office=office,
        version=last + 1,
        file_name=file_name,
        content=content,
        digest=digest,
        note=note[:200],
        restores=restores,
        uploaded_by=by,
        uploaded_at=now,
    )


def _require_holder(office: Organisation | None, *, by: User, now: datetime) -> None:
    holders = template_holders(by, scope=scope_of(by, on=now.date()))
    if office not in holders:
        raise NotAllowed(
            "template.not-yours",
            Text("您不能修改这个模板。", "You cannot change this template."),
            Text(
                "全省模板由省根治欠薪办维护，单位模板由本单位维护。",
                "The province's office keeps the province's, each office its own.",
            ),
        )
