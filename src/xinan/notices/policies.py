"""Who sees and steers what is sent."""

from django.db.models import QuerySet

from xinan.notices.models import Delivery
from xinan.people.enums import Role
from xinan.people.scope import Scope


def may_run_deliveries(scope: Scope) -> bool:
    """Whether a person sees everybody's deliveries and sends failed ones again."""
    return Role.OPERATOR in scope.roles


def visible_deliveries(scope: Scope) -> QuerySet[Delivery]:
    """Deliveries that left the house, for whoever runs the platform; nothing for anybody else."""
    outside = Delivery.objects.exclude(channel="in_app")
    return outside if may_run_deliveries(scope) else outside.none()
