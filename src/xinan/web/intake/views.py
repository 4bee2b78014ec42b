"""`/imports/`: templates, the drop zone, earlier imports; one upload and what became of it."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET, require_http_methods

from xinan.gateways.wiring import wiring
from xinan.intake.actions.queue_files import queue_files
from xinan.intake.actions.receive_files import MOST_FILES, SentFile
from xinan.intake.marked import marked_workbook
from xinan.intake.policies import importable_projects, may_import, visible_batches
from xinan.intake.reading.files import LARGEST_FILE, SUFFIXES
from xinan.intake.sheets import SHEETS, sheet_of_kind
from xinan.intake.templates import MIME_TYPE, explanation_workbook, template_workbook, templates_archive
from xinan.kernel.errors import XinanError
from xinan.people.models import User
from xinan.web.access import signed_in
from xinan.web.components.views import PageView, Problem
from xinan.web.intake.forms import UploadForm
from xinan.web.intake.presenters import batch_views, template_name, template_views
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page

_PER_PAGE = 20


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The page of importing; a POST receives files and leads to what becomes of them."""
    user, wired = _user(request), wiring()
    projects = importable_projects(user, today=wired.clock.today())
    form = UploadForm(request.POST if request.method == "POST" else None, projects=projects)
    problem, status = None, 200
    if request.method == "POST" and form.is_valid():
        files = [SentFile(file.name or "", file.read()) for file in request.FILES.getlist("files")]
        try:
            key = queue_files(files, wish=form.wish, sender=user, now=wired.clock.now(), keyring=wired.keyring)
        except XinanError as error:
            problem, status = Problem(error.what, error.remedy, error.code), status_of(error)
        else:
            return redirect("intake-upload", upload_key=key)
    elif request.method == "POST":
        status = 422
    return render(request, "intake/index.html", _index(request, user, form, problem), status=status)


@signed_in
@require_GET
def upload(request: HttpRequest, upload_key: str) -> HttpResponse:
    """One upload: progress while it is worked on, then the counts, the faults and the marked sheets."""
    user = _user(request)
    batches = list(
        visible_batches(user, today=wiring().clock.today())
        .filter(upload_key=upload_key)
        .select_related("submitted_by", "withdrawal")
        .defer("original_sealed")
        .order_by("id")
    )
    if not batches:
        raise Http404
    views = batch_views(batches, with_faults=True)
    context: dict[str, object] = {
        "batches": views,
        "waiting": any(view.waiting for view in views),
        "dry_run": any(view.dry_run for view in views),
        "asked": sum(1 for view in views if view.asking_url),
        "refused": sum(view.rejected + (1 if view.problem else 0) for view in views),
        "taken": sum(view.added + view.changed + view.unchanged for view in views),
        "upload_key": upload_key,
        "projects": {view.project_id: view for view in views if view.project_url}.values(),
    }
    return render_page(request, "intake/upload.html", "intake/upload_part.html", context)


@signed_in
@require_GET
def template(request: HttpRequest, kind: str) -> HttpResponse:
    """One template as a file."""
    if kind == "all":
        return _download("薪安导入模板.zip", templates_archive(), mime="application/zip")
    if kind == "explanation":
        return _download(template_name(kind), explanation_workbook())
    if kind not in {sheet.kind for sheet in SHEETS}:
        raise Http404
    return _download(template_name(kind), template_workbook(sheet_of_kind(kind)))


@signed_in
@require_GET
def marked(request: HttpRequest, number: int) -> HttpResponse:
    """The sender's own sheet with the bad cells marked; for those who may import for the project, and the sender."""
    wired = wiring()
    batch = visible_batches(_user(request), today=wired.clock.today()).filter(pk=number).first()
    file = marked_workbook(batch, keyring=wired.keyring, language=get_language() or "zh") if batch else None
    if file is None:
        raise Http404
    return _download(file.name, file.content)


def _index(request: HttpRequest, user: User, form: UploadForm, problem: Problem | None) -> dict[str, object]:
    today = wiring().clock.today()
    earlier = visible_batches(user, today=today).select_related("submitted_by", "withdrawal")
    earlier = earlier.defer("original_sealed").order_by("-id")
    asked = request.GET.get("page", "")
    page = PageView.near(earlier.count(), number=int(asked) if asked.isdecimal() else 1, size=_PER_PAGE)
    return {
        "form": form,
        "problem": problem,
        "templates": template_views(),
        "may_import": may_import(user, today=today),
        "batches": batch_views(list(earlier[page.slice])),
        "page": page,
        "suffixes": ",".join(SUFFIXES),
        "largest": LARGEST_FILE // 1024 // 1024,
        "most": MOST_FILES,
    }


def _user(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def _download(name: str, content: bytes, *, mime: str = MIME_TYPE) -> HttpResponse:
    response = HttpResponse(content, content_type=mime)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response
