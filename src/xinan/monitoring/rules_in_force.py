"""Whether the rules that spoke last are those in force."""

from collections.abc import Iterable, Mapping
from datetime import date

from xinan.monitoring.book import current_book
from xinan.monitoring.enums import RunKind
from xinan.monitoring.fingerprints import rule_versions
from xinan.monitoring.models import EvaluationRun
from xinan.rules.registry import RULES


def rules_changed(*, on: date) -> frozenset[str]:
    """The rules that would speak otherwise on a day than they did in the last evaluation of all projects."""
    versions = rule_versions((rule.id for rule in RULES), book=current_book(), as_of=on)
    return changed_since_full_run({rule: version.fingerprint for rule, version in versions.items()}, unknown=True)


def changed_since_full_run(fingerprints: Mapping[str, str], *, unknown: bool = False) -> frozenset[str]:
    """The rules whose fingerprint is not that of the last full run; `unknown` counts those it did not know."""
    before = _last()
    if not before and not unknown:
        return frozenset()
    return frozenset(_other(fingerprints.items(), before, unknown=unknown))


def _other(marks: Iterable[tuple[str, str]], before: Mapping[str, str], *, unknown: bool) -> Iterable[str]:
    for rule, mark in marks:
        last = before.get(rule)
        if last != mark and (last is not None or unknown):
            yield rule


def _last() -> Mapping[str, str]:
    run = (
        EvaluationRun.objects.filter(kind=RunKind.FULL, error="")
        .exclude(rules={})
        .order_by("-started_at", "-pk")
        .first()
    )
    return run.rules if run else {}
