"""Letters by what they are about, and the lists of the archive."""

from datetime import date
from enum import StrEnum

from django.db.models import Q, QuerySet

from xinan.documents.enums import LetterState
from xinan.documents.models import Letter


class Shelf(StrEnum):
    """A list of the archive."""

    ALL = "all"
    MINE = "mine"
    DRAFTS = "drafts"
    UNSERVED = "unserved"
    LATE = "late"
    UNANSWERED = "unanswered"


def letters_about(kind: str, subject_id: str) -> QuerySet[Letter]:
    """The letters about a subject, the newest first; drafts included."""
    return Letter.objects.filter(subject_kind=kind, subject_id=subject_id).select_related("office").order_by("-pk")


def letters_of_project(project_id: str) -> QuerySet[Letter]:
    """The letters about a project or anything of it, the newest first."""
    return Letter.objects.filter(project_id=project_id).select_related("office").order_by("-pk")


def on_shelf(letters: QuerySet[Letter], shelf: Shelf, *, user_id: int, today: date) -> QuerySet[Letter]:
    """Those of the letters that stand on a shelf; `ALL` leaves out drafts that were given up."""
    chosen = {
        Shelf.ALL: ~Q(state=LetterState.VOIDED, number=""),
        Shelf.MINE: Q(drafted_by=user_id) | Q(issued_by=user_id),
        Shelf.DRAFTS: Q(state=LetterState.DRAFT),
        Shelf.UNSERVED: Q(state=LetterState.ISSUED),
        Shelf.LATE: Q(state=LetterState.ISSUED, serve_by__lt=today),
        Shelf.UNANSWERED: Q(state=LetterState.SERVED, answer_by__lt=today),
    }
    return letters.filter(chosen[shelf])


def searched(letters: QuerySet[Letter], words: str) -> QuerySet[Letter]:
    """Those whose number, title, addressee or project holds every word."""
    for word in words.split():
        letters = letters.filter(
            Q(number__icontains=word)
            | Q(title__icontains=word)
            | Q(addressee_name__icontains=word)
            | Q(project_id__iexact=word)
        )
    return letters
