"""The page on which an officer sees where a clue goes, and tells the worker."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from xinan.casework.policies import visible_clue
from xinan.casework.triage import Subject, decide, limits_on, signs_of_price
from xinan.casework.ways import facts_of
from xinan.web.access import requires
from xinan.web.clues.policy import takes_clues
from xinan.web.handling.asking import asking
from xinan.web.ways.forms import AskedForm


@requires(takes_clues)
@require_safe
def clue_ways(request: HttpRequest, clue_id: str) -> HttpResponse:
    """The questions beside the ways that the answers leave open; nothing is kept, nothing is decided here."""
    who = asking(request)
    clue = visible_clue(who.scope, clue_id=clue_id)
    form = AskedForm(request.GET if request.GET else None)
    answers = form.answers() if form.is_bound and form.is_valid() else {}
    if "subject" in answers:
        answers["subject"] = Subject(answers["subject"])
    office = clue.office.region_code if clue.office else ""
    facts = facts_of(clue, office_region=office, today=who.today, answers=answers)
    limits = limits_on(who.today, region_code=facts.labour_region)
    ways = decide(facts, limits=limits)
    context = {
        "clue": clue,
        "form": form,
        "first": ways[0],
        "others": ways[1:],
        "signs": signs_of_price(facts, limits=limits),
        "limit_unset": limits.simplified_up_to is None,
    }
    part = request.headers.get("HX-Request") == "true"
    return render(request, "ways/found.html" if part else "ways/page.html", context)
