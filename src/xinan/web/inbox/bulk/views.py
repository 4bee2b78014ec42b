"""`/inbox/bulk/`: what an act would do to the projects chosen, the act, and taking it back."""

from datetime import date
from typing import Any, Final

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import Conflict, InvalidValue, XinanError
from xinan.kernel.text import Text
from xinan.registry.models import Project
from xinan.web.access import signed_in
from xinan.web.components.views import Problem
from xinan.web.inbox.bulk.acts import find_act
from xinan.web.inbox.bulk.holders import colleagues
from xinan.web.inbox.bulk.model import PROJECTS_AT_MOST, Asker, BulkAct, Field, Given, Line
from xinan.web.inbox.judged import judged_live
from xinan.web.inbox.standing import ranked, standings
from xinan.web.shell.errors import status_of
from xinan.web.shell.scoping import asker, scope_for, visible_projects

_SALT: Final = "xinan.inbox.bulk"
UNDO_SECONDS: Final = 3600


@signed_in
@require_POST
def bulk_preview(request: HttpRequest) -> HttpResponse:
    """The dialog that says what would happen to which project, what would not and why; it asks for what the act needs."""
    who = _asker(request)
    act = find_act(request.POST.get("act", ""), user=who.user, scope=who.scope)
    lines = act.preview(_projects(request, who), asker=who)
    return _ask(request, act, lines, who=who)


@signed_in
@require_POST
def bulk_do(request: HttpRequest) -> HttpResponse:
    """Do it, and say what became of it; what was refused as a whole asks again with the reason."""
    who = _asker(request)
    act = find_act(request.POST.get("act", ""), user=who.user, scope=who.scope)
    items = tuple(dict.fromkeys(request.POST.getlist("item")))
    try:
        given = _given(request, act)
        outcome = act.do(items, given=given, asker=who)
    except XinanError as error:
        lines = act.preview(_projects(request, who), asker=who)
        return _ask(request, act, lines, who=who, problem=error)
    kept = {"act": act.code, "user": who.user.pk, "kept": outcome.undo} if outcome.undo is not None else None
    context = {"act": act, "outcome": outcome, "undo": signing.dumps(kept, salt=_SALT) if kept else ""}
    return _after(render(request, "inbox/bulk_result.html", context))


@signed_in
@require_POST
def bulk_undo(request: HttpRequest) -> HttpResponse:
    """Take an act back, within the hour, by whoever did it."""
    who = _asker(request)
    try:
        kept: Any = signing.loads(request.POST.get("undo", ""), salt=_SALT, max_age=UNDO_SECONDS)
    except signing.BadSignature as fault:
        raise _too_late() from fault
    if kept["user"] != who.user.pk:
        raise _too_late()
    act = find_act(kept["act"], user=who.user, scope=who.scope)
    said = act.undo(kept["kept"], asker=who)
    return _after(render(request, "inbox/bulk_undone.html", {"act": act, "said": said}))


def _asker(request: HttpRequest) -> Asker:
    clock = wiring().clock
    user, today = asker(request.user), clock.today()
    return Asker(user, scope_for(user, today=today), clock.now(), today, wiring().keyring)


def _projects(request: HttpRequest, who: Asker) -> list[Project]:
    """Those chosen that the person may see, in the order of the list."""
    numbers = list(dict.fromkeys(request.POST.getlist("project")))
    if len(numbers) > PROJECTS_AT_MOST:
        raise InvalidValue(
            "bulk-too-many",
            Text(f"一次选了 {len(numbers)} 个项目。", f"{len(numbers)} projects were chosen."),
            Text(f"一次最多 {PROJECTS_AT_MOST} 个，请分批办理。", f"Take at most {PROJECTS_AT_MOST} at a time."),
        )
    chosen = visible_projects(who.user, today=who.today).filter(pk__in=numbers).select_related("contractor", "owner")
    by_number = {project.pk: project for project in chosen}
    order = ranked(standings(chosen.select_related(None), text="", judged=judged_live(now=who.now)))
    listed = [by_number[each.project_id] for each in order if each.project_id in by_number]
    return [*listed, *(project for project in by_number.values() if project not in listed)]


def _given(request: HttpRequest, act: BulkAct) -> Given:
    post, fields = request.POST, act.fields
    reason = post.get("reason", "").strip()
    if Field.REASON in fields and not reason:
        raise InvalidValue(
            "bulk-reason",
            Text("没有写明理由。", "No reason was given."),
            Text("写明理由后再办理，每一条都会记上。", "Say why; it is kept with each of them."),
        )
    person = post.get("person", "")
    return Given(
        reason=reason,
        plan_on=_day(post.get("plan_on", "")),
        until_on=_day(post.get("until_on", "")),
        person=int(person) if person.isdigit() and len(person) < 19 else None,
    )


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _ask(
    request: HttpRequest, act: BulkAct, lines: list[Line], *, who: Asker, problem: XinanError | None = None
) -> HttpResponse:
    context = {
        "act": act,
        "lines": [line for line in lines if line.items],
        "refused": [line for line in lines if line.refused],
        "items": sum(len(line.items) for line in lines),
        "fields": [field.value for field in act.fields],
        "people": list(colleagues(who)) if Field.PERSON in act.fields else [],
        "given": request.POST,
        "today": who.today,
        "problem": Problem(problem.what, problem.remedy, problem.code) if problem else None,
    }
    return render(request, "inbox/bulk_preview.html", context, status=status_of(problem) if problem else 200)


def _after(response: HttpResponse) -> HttpResponse:
    """The page behind the dialog learns at once what it changed."""
    response.headers["HX-Trigger"] = "xinan:look"
    return response


def _too_late() -> Conflict:
    return Conflict(
        "bulk-undo-late",
        Text("已经不能撤销。", "It can no longer be taken back."),
        Text("办理后一小时内、由本人撤销；之后逐条办理。", "Within the hour and by whoever did it; later one by one."),
    )
