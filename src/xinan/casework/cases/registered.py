"""Makes the procedures of cases known, with what steps do beside. Called once by the app, when every model is there."""

from pathlib import Path
from typing import Any, Final

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from xinan.casework.cases.hooks import (
    after_background_step,
    after_case_step,
    after_mediation_step,
    after_warning_step,
    describe_cases,
    describe_procedures,
    follow_hand_over,
)
from xinan.casework.cases.letter_facts import letter_facts
from xinan.casework.cases.membership import SUBJECT
from xinan.casework.cases.opening import BACKGROUND, UMBRELLA
from xinan.casework.cases.policies import standing_of, visible_cases
from xinan.casework.cases.sheets.registered import register_sheets
from xinan.casework.cases.telling import KINDS
from xinan.casework.letters.facts import letter_facts_by
from xinan.casework.procedures.registered import CODES
from xinan.casework.telling import tell_of_step
from xinan.documents.subjects import SubjectRule, confine
from xinan.notices.kinds import register_kind
from xinan.people.duties.hooks import on_hand_over
from xinan.people.scope import Scope
from xinan.procedures.hooks import described_by, on_step
from xinan.procedures.registry import register

DEFINITIONS: Final = tuple(Path(__file__).with_name(name) for name in ("case.yaml", "background.yaml"))


def register_all() -> None:
    """Register definitions and hooks; again is no harm."""
    for definition in DEFINITIONS:
        register(definition)
    register_sheets()
    for kind in KINDS:
        register_kind(kind)
    on_step("warning", after_warning_step)
    on_step(UMBRELLA, after_case_step)
    on_step(BACKGROUND, after_background_step)
    on_step("mediation", after_mediation_step)
    for code in (UMBRELLA, BACKGROUND):
        on_step(code, tell_of_step)
        described_by(code, describe_cases)
    for code in CODES:
        described_by(code, describe_procedures)
    on_hand_over("cases", follow_hand_over)
    confine(SUBJECT, SubjectRule(visible=_visible, may_write=_may_write))
    letter_facts_by(SUBJECT, letter_facts)


def _visible(scope: Scope) -> "QuerySet[Any, Any]":
    """The numbers of the cases open to a person, as letters about them name them."""
    return visible_cases(scope).annotate(number_text=Cast("pk", TextField())).values("number_text")


def _may_write(scope: Scope, subject_id: str) -> bool:
    case = visible_cases(scope).filter(pk=int(subject_id)).first() if subject_id.isdecimal() else None
    return case is not None and standing_of(case, scope=scope).works
