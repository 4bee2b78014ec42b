"""The saved views of a person, in their order."""

from dataclasses import dataclass

from xinan.monitoring.inbox_models import InboxPreference, SavedView
from xinan.monitoring.inbox_policies import visible_views
from xinan.people.models import User


@dataclass(frozen=True, slots=True)
class KeptViews:
    """Views in the person's order, and which of them the inbox opens with (None: all projects)."""

    views: tuple[SavedView, ...]
    default: SavedView | None


def kept_views(user: User) -> KeptViews:
    """Two queries. Views the person has not placed stand last, the oldest first; a default no longer seen is none."""
    views = list(visible_views(user).order_by("created_at", "pk"))
    preference = InboxPreference.objects.filter(pk=user.pk).first()
    order = {number: place for place, number in enumerate(preference.view_order)} if preference else {}
    views.sort(key=lambda view: order.get(view.pk, len(order)))
    chosen = preference.default_view_id if preference else None
    return KeptViews(tuple(views), next((view for view in views if view.pk == chosen), None))
