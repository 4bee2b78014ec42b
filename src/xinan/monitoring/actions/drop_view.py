"""Delete a saved view, and bring it back."""

from datetime import datetime, timedelta
from typing import Final

from django.db import IntegrityError, transaction

from xinan.monitoring.actions.keep_view import held_view, name_taken
from xinan.monitoring.inbox_models import SavedView
from xinan.people.models import User

# As long as this a deletion can be undone; the next deletion by the same person clears what is older.
KEPT_FOR: Final = timedelta(days=30)


@transaction.atomic
def drop_view(number: int, *, by: User, now: datetime) -> SavedView:
    """The view, marked as deleted. Raises NotFound."""
    view = held_view(number, by=by, now=now)
    view.deleted_at = now
    view.save(update_fields=["deleted_at"])
    SavedView.objects.filter(owner=by, deleted_at__lt=now - KEPT_FOR).delete()
    return view


def restore_view(number: int, *, by: User, now: datetime) -> SavedView:
    """The view as it was. Raises NotFound, and Conflict where its name has been given to another by now."""
    view = held_view(number, by=by, now=now, deleted=True)
    view.deleted_at = None
    try:
        with transaction.atomic():
            view.save(update_fields=["deleted_at"])
    except IntegrityError as fault:
        raise name_taken() from fault
    return view
