"""`/rules/` and `/rules/<link>/<name>/`: public law, so whoever is signed in may read all of it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from xinan.gateways.wiring import wiring
from xinan.monitoring.book import current_book
from xinan.monitoring.change_policies import may_draft_any
from xinan.monitoring.handling.queries import record_of
from xinan.monitoring.queries.versions import latest_versions
from xinan.rules.book import SHARED
from xinan.rules.model import Link
from xinan.rules.registry import RULES
from xinan.web.access import signed_in
from xinan.web.catalogue.approvals import approvals_of
from xinan.web.catalogue.cases import case_views
from xinan.web.catalogue.parameters import parameter_views
from xinan.web.catalogue.presenters import rule_line, sections, with_slots
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scoping import scope_for


@signed_in
def rule_catalogue(request: HttpRequest) -> HttpResponse:
    """Every rule, link by link."""
    today = wiring().clock.today()
    text, link = request.GET.get("q", "")[:80], request.GET.get("link", "")
    shown = sections(book=current_book(), on=today, text=text, link=link if link in set(Link) else "")
    context: dict[str, object] = {
        "sections": shown,
        "links": list(Link),
        "text": text,
        "link": link,
        "total": len(RULES),
        "found": sum(len(section.lines) for section in shown),
    }
    return render_page(request, "catalogue/index.html", "catalogue/list.html", context)


@signed_in
def rule_page(request: HttpRequest, link: str, name: str) -> HttpResponse:
    """One rule: law, parameters, ladder, measures, cure, evidence, cases."""
    rule = next((rule for rule in RULES if rule.id == f"{link}/{name}"), None)
    if rule is None:
        raise Http404
    book, today = current_book(), wiring().clock.today()
    parameters = parameter_views(book.owners[rule.id], on=today, approved=approvals_of(rule.id))
    context = {
        "rule": rule,
        "line": rule_line(rule, book=book, on=today),
        "because": with_slots(rule),
        "parameters": parameters,
        "ladders": [parameter for parameter in parameters if parameter.ladder],
        "shared": parameter_views(book.owners[SHARED], on=today, approved=approvals_of(SHARED)),
        "version": latest_versions([rule.id]).get(rule.id),
        "may_draft": may_draft_any(scope_for(request.user, today=today)),
        "cases": case_views(rule),
        "today": today,
        "record": record_of(rule.id, scope=scope_for(request.user, today=today)),
        "suppressors": [each for each in RULES if each.id in {s.rule for s in rule.suppressed_by}],
    }
    return render(request, "catalogue/rule.html", context)
