"""`/credentials/`: the appids of one's projects, their use; a secret is shown once, when it is made."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from xinan.gateways.wiring import wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.revoke_credential import revoke_credential
from xinan.intake.actions.rotate_credential import USUAL_OVERLAP, rotate_credential
from xinan.intake.credentials.making import Opened
from xinan.intake.credentials.policies import banks_of, manageable_credentials, may_manage_credentials
from xinan.intake.credentials.standing import standings
from xinan.intake.policies import importable_projects
from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.web.access import requires
from xinan.web.components.views import Problem
from xinan.web.credentials.forms import OpenForm, RotateForm
from xinan.web.credentials.presenters import bank_names, line_views
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page


def manages_credentials(user: Any) -> bool:
    """Whether the person may open the page."""
    return isinstance(user, User) and may_manage_credentials(user, today=wiring().clock.today())


@requires(manages_credentials)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def credentials(request: HttpRequest) -> HttpResponse:
    """The credentials of one's projects; a POST opens another one and shows its secret."""
    user, wired = _user(request), wiring()
    if request.method != "POST":
        return _page(request, _form(user))
    form = _form(user, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    data = form.cleaned_data
    try:
        opened = open_credential(
            **form.owner_chosen,
            name=data["name"],
            scopes=data["scopes"],
            by=user,
            now=wired.clock.now(),
            keyring=wired.keyring,
        )
    except XinanError as error:
        return _page(request, form, error=error)
    return _page(request, _form(user), opened=opened)


def _form(user: User, data: Any = None) -> OpenForm:
    today = wiring().clock.today()
    banks = bank_names(banks_of(user, today=today) or ())
    return OpenForm(data, projects=importable_projects(user, today=today), banks=banks)


@requires(manages_credentials)
@never_cache
@require_POST
def credential_act(request: HttpRequest, appid: str, act: str) -> HttpResponse:
    """Rotate or revoke one credential."""
    user, wired = _user(request), wiring()
    now = wired.clock.now()
    form, opened = _form(user), None
    try:
        if act == "rotate":
            opened = rotate_credential(appid, by=user, now=now, keyring=wired.keyring, overlap=_overlap(request))
        elif act == "revoke":
            revoke_credential(appid, by=user, now=now)
        else:
            raise Http404
    except XinanError as error:
        return _page(request, form, error=error)
    return _page(request, form, opened=opened, revoked=appid if opened is None else "")


def _overlap(request: HttpRequest) -> Any:
    form = RotateForm(request.POST)
    if form.is_valid():
        return form.overlap
    raise InvalidValue(
        "credential.overlap",
        Text("新旧密钥并行的天数不对。", "The number of days is not right."),
        Text("请填 0 至 30 的整数。", "Give a whole number from 0 to 30."),
    )


def _page(
    request: HttpRequest,
    form: OpenForm,
    *,
    opened: Opened | None = None,
    revoked: str = "",
    error: XinanError | None = None,
    status: int = 200,
) -> HttpResponse:
    now = wiring().clock.now()
    lines = standings(manageable_credentials(_user(request), today=now.date()), now=now)
    context: dict[str, object] = {
        "form": form,
        "lines": line_views(lines),
        "opened": opened,
        "revoked": revoked,
        "usual_days": USUAL_OVERLAP.days,
        "problem": Problem(error.what, error.remedy, error.code) if error else None,
    }
    if error:
        status = status_of(error)
    return render_page(request, "credentials/index.html", "credentials/part.html", context, status=status)


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101 narrows a type; the page's policy has seen to it
    return request.user
