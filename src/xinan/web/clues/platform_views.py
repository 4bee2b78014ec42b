"""`/clues/platform/`: an export of the national platform in four steps, and the conclusions back."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.casework.actions.export_conclusions import export_conclusions
from xinan.casework.actions.take_platform_file import drop_file, preview, receive_file, say_columns, take_file
from xinan.casework.enums import FileState
from xinan.casework.models import PlatformFile
from xinan.casework.platform.columns import COLUMNS
from xinan.gateways.wiring import wiring
from xinan.intake.reading.headers import column_letter
from xinan.kernel.errors import NotFound, XinanError
from xinan.kernel.text import Text
from xinan.people.middleware import request_id
from xinan.web.access import requires
from xinan.web.clues.policy import hears_workers
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking, asking
from xinan.web.shell.errors import status_of

SHOWN = 20
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@requires(hears_workers)
@require_http_methods(["GET", "HEAD", "POST"])
def platform(request: HttpRequest) -> HttpResponse:
    """The files of one's office, and the place to send one."""
    who = asking(request)
    problem: XinanError | None = None
    file = request.FILES.get("file")
    if request.method == "POST" and file is not None:
        try:
            kept = receive_file(
                file.name or "", file.read(), by=who.user, scope=who.scope, now=who.now, keyring=wiring().keyring
            )
        except XinanError as error:
            problem = error
        else:
            return redirect("platform-file", file_id=kept.pk)
    context: dict[str, object] = {
        "files": PlatformFile.objects.filter(office_id=who.user.organisation_id)[:SHOWN],
        "problem": _problem(problem),
    }
    return render(request, "clues/platform.html", context, status=status_of(problem) if problem else 200)


@requires(hears_workers)
@require_http_methods(["GET", "HEAD", "POST"])
def platform_file(request: HttpRequest, file_id: int) -> HttpResponse:
    """One file: which column is which, what taking it would do, what came of it."""
    who = asking(request)
    file = _own(file_id, who=who)
    problem: XinanError | None = None
    if request.method == "POST":
        try:
            file = say_columns(file_id, _places(request), by=who.user, scope=who.scope, now=who.now)
        except XinanError as error:
            problem = error
        else:
            return redirect("platform-file", file_id=file_id)
    ready = file.state == FileState.READY
    asks = file.state == FileState.COLUMNS or (ready and "columns" in request.GET)
    language = get_language() or "zh"
    titles = [(place, f"{column_letter(place)} · {title}") for place, title in enumerate(file.titles) if title]
    context: dict[str, object] = {
        "file": file,
        "columns": [(column, file.places.get(column.name)) for column in COLUMNS],
        "titles": titles,
        "asks": asks,
        "preview": preview(file, now=who.now, keyring=wiring().keyring) if ready and not asks else None,
        "faults": [_fault(each, language=language) for each in file.faults],
        "problem": _problem(problem),
        "shown": SHOWN,
    }
    return render(request, "clues/platform_file.html", context, status=status_of(problem) if problem else 200)


@requires(hears_workers)
@require_POST
def platform_act(request: HttpRequest, file_id: int, act: str) -> HttpResponse:
    """Take the file, or drop it."""
    who = asking(request)
    if act == "take":
        take_file(file_id, by=who.user, scope=who.scope, now=who.now, keyring=wiring().keyring)
    elif act == "drop":
        drop_file(file_id, by=who.user, scope=who.scope)
    else:
        raise _none()
    return redirect("platform-file", file_id=file_id)


@requires(hears_workers)
@require_safe
def platform_export(request: HttpRequest) -> HttpResponse:
    """The conclusions to give back to the platform."""
    who = asking(request)
    content = export_conclusions(by=who.user, scope=who.scope, now=who.now, request_id=request_id(request))
    response = HttpResponse(content, content_type=_XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="conclusions-{who.today:%Y%m%d}.xlsx"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _own(file_id: int, *, who: Asking) -> PlatformFile:
    file = PlatformFile.objects.filter(pk=file_id, office_id=who.user.organisation_id).first()
    if file is None or who.user.organisation_id is None:
        raise _none()
    return file


def _none() -> NotFound:
    return NotFound(
        "platform-file-not-found",
        Text("没有这个文件。", "There is no such file."),
        Text("请从导入列表进入。", "Open it from the list of imports."),
    )


def _places(request: HttpRequest) -> dict[str, int]:
    said = {column.name: request.POST.get(column.name, "") for column in COLUMNS}
    return {name: int(place) for name, place in said.items() if place.isdecimal() and len(place) < 4}


def _fault(kept: dict[str, object], *, language: str) -> dict[str, object]:
    english = language.startswith("en")
    what = Text(str(kept["zh"]), str(kept["en"]))
    remedy = Text(str(kept["remedy_zh"]), str(kept["remedy_en"]))
    tag = "en" if english else "zh"
    return {**kept, "what": what.in_language(tag), "remedy": remedy.in_language(tag)}


def _problem(error: XinanError | None) -> Problem | None:
    return Problem(error.what, error.remedy, error.code) if error else None
