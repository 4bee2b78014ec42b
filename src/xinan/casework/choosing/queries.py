"""Reads of answers and choices."""

from collections.abc import Mapping, Sequence
from typing import Any

from xinan.casework.choosing.models import WayAnswers, WayChoice
from xinan.casework.models import Clue

SHOWN = 20


def last_said(clue: Clue) -> Mapping[str, Any]:
    """What was answered last; empty where nothing was."""
    last = WayAnswers.objects.filter(clue=clue).first()
    said: Mapping[str, Any] = last.said if last is not None else {}
    return said


def answers_of(clue: Clue) -> Sequence[WayAnswers]:
    """What was answered, the last first."""
    return list(WayAnswers.objects.filter(clue=clue).select_related("by")[:SHOWN])


def choices_of(clue: Clue) -> Sequence[WayChoice]:
    """What was chosen, the last first."""
    return list(WayChoice.objects.filter(clue=clue).select_related("by", "case", "passed_to")[:SHOWN])
