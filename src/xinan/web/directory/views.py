"""`/directory/`: public bodies a worker may go to, by place; entered by hand or from a file."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.casework.directory.actions.keep_body import end_body, keep_body
from xinan.casework.directory.actions.take_sheet import Taken, take_sheet
from xinan.casework.directory.enums import Kind
from xinan.casework.directory.models import PublicBody
from xinan.casework.directory.policies import keeps_any, keeps_place
from xinan.casework.directory.queries import bodies_on
from xinan.casework.directory.refusals import no_such_body, not_your_place
from xinan.intake.templates import MIME_TYPE
from xinan.kernel.errors import XinanError
from xinan.kernel.regions import REGIONS
from xinan.web.access import requires
from xinan.web.components.views import PageView, Problem
from xinan.web.directory.forms import BodyForm, initial_of
from xinan.web.directory.policy import opens_directory
from xinan.web.directory.sheets import template_workbook
from xinan.web.handling.asking import Asking, asking
from xinan.web.shell.errors import status_of
from xinan.web.shell.scope_words import place_short

SIZE: Final = 30


@requires(opens_directory)
@require_safe
def directory(request: HttpRequest) -> HttpResponse:
    """The bodies that count today, by kind and place."""
    return _list(request, who=asking(request))


@requires(opens_directory)
@require_POST
def directory_file(request: HttpRequest) -> HttpResponse:
    """A file of the directory taken: sound rows in, the others told of."""
    who = asking(request)
    file = request.FILES.get("file")
    if file is None:
        return redirect("directory")
    try:
        taken = take_sheet(file.name or "", file.read(), by=who.user, scope=who.scope, now=who.now)
    except XinanError as error:
        return _list(request, who=who, error=error)
    return _list(request, who=who, taken=taken)


@requires(opens_directory)
@require_safe
def directory_template(_request: HttpRequest) -> HttpResponse:
    """The template to be filled in."""
    response = HttpResponse(template_workbook(), content_type=MIME_TYPE)
    response.headers["Content-Disposition"] = (
        content_disposition_header(as_attachment=True, filename="directory.xlsx") or ""
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@requires(opens_directory)
@require_http_methods(["GET", "HEAD", "POST"])
def body_page(request: HttpRequest, body_id: int | None = None) -> HttpResponse:
    """One body to be entered or changed by the office of its place."""
    who = asking(request)
    body = PublicBody.objects.filter(pk=body_id).first() if body_id is not None else None
    if body_id is not None and body is None:
        raise no_such_body()
    if not keeps_any(who.scope) or (body is not None and not keeps_place(who.scope, region_code=body.region_code)):
        raise not_your_place()
    form = BodyForm(
        *((request.POST,) if request.method == "POST" else ()),
        places=_places(who),
        initial=initial_of(body, today=who.today),
    )
    problem: XinanError | None = None
    if request.method == "POST" and form.is_valid() and form.check_entry(language=get_language() or "zh"):
        try:
            kept = keep_body(form.entry(), body_id=body_id, by=who.user, scope=who.scope, now=who.now)
        except XinanError as error:
            problem = error
        else:
            messages.success(request, _("已保存：%(name)s") % {"name": kept.name})
            return redirect("directory")
    context = {"form": form, "body": body, "problem": _problem(problem), "today": who.today}
    status = status_of(problem) if problem else 422 if form.is_bound else 200
    return render(request, "directory/body.html", context, status=status)


@requires(opens_directory)
@require_POST
def end(request: HttpRequest, body_id: int) -> HttpResponse:
    """The body counts until today; it stays in the history."""
    who = asking(request)
    body = end_body(body_id, on=who.today, by=who.user, scope=who.scope)
    messages.success(request, _("已停用：%(name)s") % {"name": body.name})
    return redirect("directory")


def _list(
    request: HttpRequest, *, who: Asking, taken: Taken | None = None, error: XinanError | None = None
) -> HttpResponse:
    kind, place = request.GET.get("kind", ""), request.GET.get("place", "")
    rows = bodies_on(who.today)
    if kind in Kind.values:
        rows = rows.filter(kind=kind)
    if place:
        rows = rows.filter(region_code=place[:12])
    number = request.GET.get("page", "")
    page = PageView.near(rows.count(), number=int(number) if number.isdigit() and len(number) < 6 else 1, size=SIZE)
    context: dict[str, Any] = {
        "rows": [
            (body, place_short(body.region_code), keeps_place(who.scope, region_code=body.region_code))
            for body in rows[page.slice]
        ],
        "page": page,
        "kinds": Kind.choices,
        "kind": kind,
        "places": [(each.code, each.text) for each in _of_today(who) if each.level != "province"],
        "place": place,
        "keeps": keeps_any(who.scope),
        "taken": taken,
        "problem": _problem(error),
    }
    return render(request, "directory/list.html", context, status=status_of(error) if error else 200)


def _of_today(who: Asking) -> list[Any]:
    return sorted((place for place in REGIONS if place.is_valid(on=who.today)), key=lambda place: place.code)


def _places(who: Asking) -> list[tuple[str, str]]:
    """The places whose entries the person's office keeps."""
    language = get_language() or "zh"
    return [
        (place.code, place.text.in_language(language))
        for place in _of_today(who)
        if keeps_place(who.scope, region_code=place.code)
    ]


def _problem(error: XinanError | None) -> Problem | None:
    return Problem(error.what, error.remedy, error.code) if error else None
