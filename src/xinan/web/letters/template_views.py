"""`/letters/templates/`: with which Word files letters are written, the fields they may say, and how an office signs."""

from datetime import date, datetime
from decimal import Decimal

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.documents.actions.keep_letterhead import keep_letterhead
from xinan.documents.actions.keep_template import restore_template, return_to_standard, upload_template
from xinan.documents.checking.guarded import LARGEST_TEMPLATE, refused
from xinan.documents.fields import FieldKind, LetterField, context_of, examples
from xinan.documents.kinds import LetterKind, all_kinds, find_kind
from xinan.documents.letterheads import sender_of
from xinan.documents.models import LetterTemplate
from xinan.documents.policies import template_holders
from xinan.documents.preview import preview_of
from xinan.documents.rendering import sample_file
from xinan.documents.templates import template_in_force, versions_of
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.people.models import Organisation
from xinan.web.access import requires
from xinan.web.components.views import Problem
from xinan.web.letters.acts import WORD, handed_out
from xinan.web.letters.asked import Asker, asker_of, writes_letters
from xinan.web.letters.forms import LetterheadForm
from xinan.web.letters.views_data import FieldLine, TemplateLine, VersionLine, Word
from xinan.web.shell.errors import status_of

_OWN, _PROVINCE = "own", "province"
_NOTES: dict[FieldKind, Word] = {
    FieldKind.TEXT: _("文字"),
    FieldKind.LINES: _("多段文字，每段自成一段"),
    FieldKind.MONEY: _("金额；加“大写”即中文大写"),
    FieldKind.DAY: _("日期；加“汉字”即汉字日期"),
    FieldKind.LENGTH: _("时限"),
    FieldKind.ROWS: _("多行，用 for 逐行写出"),
}


@requires(writes_letters)
@require_http_methods(["GET", "HEAD", "POST"])
def templates(request: HttpRequest) -> HttpResponse:
    """Every kind with the template in force for one's office, and the office's letterhead; a POST changes the letterhead."""
    who = asker_of(request)
    office = _office(who)
    sender = sender_of(office)
    initial = {name: getattr(sender, name) for name in ("name", "mark", "contact", "phone", "address")}
    given = request.POST if request.method == "POST" else None
    form = LetterheadForm(given, initial=initial)
    problem, status = None, 200
    if given is not None and form.is_valid():
        try:
            keep_letterhead(form.sender, by=who.user, now=who.now)
        except XinanError as error:
            problem, status = Problem(error.what, error.remedy, error.code), status_of(error)
        else:
            return redirect("letter-templates")
    elif given is not None:
        status = 422
    lines = [_template_line(kind, office=office) for kind in all_kinds()]
    context = {"lines": lines, "form": form, "problem": problem, "office": office}
    return render(request, "letters/templates.html", context, status=status)


@requires(writes_letters)
@require_http_methods(["GET", "HEAD", "POST"])
def template_page(request: HttpRequest, code: str) -> HttpResponse:
    """One kind: its fields, a sample, the versions of the holder; a POST uploads a new version."""
    who, kind = asker_of(request), find_kind(code)
    holder = _holder(request, who)
    if request.method != "POST":
        return _page(request, kind, who=who, holder=holder)
    file = request.FILES.get("file")
    try:
        if file is None:
            raise refused("type")
        if (file.size or 0) > LARGEST_TEMPLATE:
            raise refused("large")
        upload_template(
            kind,
            office=holder,
            file_name=file.name or "",
            content=file.read(),
            by=who.user,
            now=who.now,
            note=request.POST.get("note", "").strip(),
        )
    except XinanError as error:
        return _page(request, kind, who=who, holder=holder, error=error)
    return redirect(_address(kind, holder))


@requires(writes_letters)
@require_POST
def template_act(request: HttpRequest, code: str, act: str) -> HttpResponse:
    """Bring an older version back, or return to what stands above the holder's own."""
    who, kind = asker_of(request), find_kind(code)
    holder = _holder(request, who)
    try:
        if act == "restore":
            version = _version(kind, holder, request.POST.get("version", ""))
            restore_template(version, kind=kind, by=who.user, now=who.now)
        elif act == "standard":
            return_to_standard(kind, office=holder, by=who.user, now=who.now)
        else:
            raise Http404
    except XinanError as error:
        return _page(request, kind, who=who, holder=holder, error=error)
    return redirect(_address(kind, holder))


