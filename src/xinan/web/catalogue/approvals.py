"""Which change set a value, for the tables of parameters."""

from datetime import date

from django.urls import reverse

from xinan.monitoring.change_enums import ChangeState
from xinan.monitoring.change_models import RuleChange
from xinan.web.catalogue.views_data import Approval


def approvals_of(owner: str) -> dict[tuple[str, str, date], Approval]:
    """The approved changes of an owner by parameter, place and first day; of two of one day the later."""
    approved = RuleChange.objects.filter(owner=owner, state=ChangeState.APPROVED).select_related("approver")
    return {
        (change.name, change.region_code, change.in_force_from): Approval(
            change.pk, reverse("rule-change", args=[change.pk]), change.approver.display_name, change.decided_on
        )
        for change in approved.order_by("decided_at", "pk")
        if change.approver and change.in_force_from and change.decided_on
    }
