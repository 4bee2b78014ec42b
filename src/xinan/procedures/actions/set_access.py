"""Changes to whom proceedings are open."""

from collections.abc import Iterable

from xinan.procedures.enums import Access
from xinan.procedures.models import Proceeding


def set_access(proceeding_ids: Iterable[int], *, access: Access, named: Iterable[int]) -> int:
    """Open the proceedings to these people and no others; how many were changed.

    Who may decide so is the noun's policy: it calls this in the transaction in which it notes why.
    """
    rows = Proceeding.objects.filter(pk__in=list(proceeding_ids))
    return rows.update(access=access, named=sorted(set(named)))
