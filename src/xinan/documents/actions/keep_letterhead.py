"""Changes how an office signs and under which mark it numbers its letters."""

from datetime import datetime

from django.db import transaction
from django.db.utils import IntegrityError

from xinan.documents.letterheads import Sender, mark_is_free
from xinan.documents.models import Letterhead
from xinan.documents.policies import may_write_letters
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import scope_of


def keep_letterhead(sender: Sender, *, by: User, now: datetime) -> Letterhead:
    """The letterhead of the person's office. Letters already issued keep what they say.

    Raises NotAllowed, InvalidValue (`letterhead.incomplete`), Conflict (`letterhead.mark-taken`).
    """
    office = by.organisation
    if office is None or not may_write_letters(by, scope=scope_of(by, on=now.date())):
        raise NotAllowed(
            "letterhead.not-yours",
            Text("您不能修改发文信息。", "You cannot change a letterhead."),
            Text("由发文单位的人员填写。", "People of the office do."),
        )
    if not sender.name.strip() or not sender.mark.strip() or any(sign in sender.mark for sign in "〔〕[]号"):
        raise InvalidValue(
            "letterhead.incomplete",
            Text("发文机关名称或机关代字不对。", "The name or the mark is not right."),
            Text(
                "机关代字只写代字，例如“南关人社监”，不写年份和顺序号。",
                "Give the mark alone, without year and number.",
            ),
        )
    values = {
        "name": sender.name.strip()[:100],
        "mark": sender.mark.strip()[:30],
        "contact": sender.contact.strip()[:40],
        "phone": sender.phone.strip()[:40],
        "address": sender.address.strip()[:200],
    }
    if not mark_is_free(values["mark"], office=office):
        raise _taken()
    try:
        with transaction.atomic():
            return Letterhead.objects.update_or_create(office=office, defaults=values)[0]
    except IntegrityError as error:
        raise _taken() from error


def _taken() -> Conflict:
    return Conflict(
        "letterhead.mark-taken",
        Text("这个机关代字已被其他单位使用。", "Another office uses this mark, or did."),
        Text("请换一个；两个单位用同一代字会出现相同文号。", "Choose another, or two letters would share a number."),
    )
