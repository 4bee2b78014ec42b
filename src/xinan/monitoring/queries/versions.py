"""The numbered versions of rules that findings name."""

from collections.abc import Iterable
from datetime import date

from django.db.models import OuterRef, QuerySet, Subquery

from xinan.monitoring.book import current_book
from xinan.monitoring.change_models import RuleVersion
from xinan.monitoring.enums import RunKind
from xinan.monitoring.fingerprints import rule_versions
from xinan.monitoring.models import EvaluationRun, Warning


def version_numbers(fingerprints: Iterable[str]) -> dict[str, int]:
    """The number of each version by its fingerprint; one that is not kept is missing."""
    wanted = {each for each in fingerprints if each}
    if not wanted:
        return {}
    return dict(RuleVersion.objects.filter(fingerprint__in=wanted).values_list("fingerprint", "number"))


def latest_versions(rules: Iterable[str]) -> dict[str, RuleVersion]:
    """The version of each rule that spoke in the last evaluation of all projects; a rule that never spoke is missing."""
    run = (
        EvaluationRun.objects.filter(kind=RunKind.FULL, error="")
        .exclude(rules={})
        .order_by("-started_at", "-pk")
        .first()
    )
    spoke = {run.rules.get(rule, "") for rule in rules} if run else set()
    return {version.rule: version for version in RuleVersion.objects.filter(fingerprint__in=spoke)}


def with_version(warnings: QuerySet[Warning]) -> QuerySet[Warning]:
    """The warnings with `version`, the number of the version that spoke last; None where none was kept."""
    kept = RuleVersion.objects.filter(fingerprint=OuterRef("rule_fingerprint"))
    return warnings.annotate(version=Subquery(kept.values("number")[:1]))


def name_versions(warnings: Iterable[Warning], *, on: date) -> None:
    """Give warnings of a past day their `version`: the one in force on that day, where it ever spoke."""
    given = list(warnings)
    versions = rule_versions({warning.rule for warning in given}, book=current_book(), as_of=on)
    numbers = version_numbers(version.fingerprint for version in versions.values())
    for warning in given:
        warning.version = numbers.get(versions[warning.rule].fingerprint)  # type: ignore[attr-defined]
