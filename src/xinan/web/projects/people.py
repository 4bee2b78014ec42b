"""Workers as the page shows them: masked, with the door to more where the viewer may ask."""

from collections.abc import Collection

from django.urls import reverse

from xinan.people.policies import may_reveal
from xinan.people.scope import Scope
from xinan.web.components.views import MaskedPerson
from xinan.workforce.models import Worker


def people_of(worker_ids: Collection[str], *, project_id: str, scope: Scope) -> dict[str, MaskedPerson]:
    """Masked people by worker identifier; one query."""
    if not worker_ids:
        return {}
    asks = may_reveal(scope)
    rows = Worker.objects.filter(pk__in=worker_ids).values_list("worker_id", "name_masked", "id_number_masked")
    return {
        worker_id: MaskedPerson(
            worker_id=worker_id,
            name=name or worker_id[:8],
            identity=identity,
            reveal_url=reverse("reveal", args=[project_id, worker_id]) if asks else "",
        )
        for worker_id, name, identity in rows
    }
