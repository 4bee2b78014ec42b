"""Moves of proceedings to another place or trade: from then on its offices see them and act in them."""

from collections.abc import Iterable

from xinan.procedures.models import Proceeding


def set_place(
    proceeding_ids: Iterable[int], *, region_code: str, industry: str | None = None, project_id: str | None = None
) -> int:
    """Put the proceedings under a place, and a trade and a project where they are given; how many were changed.

    Running clocks keep the length they began with. Who may decide so is the noun's policy.
    """
    changed: dict[str, str] = {"region_code": region_code}
    if industry is not None:
        changed["industry"] = industry
    if project_id is not None:
        changed["project_id"] = project_id
    return Proceeding.objects.filter(pk__in=list(proceeding_ids)).update(**changed)
