"""`/relief/funds/`: the emergency funds of one's places; one fund with its book, as a workbook too."""

from decimal import Decimal

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.casework.relief.actions.keep_fund import add_to_fund, open_fund
from xinan.casework.relief.limits_in_force import limit_at, limits_at
from xinan.casework.relief.models import Fund, FundEntry
from xinan.casework.relief.policies import keeps_fund, visible_fund, visible_funds
from xinan.casework.relief.queries import months_of, standing_of_fund
from xinan.intake.templates import MIME_TYPE
from xinan.kernel.errors import XinanError
from xinan.kernel.regions import REGIONS
from xinan.kernel.text import Text
from xinan.web.access import requires
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking, asking
from xinan.web.relief.given import day_of_text, sum_of
from xinan.web.relief.policy import has_funds
from xinan.web.relief.sheets import book_workbook
from xinan.web.shell.errors import status_of
from xinan.web.shell.scope_words import place_short


@requires(has_funds)
@require_http_methods(["GET", "HEAD", "POST"])
def funds(request: HttpRequest) -> HttpResponse:
    """The funds of one's places with what is in them; sent, a fund is opened."""
    who = asking(request)
    problem: XinanError | None = None
    if request.method == "POST":
        try:
            fund = open_fund(
                name=request.POST.get("name", ""),
                region_code=request.POST.get("region", ""),
                opened_on=day_of_text(request.POST.get("opened_on", "")) or who.today,
                amount=sum_of(request.POST.get("amount", "")) or Decimal(0),
                by=who.user,
                scope=who.scope,
                now=who.now,
            )
        except XinanError as error:
            problem = error
        else:
            return redirect("relief-fund", fund_id=fund.pk)
    found = list(visible_funds(who.scope).select_related("office"))
    context = {
        "funds": [(fund, place_short(fund.region_code), standing_of_fund(fund)) for fund in found],
        "places": _places(who, taken={fund.region_code for fund in found}),
        "given": request.POST,
        "today": who.today,
        "problem": Problem(problem.what, problem.remedy, problem.code) if problem else None,
    }
    return render(request, "relief/funds.html", context, status=status_of(problem) if problem else 200)


@requires(has_funds)
@require_safe
def fund_page(request: HttpRequest, fund_id: int) -> HttpResponse:
    """What is in it, what is promised, the limits with their source, the book."""
    return _page(request, fund_id, who=asking(request))


@requires(has_funds)
@require_POST
def fund_add(request: HttpRequest, fund_id: int) -> HttpResponse:
    """Money put in."""
    who = asking(request)
    try:
        add_to_fund(
            fund_id,
            amount=sum_of(request.POST.get("amount", "")) or Decimal(0),
            on=day_of_text(request.POST.get("on", "")) or who.today,
            words=request.POST.get("words", ""),
            by=who.user,
            scope=who.scope,
            now=who.now,
        )
    except XinanError as error:
        return _page(request, fund_id, who=who, error=error)
    messages.success(request, _("拨入已登记。"))
    return redirect("relief-fund", fund_id=fund_id)


@requires(has_funds)
@require_safe
def fund_book(request: HttpRequest, fund_id: int) -> HttpResponse:
    """The book as a workbook; no person is in it."""
    who = asking(request)
    fund = visible_fund(who.scope, fund_id=fund_id)
    response = HttpResponse(book_workbook(fund, months_of(fund), _entries(fund)), content_type=MIME_TYPE)
    name = f"fund-{fund.region_code}-{who.today:%Y%m%d}.xlsx"
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _page(request: HttpRequest, fund_id: int, *, who: Asking, error: XinanError | None = None) -> HttpResponse:
    fund = visible_fund(who.scope, fund_id=fund_id)
    size = "least_size_city" if fund.region_code.endswith("00") else "least_size_county"
    context = {
        "fund": fund,
        "place": place_short(fund.region_code),
        "standing": standing_of_fund(fund),
        "months": list(reversed(months_of(fund))),
        "entries": list(reversed(_entries(fund))),
        "limits": limits_at(fund.region_code, on=who.today),
        "size": limit_at(size, region=fund.region_code, on=who.today),
        "keeps": keeps_fund(who.scope, region_code=fund.region_code),
        "today": who.today,
        "given": request.POST,
        "problem": Problem(error.what, error.remedy, error.code) if error else None,
    }
    return render(request, "relief/fund.html", context, status=status_of(error) if error else 200)


def _entries(fund: Fund) -> list[FundEntry]:
    return list(FundEntry.objects.filter(fund=fund).select_related("relief", "by").order_by("on", "pk"))


def _places(who: Asking, *, taken: set[str]) -> list[tuple[str, Text]]:
    """The cities and counties whose fund the person's office may open."""
    return [
        (place.code, place.text)
        for place in REGIONS
        if place.level != "province"
        and place.is_valid(on=who.today)
        and place.code not in taken
        and keeps_fund(who.scope, region_code=place.code)
    ]
