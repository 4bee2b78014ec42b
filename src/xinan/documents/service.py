"""Ways of serving a letter, as data: the law, what proves it, and on which day it counts as served."""

from dataclasses import dataclass
from datetime import date, timedelta

from xinan.documents.enums import ServiceWay
from xinan.documents.fields import FieldKind
from xinan.documents.kinds import LetterKind
from xinan.kernel.calendar import CHINA, WorkingCalendar
from xinan.kernel.deadlines import Length, due
from xinan.kernel.text import Text
from xinan.rules.model import Basis

_CIVIL_PROCEDURE = Text("中华人民共和国民事诉讼法", "Civil Procedure Law")


@dataclass(frozen=True, slots=True)
class WayOfService:
    """One way: its law, what is to be uploaded as proof, what the day to be entered means, and days until it counts."""

    way: ServiceWay
    basis: Basis
    proof: Text
    day: Text
    counts_after: int = 0


WAYS: dict[ServiceWay, WayOfService] = {
    each.way: each
    for each in (
        WayOfService(
            ServiceWay.DIRECT,
            Basis(_CIVIL_PROCEDURE, "87, 88"),
            Text("收件人签名或盖章的送达回证", "The receipt, signed or stamped"),
            Text("送达回证上的签收日期", "The day on the receipt"),
        ),
        WayOfService(
            ServiceWay.LEFT,
            Basis(_CIVIL_PROCEDURE, "89"),
            Text("见证人签名的送达回证，或留置过程的照片", "A receipt signed by witnesses, or photos of leaving it"),
            Text("留置当日", "The day it was left"),
        ),
        WayOfService(
            ServiceWay.POST,
            Basis(_CIVIL_PROCEDURE, "91"),
            Text("邮寄回执或签收查询结果", "The postal receipt or the tracking result"),
            Text("回执上注明的收件日期", "The day of receipt on it"),
        ),
        WayOfService(
            ServiceWay.ELECTRONIC,
            Basis(_CIVIL_PROCEDURE, "90"),
            Text(
                "受送达人同意电子送达的确认，以及到达其系统的截图",
                "Consent to electronic service, and the arrival shown",
            ),
            Text("到达受送达人系统的日期", "The day it arrived"),
        ),
        WayOfService(
            ServiceWay.PUBLIC,
            Basis(_CIVIL_PROCEDURE, "95"),
            Text("公告页面或张贴照片", "The notice as published or posted"),
            Text("发出公告的日期，满 30 日视为送达", "The day of the notice; served 30 days later"),
            counts_after=30,
        ),
    )
}


def served_on(way: ServiceWay, delivered_on: date) -> date:
    """The day on which a letter counts as served, from the day of delivery or of the notice."""
    return delivered_on + timedelta(days=WAYS[way].counts_after)


def serve_by(kind: LetterKind, *, issued_on: date, calendar: WorkingCalendar = CHINA) -> date:
    """The day by which an issued letter is to be served."""
    return due(issued_on, kind.serve_within, calendar=calendar).on


def answer_by(
    kind: LetterKind, fields: dict[str, str], *, served: date, calendar: WorkingCalendar = CHINA
) -> date | None:
    """The day by which the addressee is to answer or act; None where the letter starts no clock."""
    clock = kind.clock
    if clock is None:
        return None
    said = fields.get(clock.field, "")
    if kind.field_named(clock.field).kind is FieldKind.DAY:
        return date.fromisoformat(said) if said else due(served, clock.length, calendar=calendar).on
    return due(served, Length.parse(said) if said else clock.length, calendar=calendar).on
