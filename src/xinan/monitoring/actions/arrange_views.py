"""Which view the inbox opens with, and in which order the views stand: each person's own choice, of shared views too."""

from django.db import transaction

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.monitoring.inbox_models import InboxPreference
from xinan.monitoring.queries.saved_views import kept_views
from xinan.people.models import User


@transaction.atomic
def open_with(number: int | None, *, by: User) -> None:
    """Open the inbox with this view; None opens it with all projects. Raises NotFound."""
    if number is not None:
        _places(by, number)
    InboxPreference.objects.update_or_create(user=by, defaults={"default_view_id": number})


@transaction.atomic
def move_view(number: int, *, by: User, step: int) -> None:
    """Move a view by `step` places, up where it is negative; beyond the ends it stays at the end. Raises NotFound."""
    order = _places(by, number)
    place = order.index(number)
    order.insert(min(max(place + step, 0), len(order) - 1), order.pop(place))
    InboxPreference.objects.update_or_create(user=by, defaults={"view_order": order})


def _places(user: User, number: int) -> list[int]:
    order = [view.pk for view in kept_views(user).views]
    if number not in order:
        raise NotFound(
            "view-not-found",
            Text("没有这个视图。", "There is no such view."),
            Text("刷新页面看现有的视图。", "Reload the page to see those there are."),
        )
    return order
