"""`/deliveries/`: what was sent, what waits, what failed; for operators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinan.gateways.sms import OutboxSms
from xinan.gateways.wiring import wiring
from xinan.kernel.text import Text
from xinan.notices.actions.resend import resend
from xinan.notices.enums import WAITING, Channel, DeliveryState
from xinan.notices.kinds import kind_of
from xinan.notices.models import Delivery
from xinan.notices.policies import visible_deliveries
from xinan.people.scope import Scope
from xinan.rules.model import Level
from xinan.web.access import requires
from xinan.web.components.views import PageView, Tile
from xinan.web.notices.errors import error_words
from xinan.web.notices.filters import PER_PAGE, DeliveryFilters
from xinan.web.notices.policy import runs_deliveries
from xinan.web.notices.presenters import CHANNEL_ICONS, STATE_TONES
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scoping import scope_for

_DIGEST = Text("每日摘要", "Daily digest")


@dataclass(frozen=True, slots=True)
class DeliveryLine:
    """A delivery in the operators' list: never what it says."""

    number: int
    who: str
    office: str
    what: Text
    channel: str | Promise
    icon: str
    to: str
    state: str | Promise
    tone: str
    made_at: datetime
    due_at: datetime | None
    sent_at: datetime | None
    attempts: int
    error: str
    error_words: Text | None
    provider_id: str
    failed: bool


@requires(runs_deliveries)
@never_cache
@require_safe
def delivery_list(request: HttpRequest) -> HttpResponse:
    """Everybody's deliveries outside the product, newest first."""
    wired = wiring()
    filters = DeliveryFilters.parse(request.GET)
    seen = visible_deliveries(scope_for(request.user, today=wired.clock.today()))
    found = filters.narrow(seen)
    page = PageView.near(found.count(), number=filters.page, size=PER_PAGE, base=filters.query(), target="#deliveries")
    shown = found.select_related("notice", "recipient", "recipient__organisation")[page.slice]
    outbox = wired.sms if isinstance(wired.sms, OutboxSms) else None
    context: dict[str, object] = {
        "lines": _lines(shown),
        "page": page,
        "filters": filters,
        "tiles": _tiles(scope_for(request.user, today=wired.clock.today()), filters, now=wired.clock.now()),
        "states": DeliveryState.choices,
        "channels": [choice for choice in Channel.choices if choice[0] != Channel.IN_APP],
        "outbox": outbox,
        "kept": outbox.recent() if outbox else (),
        "sms_off": wired.sms is None,
    }
    return render_page(request, "notices/deliveries.html", "notices/deliveries_list.html", context)


@requires(runs_deliveries)
@require_POST
def send_again(request: HttpRequest, number: int) -> HttpResponse:
    """Queue a failed delivery anew."""
    clock = wiring().clock
    resend(number, scope=scope_for(request.user, today=clock.today()), now=clock.now())
    messages.success(request, _("已重新排队，稍后自动发送。"))
    return redirect(f"{reverse('deliveries')}?{DeliveryFilters.parse(request.POST).query()}")


def _lines(deliveries: Iterable[Delivery]) -> tuple[DeliveryLine, ...]:
    return tuple(map(_line, deliveries))


def _line(delivery: Delivery) -> DeliveryLine:
    state, channel, user = DeliveryState(delivery.state), Channel(delivery.channel), delivery.recipient
    return DeliveryLine(
        number=delivery.pk,
        who=user.get_full_name(),
        office=user.organisation.name if user.organisation else "",
        what=kind_of(delivery.notice.kind).title if delivery.notice else _DIGEST,
        channel=channel.label,
        icon=CHANNEL_ICONS[channel],
        to=delivery.address_masked,
        state=state.label,
        tone=STATE_TONES[state],
        made_at=delivery.made_at,
        due_at=delivery.due_at if state in WAITING else None,
        sent_at=delivery.sent_at,
        attempts=delivery.attempts,
        error=delivery.error,
        error_words=error_words(delivery.error),
        provider_id=delivery.provider_id,
        failed=state is DeliveryState.FAILED,
    )


def _tiles(scope: Scope, filters: DeliveryFilters, *, now: datetime) -> tuple[Tile, ...]:
    seen = visible_deliveries(scope)
    day_ago = now - timedelta(days=1)

    def tile(title: Text, states: tuple[DeliveryState, ...], note: Text, level: Level | None = None) -> Tile:
        counted = seen.filter(state__in=states)
        if DeliveryState.SENT in states:
            counted = counted.filter(sent_at__gt=day_ago)
        number = counted.count()
        state = states[0].value
        return Tile(
            title=title,
            value=number,
            note=note,
            level=level if number else None,
            url=f"{reverse('deliveries')}?{urlencode({'state': state})}",
            active=filters.state == state,
        )

    return (
        tile(Text("发送失败", "Failed"), (DeliveryState.FAILED,), Text("可重新发送", "Can be sent again"), Level.RED),
        tile(Text("待发送", "Waiting"), (DeliveryState.QUEUED,), Text("正在发送或等待重试", "Being sent or retried")),
        tile(Text("免打扰中", "Held"), (DeliveryState.HELD,), Text("免打扰结束后发送", "Sent after quiet hours")),
        tile(Text("待入摘要", "For the digest"), (DeliveryState.DIGEST,), Text("并入每日摘要", "In the next digest")),
        tile(Text("24 小时内已发送", "Sent in 24 hours"), (DeliveryState.SENT,), Text("邮件和短信", "E-mail and SMS")),
    )
