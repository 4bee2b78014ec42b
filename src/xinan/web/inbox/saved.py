"""The saved views in the side of the inbox."""

from datetime import date

from xinan.monitoring.inbox_policies import heads_office
from xinan.monitoring.queries.saved_views import KeptViews
from xinan.people.models import User
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.views_data import SavedChip, SavedViews


def saved_views(kept: KeptViews, *, user: User, filters: Filters, address: str, today: date) -> SavedViews:
    """The person's views as chips; the one whose filters are in use is marked. A past day stays the day that is shown."""
    heads = any(view.office_id for view in kept.views) and heads_office(user, today=today)
    day = f"as_of={filters.as_of.isoformat()}" if filters.as_of else ""
    chips = tuple(
        SavedChip(
            number=view.pk,
            name=view.name,
            url=_address(address, view.query or "view=all", day),
            active=view.query == filters.kept,
            default=kept.default is not None and kept.default.pk == view.pk,
            shared=view.office_id is not None,
            mine=view.office_id is None or heads,
        )
        for view in kept.views
    )
    return SavedViews(
        chips=chips,
        query=filters.kept,
        savable=(filters.chosen or filters.everything) and not any(chip.active for chip in chips),
        all_url=_address(address, "view=all" if kept.default else "", day),
        all_active=not filters.kept,
    )


def _address(address: str, *queries: str) -> str:
    query = "&".join(query for query in queries if query)
    return f"{address}?{query}" if query else address
