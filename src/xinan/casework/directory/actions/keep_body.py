"""Enters a public body, changes it, ends it; each by the office of its place."""

from datetime import date, datetime

from django.db import IntegrityError, transaction

from xinan.casework.directory.entries import Entry, faults_of, kind_of, region_of
from xinan.casework.directory.models import PublicBody
from xinan.casework.directory.policies import keeps_place
from xinan.casework.directory.refusals import no_such_body, not_your_place
from xinan.kernel.errors import Conflict
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope


@transaction.atomic
def keep_body(entry: Entry, *, body_id: int | None = None, by: User | None, scope: Scope, now: datetime) -> PublicBody:
    """The body as entered, or as changed where `body_id` names one; the history keeps what stood before.

    `by` None is the demo. Raises InvalidValue (the first fault), NotAllowed outside the person's places, NotFound, Conflict
    where it stands already.
    """
    for _, fault in faults_of(entry):
        raise fault
    kind, region_code = kind_of(entry.kind), region_of(entry.region) or ""
    body = PublicBody() if body_id is None else _held(body_id)
    for place in {region_code, body.region_code} - {""}:
        if by is not None and not keeps_place(scope, region_code=place):
            raise not_your_place()
    body.kind, body.region_code = kind or "", region_code
    body.name, body.address, body.phone = entry.name.strip(), entry.address.strip(), entry.phone.strip()
    body.hours, body.source = entry.hours.strip(), entry.source.strip()
    body.valid_from, body.valid_to = entry.valid_from, entry.valid_to
    body.entered_at, body.entered_by = now, by
    try:
        with transaction.atomic():
            body.save()
    except IntegrityError as error:
        raise Conflict(
            "directory-there",
            Text("该地区同一日期已有同名机构。", "The place has a body of that name from that day."),
            Text("打开它修改。", "Open it and change it."),
        ) from error
    return body


@transaction.atomic
def end_body(body_id: int, *, on: date, by: User, scope: Scope) -> PublicBody:
    """The body, counting until that day. Raises NotFound, NotAllowed, InvalidValue."""
    body = _held(body_id)
    if not keeps_place(scope, region_code=body.region_code):
        raise not_your_place()
    body.valid_to = max(on, body.valid_from)
    body.entered_by = by
    body.save(update_fields=["valid_to", "entered_by"])
    return body


def _held(body_id: int) -> PublicBody:
    body = PublicBody.objects.select_for_update().filter(pk=body_id).first()
    if body is None:
        raise no_such_body()
    return body
