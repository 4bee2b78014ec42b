"""`/letters/`: the archive, a new letter, one letter, its fields."""

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from xinan.documents.actions.draft_letter import revise_letter
from xinan.documents.kinds import all_kinds, find_kind
from xinan.documents.models import Letter
from xinan.documents.policies import may_write_letters, require_handling, visible_letters
from xinan.documents.preview import Preview, preview_of
from xinan.documents.queries import Shelf, on_shelf, searched
from xinan.documents.rendering import draft_file
from xinan.documents.sealing import content_of, fields_of
from xinan.documents.service import WAYS
from xinan.gateways.wiring import wiring
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import XinanError
from xinan.monitoring.enums import WarningState
from xinan.monitoring.letters import AddressedTo, Wish, draft_about_project, said_about
from xinan.monitoring.models import Warning
from xinan.monitoring.queries.warnings import warnings_of
from xinan.registry.policies import visible_project
from xinan.rules.registry import find_rule
from xinan.web.access import requires, signed_in
from xinan.web.components.views import PageView, Problem
from xinan.web.letters.asked import Asker, asker_of, letter_asked, writes_letters
from xinan.web.letters.forms import FieldsForm, NewLetterForm, ServiceForm
from xinan.web.letters.presenters import letter_lines, letter_view, shelves
from xinan.web.shell.errors import status_of
from xinan.web.shell.htmx import render_page

PER_PAGE = 20


@signed_in
@require_safe
def letter_list(request: HttpRequest) -> HttpResponse:
    """The letters that a person may see: by list, kind, words, project."""
    who, asked = asker_of(request), request.GET
    seen = visible_letters(who.user, scope=who.scope)
    shelf = Shelf(asked["shelf"]) if asked.get("shelf") in set(Shelf) else Shelf.ALL
    kind, words, project = asked.get("kind", ""), asked.get("q", "").strip()[:100], asked.get("project", "")[:64]
    if project:
        seen = seen.filter(project_id=project)
    found = _narrowed(on_shelf(seen, shelf, user_id=who.user.pk, today=who.today), kind=kind, words=words)
    query = request.GET.copy()
    query.pop("page", None)
    number = asked.get("page", "")
    page = PageView.near(
        found.count(),
        number=int(number) if number.isdecimal() and len(number) < 7 else 1,
        size=PER_PAGE,
        base=query.urlencode(),
        target="#letters",
    )
    context: dict[str, object] = {
        "lines": letter_lines(list(found[page.slice]), today=who.today),
        "page": page,
        "shelves": shelves(seen, chosen=shelf, user=who.user, scope=who.scope, today=who.today),
        "shelf": shelf.value,
        "kinds": [(each.code, each.name) for each in all_kinds()],
        "kind": kind,
        "words": words,
        "project": project,
        "may_write": may_write_letters(who.user, scope=who.scope),
    }
    return render_page(request, "letters/index.html", "letters/list.html", context)


def _narrowed(letters: QuerySet[Letter], *, kind: str, words: str) -> QuerySet[Letter]:
    if kind in {each.code for each in all_kinds()}:
        letters = letters.filter(kind=kind)
    return searched(letters, words)


@requires(writes_letters)
@require_http_methods(["GET", "HEAD", "POST"])
def new_letter(request: HttpRequest, project_id: str) -> HttpResponse:
    """Which letter about a project, to whom, about which of its warnings; a POST drafts it."""
    who = asker_of(request)
    project = visible_project(who.scope, project_id=project_id)
    warnings = {str(each.pk): each for each in warnings_of(project.pk).filter(state=WarningState.OPEN)}
    given = request.POST if request.method == "POST" else None
    form = NewLetterForm(given, warnings=[(key, _warning_words(each)) for key, each in warnings.items()])
    problem, status = None, 200
    if given is not None and form.is_valid():
        data = form.cleaned_data
        wish = Wish(data["kind"], AddressedTo(data["addressed_to"]), [warnings[key] for key in data["warnings"]])
        office = who.user.organisation
        assert office is not None  # noqa: S101 the page's policy has seen to it
        try:
            letter = draft_about_project(
                project, wish=wish, office=office, by=who.user, now=who.now, keyring=wiring().keyring
            )
        except XinanError as error:
            problem, status = Problem(error.what, error.remedy, error.code), status_of(error)
        else:
            return redirect("letter", number=letter.pk)
    elif given is not None:
        status = 422
    kinds = [kind for kind in all_kinds() if not kind.of_proceeding]
    context = {"form": form, "project": project, "problem": problem, "kinds": kinds}
    return render(request, "letters/new.html", context, status=status)


def _warning_words(warning: Warning) -> str:
    title = find_rule(warning.rule).title.in_language(get_language() or "zh")
    return f"{title}{f'（{warning.period}）' if warning.period else ''}：{said_about(warning)}"


@signed_in
@require_safe
def letter_page(request: HttpRequest, number: int) -> HttpResponse:
    """One letter: how it reads, how far it is, what can be done with it."""
    who = asker_of(request)
    return letter_response(request, letter_asked(who, number), who=who)


def letter_response(
    request: HttpRequest, letter: Letter, *, who: Asker, error: XinanError | None = None
) -> HttpResponse:
    """The page of a letter, with what went wrong where an act was refused."""
    keyring = wiring().keyring
    view = letter_view(letter, user=who.user, scope=who.scope, today=who.today, keyring=keyring)
    preview, fault = _preview(letter, who=who)
    shown = error or fault
    issued_on = letter.issued_at.astimezone(CHINA).date() if letter.issued_at else who.today
    context: dict[str, object] = {
        "view": view,
        "letter": letter,
        "preview": preview,
        "problem": Problem(shown.what, shown.remedy, shown.code) if shown else None,
        "service": ServiceForm(today=who.today, issued_on=issued_on) if view.acts.serve else None,
        "ways": WAYS.values() if view.acts.serve else (),
        "today": who.today,
    }
    return render(request, "letters/letter.html", context, status=status_of(error) if error else 200)


def _preview(letter: Letter, *, who: Asker) -> tuple[Preview | None, XinanError | None]:
    """How the letter reads; the fault where a draft's template does not serve any more."""
    keyring = wiring().keyring
    try:
        if letter.number:
            return preview_of(content_of(letter.file, keyring=keyring)), None
        return preview_of(draft_file(letter, keyring=keyring, now=who.now)), None
    except XinanError as error:
        return None, error


@requires(writes_letters)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_letter(request: HttpRequest, number: int) -> HttpResponse:
    """The fields of a draft."""
    who, keyring = asker_of(request), wiring().keyring
    letter = letter_asked(who, number)
    require_handling(who.user, scope=who.scope, letter=letter)
    kind, said = find_kind(letter.kind), fields_of(letter, keyring=keyring)
    given = request.POST if request.method == "POST" else None
    form = FieldsForm(given, kind=kind, said=said, initial={"version": letter.version})
    problem, status = None, 200
    if given is not None and form.is_valid():
        version = form.cleaned_data["version"]
        try:
            revise_letter(letter, fields=form.said, by=who.user, now=who.now, keyring=keyring, version=version)
        except XinanError as error:
            problem, status = Problem(error.what, error.remedy, error.code), status_of(error)
        else:
            return redirect("letter", number=letter.pk)
    elif given is not None:
        status = 422
    context = {"form": form, "letter": letter, "kind": kind.name, "problem": problem}
    return render(request, "letters/edit.html", context, status=status)
