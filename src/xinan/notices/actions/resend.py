"""Try a failed delivery again, because whoever runs the platform has put right what was wrong."""

from datetime import datetime

from django.db import transaction

from xinan.kernel.errors import Conflict, NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.notices.enums import DeliveryState
from xinan.notices.models import Delivery
from xinan.notices.policies import may_run_deliveries
from xinan.notices.queue import send_soon
from xinan.people.scope import Scope


@transaction.atomic
def resend(delivery_id: int, *, scope: Scope, now: datetime) -> Delivery:
    """Queue it anew, its attempts counted from the start. Raises NotAllowed, NotFound, Conflict (it has not failed)."""
    if not may_run_deliveries(scope):
        raise NotAllowed(
            "may-not-resend",
            Text("只有平台运维可以重新发送。", "Only operators send again."),
            Text("请联系平台运维。", "Ask the operators."),
        )
    delivery = Delivery.objects.select_for_update().filter(pk=delivery_id).first()
    if delivery is None:
        raise NotFound(
            "no-such-delivery",
            Text("没有这条发送记录。", "There is no such delivery."),
            Text("请从发送记录列表进入。", "Open it from the list."),
        )
    if delivery.state != DeliveryState.FAILED:
        raise Conflict(
            "delivery-not-failed",
            Text("这条通知没有发送失败，不必重发。", "This delivery has not failed."),
            Text("请刷新页面，看它现在的状态。", "Reload the page to see its state."),
        )
    delivery.state, delivery.due_at, delivery.attempts = DeliveryState.QUEUED, now, 0
    delivery.save(update_fields=["state", "due_at", "attempts"])
    send_soon()
    return delivery
