"""`/notices/settings/`: addresses and their verification, channels by topic, quiet hours, digest."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.notices.actions.set_contact import set_email, set_phone
from xinan.notices.actions.set_preferences import set_preferences
from xinan.notices.actions.verify_contact import confirm_code, send_code
from xinan.notices.enums import Channel, Topic
from xinan.notices.kinds import kinds
from xinan.notices.models import Contact, ContactCode, Preference
from xinan.notices.outbound import Outbound
from xinan.notices.settings_of import settings_of
from xinan.people.models import User
from xinan.web.access import signed_in
from xinan.web.components.views import Problem
from xinan.web.notices.forms import PreferenceForm, initial_of
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scoping import asker

_CHANNELS = (Channel.EMAIL, Channel.SMS)


@dataclass(frozen=True, slots=True)
class AddressView:
    """One way in which a person can be reached, as the page shows it."""

    channel: Channel
    title: str | Promise
    hint: str | Promise
    icon: str
    input_type: str
    autocomplete: str
    masked: str
    verified_at: datetime | None
    code_sent_at: datetime | None


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def notice_settings(request: HttpRequest) -> HttpResponse:
    """The settings; a POST keeps topics, quiet hours, digest and language."""
    user = asker(request.user)
    if request.method != "POST":
        return _page(request, user)
    form = _form(user, request)
    if not form.is_valid():
        return _page(request, user, form=form, status=422)
    set_preferences(user, form.wishes())
    messages.success(request, _("通知设置已保存。"))
    return redirect("notice-settings")


@signed_in
@never_cache
@require_POST
def contact(request: HttpRequest, channel: str, act: str) -> HttpResponse:
    """Enter an address, have a code sent to it, type the code in, or remove the address."""
    user, acts = asker(request.user), _acts()
    if channel not in _CHANNELS or act not in acts:
        raise Http404
    try:
        acts[act](user, Channel(channel), request.POST.get("value", ""))
    except XinanError as error:
        problem = Problem(error.what, error.remedy, error.code)
        return _page(request, user, problem=problem, at=channel, status=status_of(error))
    return redirect("notice-settings")


def _acts() -> dict[str, Callable[[User, Channel, str], None]]:
    return {"set": _set, "code": _code, "confirm": _confirm, "remove": _remove}


def _set(user: User, channel: Channel, value: str) -> None:
    keyring = wiring().keyring
    if channel is Channel.SMS:
        kept = set_phone(user, number=value, keyring=keyring).phone_verified_at
    else:
        kept = set_email(user, address=value, keyring=keyring).email_verified_at
    if value.strip() and kept is None:
        _code(user, channel, "")


def _code(user: User, channel: Channel, _value: str) -> None:
    language = (get_language() or "zh")[:2]
    send_code(user, channel=channel, outbound=Outbound.of(wiring()), language=language)


def _confirm(user: User, channel: Channel, value: str) -> None:
    wired = wiring()
    confirm_code(user, channel=channel, number=value, keyring=wired.keyring, now=wired.clock.now())


def _remove(user: User, channel: Channel, _value: str) -> None:
    keyring = wiring().keyring
    if channel is Channel.SMS:
        set_phone(user, number="", keyring=keyring)
    else:
        set_email(user, address="", keyring=keyring)


def _form(user: User, request: HttpRequest | None) -> PreferenceForm:
    preference = Preference.objects.filter(user=user).first() or Preference()
    return PreferenceForm(
        request.POST if request else None,
        initial=initial_of(preference),
        settings=settings_of([user.pk])[user.pk],
        texted=_texted(),
    )


def _texted() -> frozenset[Topic]:
    """Topics with a kind that is ever texted; none where there is no provider."""
    if not Outbound.of(wiring()).offers(Channel.SMS):
        return frozenset()
    return frozenset(kind.topic for kind in kinds() if kind.sms)


def _page(
    request: HttpRequest,
    user: User,
    *,
    form: PreferenceForm | None = None,
    problem: Problem | None = None,
    at: str = "",
    status: int = 200,
) -> HttpResponse:
    outbound = Outbound.of(wiring())
    context: dict[str, object] = {
        "form": form or _form(user, None),
        "addresses": [view for view in _addresses(user) if outbound.offers(view.channel)],
        "digest_at": outbound.digest_at,
        "problem": problem,
        "at": at,
    }
    return render_page(request, "notices/settings.html", "notices/settings_part.html", context, status=status)


def _addresses(user: User) -> tuple[AddressView, AddressView]:
    kept = Contact.objects.filter(user=user).first() or Contact()
    now = wiring().clock.now()
    codes = ContactCode.objects.filter(user=user, expires_at__gt=now)
    sent: dict[str, datetime] = dict(codes.values_list("channel", "sent_at"))
    return (
        AddressView(
            channel=Channel.EMAIL,
            title=gettext_lazy("电子邮箱"),
            hint=gettext_lazy("单位邮箱最好。邮件只写事项名称，内容须登录查看。"),
            icon="mail",
            input_type="email",
            autocomplete="email",
            masked=kept.email_masked,
            verified_at=kept.email_verified_at,
            code_sent_at=sent.get(Channel.EMAIL),
        ),
        AddressView(
            channel=Channel.SMS,
            title=gettext_lazy("手机号码"),
            hint=gettext_lazy("短信只写“有几项待办”和登录地址，不写人名、项目和金额。"),
            icon="device-mobile",
            input_type="tel",
            autocomplete="tel",
            masked=kept.phone_masked,
            verified_at=kept.phone_verified_at,
            code_sent_at=sent.get(Channel.SMS),
        ),
    )
