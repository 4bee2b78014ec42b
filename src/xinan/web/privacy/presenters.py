"""Looks at personal data as lines of the log."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinan.people.models import AccessRecord

FIELD_WORDS: dict[str, str | Promise] = {
    "name": _("姓名"),
    "id_number": _("证件号码"),
    "phone": _("手机号码"),
    "wage_card": _("工资卡号"),
    "words": _("工人原话"),
    "file": _("工人提供的材料"),
    "payees": _("代发名单（姓名、证件号、卡号、电话）"),
}


@dataclass(frozen=True, slots=True)
class LookView:
    """One look."""

    at: datetime
    who: str
    office: str
    subject: str
    field: str | Promise
    reason: str
    project: str
    project_url: str


def look_views(looks: Iterable[AccessRecord], *, projects: Mapping[str, str]) -> tuple[LookView, ...]:
    """The lines; a project that the reader may not open stays a number."""
    return tuple(
        LookView(
            at=look.at,
            who=look.user.get_full_name(),
            office=look.user.organisation.name if look.user.organisation else "",
            subject=look.subject_id,
            field=FIELD_WORDS.get(look.field, look.field),
            reason=look.reason,
            project=projects.get(look.project_id, look.project_id),
            project_url=reverse("project", args=[look.project_id]) if look.project_id in projects else "",
        )
        for look in looks
    )