@requires(writes_letters)
@require_safe
def template_file(request: HttpRequest, code: str) -> HttpResponse:
    """The template in force, an older version of it, or a sample letter, as a Word file."""
    who, kind = asker_of(request), find_kind(code)
    holder = _holder(request, who)
    asked = request.GET.get("version", "")
    if asked:
        version = _version(kind, holder, asked)
        return handed_out(bytes(version.content or b""), name=version.file_name, media_type=WORD)
    force = template_in_force(kind, office=holder)
    if "sample" in request.GET:
        return handed_out(sample_file(force, kind=kind), name=f"{kind.name.zh}（样例）.docx", media_type=WORD)
    return handed_out(force.content, name=f"{kind.name.zh}模板.docx", media_type=WORD)


def _version(kind: LetterKind, holder: Organisation | None, asked: str) -> LetterTemplate:
    """A version of the holder's template that has a file; Http404."""
    if not asked.isdecimal() or len(asked) > 18:
        raise Http404
    return get_object_or_404(LetterTemplate, kind=kind.code, office=holder, pk=asked, content__isnull=False)


def _page(
    request: HttpRequest,
    kind: LetterKind,
    *,
    who: Asker,
    holder: Organisation | None,
    error: XinanError | None = None,
) -> HttpResponse:
    force = template_in_force(kind, office=holder)
    versions = list(versions_of(kind, office=holder))
    holders = template_holders(who.user, scope=who.scope)
    shown = error
    try:
        preview = preview_of(sample_file(force, kind=kind))
    except XinanError as fault:
        preview, shown = None, error or fault
    context = {
        "kind": kind,
        "in_force": force.name,
        "preview": preview,
        "fields": [_field_line(field) for field in kind.fields],
        "versions": [_version_line(each, kind, newest=each is versions[0]) for each in versions],
        "has_own": bool(versions and versions[0].digest),
        "holder": _key(holder),
        "holders": [(_key(each), each.name if each else _("全省统一模板")) for each in holders],
        "problem": Problem(shown.what, shown.remedy, shown.code) if shown else None,
        "query": f"?holder={_key(holder)}",
        "most": LARGEST_TEMPLATE // 1024 // 1024,
    }
    return render(request, "letters/template.html", context, status=status_of(error) if error else 200)


def _office(who: Asker) -> Organisation:
    assert who.user.organisation is not None  # noqa: S101 the page's policy has seen to it
    return who.user.organisation


def _holder(request: HttpRequest, who: Asker) -> Organisation | None:
    """Whose template is meant: one's own office's, or the province's; PermissionDenied where that is not theirs to keep."""
    asked = request.POST.get("holder") or request.GET.get("holder", "")
    if asked != _PROVINCE:
        return _office(who)
    if None not in template_holders(who.user, scope=who.scope):
        raise PermissionDenied
    return None


def _key(holder: Organisation | None) -> str:
    return _PROVINCE if holder is None else _OWN


def _address(kind: LetterKind, holder: Organisation | None) -> str:
    return f"{reverse('letter-template', args=[kind.code])}?holder={_key(holder)}"


def _template_line(kind: LetterKind, *, office: Organisation) -> TemplateLine:
    force = template_in_force(kind, office=office)
    since: datetime | None = force.version.uploaded_at if force.version else None
    return TemplateLine(
        url=reverse("letter-template", args=[kind.code]),
        sample_url=f"{reverse('letter-template-file', args=[kind.code])}?sample",
        name=kind.name,
        purpose=kind.purpose,
        in_force=force.name,
        since=since.date() if since else None,
    )


def _version_line(version: LetterTemplate, kind: LetterKind, *, newest: bool) -> VersionLine:
    if not version.digest:
        note = Text("停用本级模板，改用上级或系统标准模板", "Own template given up for the one above")
    elif version.restores:
        note = Text(f"恢复第 {version.restores.version} 版", f"Version {version.restores.version} again")
    else:
        note = Text(version.note, version.note)
    url = f"{reverse('letter-template-file', args=[kind.code])}?holder={_key(version.office)}&version={version.pk}"
    return VersionLine(version, newest, url if version.digest else "", note)


def _field_line(field: LetterField) -> FieldLine:
    said = context_of((field,), examples((field,)))
    written = tuple(f"{{{{ {name} }}}}" for name in field.names if not name.isascii())
    example, inside = field.example, ""
    if field.kind is FieldKind.ROWS:
        columns = "".join(f"{{{{ 行.{column.label.zh} }}}}" for column in field.columns)
        written = (f"{{%p for 行 in {field.label.zh} %}}", columns, "{%p endfor %}")
        inside = "、".join(column.label.zh for column in field.columns)
    shown = inside if field.kind is FieldKind.ROWS else str(said[field.label.zh]).replace("\a", " / ")
    if isinstance(example, Decimal | date):
        shown = "；".join(str(said[name]) for name in field.names if not name.isascii())
    return FieldLine(written, field.label, _NOTES[field.kind], shown, field.required, inside)
