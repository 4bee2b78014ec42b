"""The page on which an officer sees where a clue goes, keeps what was answered, chooses, and tells the worker."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.casework.choosing.actions.keep_answers import keep_answers
from xinan.casework.choosing.queries import answers_of, choices_of, last_said
from xinan.casework.lawbook.queries import current_law
from xinan.casework.models import Clue
from xinan.casework.policies import visible_clue
from xinan.casework.queries import open_proceeding_of
from xinan.casework.triage import decide, limits_on, signs_of_price
from xinan.casework.ways import facts_of
from xinan.kernel.errors import XinanError
from xinan.web.access import requires
from xinan.web.clues.policy import takes_clues
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking, asking
from xinan.web.shell.errors import status_of
from xinan.web.ways.forms import AskedForm, form_of, in_words
from xinan.web.ways.presenters import chosen_views, way_views


@requires(takes_clues)
@require_http_methods(["GET", "HEAD", "POST"])
def clue_ways(request: HttpRequest, clue_id: str) -> HttpResponse:
    """The questions beside the ways that the answers leave open; sent, the answers are kept with who and when."""
    who = asking(request)
    clue = visible_clue(who.scope, clue_id=clue_id)
    problem: XinanError | None = None
    form = _form(request, clue)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_answers(clue.pk, form.said(), by=who.user, scope=who.scope, now=who.now)
        except XinanError as error:
            problem = error
        else:
            messages.success(request, _("回答已保存。") if kept else _("回答没有变化。"))
            return redirect("clue-ways", clue_id=clue.pk)
    context = _context(clue, form, who=who)
    context["problem"] = Problem(problem.what, problem.remedy, problem.code) if problem else None
    part = request.headers.get("HX-Request") == "true"
    status = status_of(problem) if problem else 422 if request.method == "POST" else 200
    return render(request, "ways/found.html" if part else "ways/page.html", context, status=status)


def _form(request: HttpRequest, clue: Clue) -> AskedForm:
    """What was just answered, or else what is kept."""
    if request.method == "POST":
        return AskedForm(request.POST)
    return AskedForm(request.GET) if request.GET else form_of(last_said(clue))


def _context(clue: Clue, form: AskedForm, *, who: Asking) -> dict[str, object]:
    valid = form.is_valid()
    answers = form.answers() if valid else {}
    facts = facts_of(
        clue, office_region=clue.office.region_code if clue.office else "", today=who.today, answers=answers
    )
    limits = limits_on(who.today, region_code=facts.labour_region, book=current_law())
    region = facts.labour_region or facts.office_region
    views = way_views(clue, decide(facts, limits=limits), region_code=region, today=who.today)
    return {
        "clue": clue,
        "form": form,
        "first": views[0],
        "others": views[1:],
        "signs": signs_of_price(facts, limits=limits),
        "limit_unset": limits.simplified_up_to is None,
        "open": open_proceeding_of(clue) is not None,
        "is_kept": valid and form.said() == dict(last_said(clue)),
        "answers": [(each, in_words(each.said)) for each in answers_of(clue)],
        "chosen": chosen_views(choices_of(clue), who=who),
    }
