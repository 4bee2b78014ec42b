"""Keeps up with the changes that run in the shadow: what they would do to the findings of a run, for their authors."""

from collections.abc import Iterable
from datetime import date, datetime

import structlog
from django.db import transaction
from django.db.models import Q, QuerySet

from xinan.kernel.errors import XinanError
from xinan.monitoring.actions.reconcile import Scope
from xinan.monitoring.book import current_book, with_change
from xinan.monitoring.change_enums import SHADOWED_STATES
from xinan.monitoring.change_models import RuleChange, ShadowDifference
from xinan.monitoring.differences import Difference, differences
from xinan.monitoring.evaluation import Evaluated, Variant
from xinan.monitoring.fingerprints import concerned
from xinan.registry.models import Project

log = structlog.get_logger(__name__)


def shadowed() -> list[Variant]:
    """The changes to be computed beside the rules in force; usually none."""
    changes = list(RuleChange.objects.filter(state__in=SHADOWED_STATES, shadow_since__isnull=False))
    if not changes:
        return []
    book = current_book()
    found = []
    for change in changes:
        try:
            found.append(Variant(change.pk, with_change(book, change), concerned(change.owner, change.name)))
        except XinanError as error:  # the bounds were tightened since: told to the author, no matter to anybody else
            _fail(change.pk, error)
    return found


@transaction.atomic
def follow_shadows(evaluated: Evaluated, *, as_of: date, now: datetime) -> None:
    """Replace what is known of each shadow within the scope of a run."""
    for number, found in evaluated.variants.items():
        if isinstance(found, XinanError):
            _fail(number, found)
            continue
        change = _running(number).first()
        if change is None:
            continue
        rules = frozenset(concerned(change.owner, change.name))
        scope = evaluated.scope
        before = (f for f in evaluated.findings if f.rule in rules and scope.holds(f))
        _replace(number, differences(before, (f for f in found if scope.holds(f))), scope=scope, as_of=as_of)
        _running(number).update(shadow_seen_at=now, shadow_error="")


def _replace(number: int, found: Iterable[Difference], *, scope: Scope, as_of: date) -> None:
    old = ShadowDifference.objects.filter(change_id=number)
    if scope.project_ids is not None:
        firms = Q(project_id="", subject_id__in=scope.enterprise_ids)
        old = old.filter(Q(project_id__in=scope.project_ids) | firms)
    old.delete()
    found = list(found)
    places = places_of(found)
    ShadowDifference.objects.bulk_create(
        ShadowDifference(change_id=number, as_of=as_of, **columns_of(each, places=places)) for each in found
    )


def places_of(found: Iterable[Difference]) -> dict[str, tuple[str, str]]:
    """The place and the contractor of each project among the differences."""
    numbers = {each.finding.project_id for each in found if each.finding.project_id}
    rows = Project.objects.filter(pk__in=numbers).values_list("project_id", "region_code", "contractor_id")
    return {number: (place, firm) for number, place, firm in rows}


def columns_of(each: Difference, *, places: dict[str, tuple[str, str]]) -> dict[str, str]:
    """A difference as its row keeps it; one about a firm has the firm as its contractor and no place."""
    finding = each.finding
    firm = finding.subject_id if finding.subject_kind == "enterprise" else ""
    place, contractor = places.get(finding.project_id or "", ("", firm))
    return {
        "kind": each.kind.value,
        "rule": finding.rule,
        "project_id": finding.project_id or "",
        "subject_kind": finding.subject_kind,
        "subject_id": finding.subject_id,
        "period": finding.period or "",
        "level_before": each.level_before,
        "level_after": each.level_after,
        "region_code": place,
        "contractor_id": contractor,
    }


def _fail(number: int, error: XinanError) -> None:
    log.error("shadow_failed", change=number, error=error.code)
    _running(number).update(shadow_error=error.message("zh"))


def _running(number: int) -> QuerySet[RuleChange]:
    """The change, where it has not been decided or dropped meanwhile."""
    return RuleChange.objects.filter(pk=number, state__in=SHADOWED_STATES)
