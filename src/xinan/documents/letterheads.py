"""How an office signs its letters, and under which mark it numbers them."""

from dataclasses import dataclass

from django.db import transaction
from django.db.utils import IntegrityError

from xinan.documents.models import Letter, Letterhead
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import region
from xinan.people.enums import OrganisationKind
from xinan.people.models import Organisation

_WORDS = {
    OrganisationKind.LEADING_GROUP_OFFICE: "治欠办",
    OrganisationKind.LABOUR_OFFICE: "人社监",
    OrganisationKind.INDUSTRY_DEPARTMENT: "行业监",
}


@dataclass(frozen=True, slots=True)
class Sender:
    """What a letter says of its office."""

    name: str
    mark: str
    contact: str = ""
    phone: str = ""
    address: str = ""


def sender_of(office: Organisation) -> Sender:
    """The office's letterhead; where it has filled in none yet, its name and a mark made of its place and kind."""
    head = Letterhead.objects.filter(office=office).first()
    if head is None:
        return Sender(office.name, usual_mark(office))
    return Sender(head.name, head.mark, head.contact, head.phone, head.address)


def usual_mark(office: Organisation) -> str:
    """A 机关代字 for an office that has set none: its place and what it is."""
    try:
        place = region(office.region_code).name
    except InvalidValue:
        place = ""
    return f"{place}{_WORDS[OrganisationKind(office.kind)]}" if place and office.kind in _WORDS else office.name[:30]


def mark_is_free(mark: str, *, office: Organisation) -> bool:
    """Whether no other office numbers, or ever numbered, under the mark."""
    taken = Letterhead.objects.filter(mark=mark).exclude(office=office).exists()
    return not taken and not Letter.objects.filter(number__startswith=f"{mark}〔").exclude(office=office).exists()


def letterhead_to_number_under(office: Organisation) -> Letterhead:
    """The office's letterhead, made where there is none. Two offices never share a mark, or two letters would share a number."""
    head = Letterhead.objects.filter(office=office).first()
    if head is not None:
        return head
    for mark in (usual_mark(office), office.name[:30], f"{office.name[:20]}{office.pk}"):
        if not mark_is_free(mark, office=office):
            continue
        try:
            with transaction.atomic():
                return Letterhead.objects.get_or_create(
                    office=office, defaults={"name": office.name[:100], "mark": mark}
                )[0]
        except IntegrityError:
            continue
    raise AssertionError("the last mark holds the office's own key and is nobody else's")
