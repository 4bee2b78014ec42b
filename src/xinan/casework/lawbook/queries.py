"""The law's numbers with what offices have entered and a second person has approved."""

from collections import defaultdict
from collections.abc import Sequence

from django.db.models import QuerySet

from xinan.casework.law.parameters import Book, Parameter, Step, parameters, with_entered
from xinan.casework.lawbook.enums import FigureState
from xinan.casework.lawbook.models import LegalFigure


def current_law() -> Book:
    """Every parameter, the shipped steps and the approved ones; one statement. Later approvals of the same day win."""
    entered: dict[str, list[Step]] = defaultdict(list)
    for row in LegalFigure.objects.filter(state=FigureState.APPROVED).order_by("decided_at", "pk"):
        entered[row.code].append(Step(row.from_on, row.value, row.region_code, row.source))
    return with_entered(entered)


def enterable() -> Sequence[Parameter]:
    """What offices enter, in the order of the table."""
    return [each for each in parameters().values() if each.may_be_entered]


def figures_of(code: str) -> QuerySet[LegalFigure]:
    """Everything ever entered for a parameter, the newest first."""
    return LegalFigure.objects.filter(code=code).select_related("author__organisation", "approver__organisation")
