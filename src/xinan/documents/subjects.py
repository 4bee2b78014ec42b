"""Letters about things that are open to few: the noun that owns such things says who may see and write about each.

A letter would tell that the thing exists. Nouns register in `AppConfig.ready()`; letters about other kinds of subjects go by
place and trade alone.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from xinan.people.scope import Scope

Visible = Callable[[Scope], "QuerySet[Any, Any]"]
MayWrite = Callable[[Scope, str], bool]


@dataclass(frozen=True, slots=True)
class SubjectRule:
    """`visible` gives the ids (as text) of the things open to an office's scope, `may_write` whether it acts on one."""

    visible: Visible
    may_write: MayWrite


_RULES: dict[str, SubjectRule] = {}


def confine(subject_kind: str, rule: SubjectRule) -> None:
    """Let letters about this kind of subject follow the rule."""
    _RULES[subject_kind] = rule


def rules() -> Mapping[str, SubjectRule]:
    """The rules by kind of subject."""
    return _RULES


def rule_for(subject_kind: str) -> SubjectRule | None:
    """The rule of a kind of subject, if it has one."""
    return _RULES.get(subject_kind)


def about_open_ones(scope: Scope) -> Q:
    """Letters about confined things that are open to the scope."""
    found = Q(pk__in=())
    for kind, rule in _RULES.items():
        found |= Q(subject_kind=kind, subject_id__in=rule.visible(scope))
    return found


def not_about_closed_ones(scope: Scope) -> Q:
    """Every letter but those about confined things that are not open to the scope."""
    return ~Q(subject_kind__in=list(_RULES)) | about_open_ones(scope)
