"""From where a proceeding is moved: how its subject is called, the address of the form, where it leads afterwards."""

from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from xinan.kernel.errors import NotFound, XinanError
from xinan.kernel.text import Text
from xinan.people.scope import Scope
from xinan.procedures.hooks import describe
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import visible_proceedings
from xinan.procedures.registry import find_procedure
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.firm import is_firm, open_to_firm
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page, wants_part


@dataclass(frozen=True, slots=True)
class Frame:
    """`title` and `about` stand above the form; `came_from` is sent back with it; `done` is where it leads."""

    title: Text
    about: Text
    url: str
    done: str
    came_from: str = ""


def asked_proceeding(proceeding_id: int, *, who: Asking) -> Proceeding:
    """The proceeding, if the person may see it; NotFound, which does not say whether there is one."""
    found = (
        visible_proceedings(who.scope)
        .select_related("holder", "holder_office", "previous")
        .filter(pk=proceeding_id)
        .first()
    )
    if found is None or (is_firm(who.scope) and not open_to_firm(found, scope=who.scope, now=who.now)):
        raise NotFound(
            "unknown-proceeding",
            Text("找不到这件事项，或不在您的范围内。", "There is no such proceeding, or not within your scope."),
            Text("从列表中打开。", "Open it from a list."),
        )
    return found


def frame_of(request: HttpRequest, proceeding: Proceeding, *, who: Asking) -> Frame:
    """The frame of the generic pages: back to where the person came from, else to the page of what it is about."""
    title = title_for(proceeding, scope=who.scope)
    name = find_procedure(proceeding.procedure).name
    back = own_path(request.POST.get("back") or request.GET.get("back", ""))
    return Frame(
        title=title,
        about=Text("", "") if name.zh in title.zh else name,
        url=request.path,
        done=back or subject_url(proceeding, scope=who.scope),
        came_from=back,
    )


def title_for(proceeding: Proceeding, *, scope: Scope) -> Text:
    """What it is called; for a firm by its procedure alone, as a case's title may come from a complaint."""
    if is_firm(scope):
        return find_procedure(proceeding.procedure).name
    return describe(proceeding.procedure, [proceeding])[proceeding.pk].title


def subject_url(proceeding: Proceeding, *, scope: Scope) -> str:
    """The page of what it is about; the proceeding's own for a firm, or where its noun names none."""
    own = reverse("proceeding", args=[proceeding.pk])
    if is_firm(scope) and proceeding.subject_kind != "warning":
        return own
    if proceeding.subject_kind == "case" and proceeding.subject_id.isdecimal():
        return reverse("case", args=[int(proceeding.subject_id)])
    link = describe(proceeding.procedure, [proceeding])[proceeding.pk].link
    return own if link in ("", "/") else link


def own_path(asked: str) -> str:
    """A page of ours that may be led to; empty for anything else.

    >>> own_path("/cases/3/"), own_path("//evil.example/"), own_path("javascript:1")
    ('/cases/3/', '', '')
    """
    safe = asked.startswith("/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if safe and len(asked) <= 300 else ""


def done(request: HttpRequest, url: str) -> HttpResponse:
    """Lead to a page, whether htmx asked or the browser did."""
    if not wants_part(request):
        return redirect(url)
    response = HttpResponse(status=HTTPStatus.OK)
    here = urlsplit(request.headers.get("HX-Current-URL", ""))
    if here.path == urlsplit(url).path:
        # To another place of the same page the browser would only scroll.
        response.headers["HX-Refresh"] = "true"
    else:
        response.headers["HX-Redirect"] = url
    return response


def told(request: HttpRequest, error: XinanError, *, back: str) -> HttpResponse:
    """What could not be done, in the dialog or on a page, with the way back."""
    context: dict[str, object] = {"problem": Problem(error.what, error.remedy, error.code), "back": back}
    return render_page(
        request, "proceedings/refused_page.html", "proceedings/refused.html", context, status=status_of(error)
    )


def say(text: Text) -> str:
    """In the reader's language."""
    return text.in_language(get_language() or "zh")
