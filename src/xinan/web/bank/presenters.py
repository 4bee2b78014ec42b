"""Lines of a batch as the page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from xinan.intake.actions.plan_payment_batch import Due
from xinan.kernel.text import Text
from xinan.payments.enums import OrderStatus
from xinan.payments.models import PaymentOrder
from xinan.people.scope import Scope
from xinan.web.components.views import MaskedPerson
from xinan.web.projects.people import people_of

STATES: dict[OrderStatus, tuple[Text, str, str]] = {
    OrderStatus.WAITING: (Text("待提交", "Not sent yet"), "grey", "clock"),
    OrderStatus.SENT: (Text("已提交，待反馈", "Sent, no word yet"), "blue", "send"),
    OrderStatus.PAID: (Text("已发放", "Paid"), "ok", "circle-check"),
    OrderStatus.FAILED: (Text("失败", "Failed"), "red", "circle-x"),
    OrderStatus.RETURNED: (Text("退票", "Returned"), "orange", "arrow-back-up"),
}


@dataclass(frozen=True, slots=True)
class LineView:
    """One line, ready to print."""

    line: int
    person: MaskedPerson | None
    payable: Decimal | None
    sent: Decimal
    paid: Decimal | None
    state: Text
    tone: str
    icon: str
    settled_on: date | None
    fail_code: str
    remark: str


def line_views(orders: Sequence[PaymentOrder], *, project_id: str, scope: Scope) -> list[LineView]:
    """The lines with their people masked; one query."""
    people = people_of({str(order.worker_id) for order in orders}, project_id=project_id, scope=scope)
    return [_line(order, people.get(str(order.worker_id))) for order in orders]


@dataclass(frozen=True, slots=True)
class DueView:
    """What one worker would be paid in a batch, or why not."""

    person: MaskedPerson | None
    payable: Decimal
    amount: Decimal
    why: Text | None


def due_views(dues: Sequence[tuple[Due, Text | None]], *, project_id: str, scope: Scope) -> list[DueView]:
    """Lines of a plan with their people masked; one query."""
    people = people_of({str(due.line.worker_id) for due, _why in dues}, project_id=project_id, scope=scope)
    return [DueView(people.get(str(due.line.worker_id)), due.line.payable, due.amount, why) for due, why in dues]


def _line(order: PaymentOrder, person: MaskedPerson | None) -> LineView:
    state, tone, icon = STATES[OrderStatus(order.status)]
    return LineView(
        line=order.line,
        person=person,
        payable=order.payable,
        sent=order.sent,
        paid=order.paid,
        state=state,
        tone=tone,
        icon=icon,
        settled_on=order.settled_on,
        fail_code=order.fail_code,
        remark=order.remark,
    )
