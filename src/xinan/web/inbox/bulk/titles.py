"""What the things of a bulk act are called in its result."""

from collections.abc import Iterable

from django.utils.translation import get_language

from xinan.monitoring.handling.titles import titles_of
from xinan.procedures.models import Proceeding


def titles_by_proceeding(numbers: Iterable[int]) -> dict[int, str]:
    """Project and rule of each proceeding, in the reader's language."""
    language = get_language() or "zh-hans"
    found = titles_of(list(Proceeding.objects.filter(pk__in=list(numbers))))
    return {number: title.in_language(language) for number, title in found.items()}
