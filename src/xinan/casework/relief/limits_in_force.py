"""The emergency fund's limits as places have set them: what was approved, from its day on, over what is shipped."""

from datetime import date

from xinan.casework.relief.enums import AskState
from xinan.casework.relief.limits import FundLimits, Limit, Set, limit, limits_for
from xinan.casework.relief.models import LimitChange
from xinan.kernel.text import Text


def set_by_places() -> list[Set]:
    """Every approved change, the older first; one statement."""
    rows = LimitChange.objects.filter(state=AskState.APPROVED).order_by("decided_at", "pk")
    return [
        Set(row.name, row.region_code, row.in_force_from, row.value, Text(row.source, row.source), row.is_default)
        for row in rows
        if row.in_force_from is not None
    ]


def limits_at(region: str, *, on: date) -> FundLimits:
    """The limits of a place on a day; InvalidValue for a place that is none."""
    return limits_for(region, on=on, also=set_by_places())


def limit_at(name: str, *, region: str, on: date) -> Limit:
    """One limit of a place on a day."""
    return limit(name, region=region, on=on, also=set_by_places())
