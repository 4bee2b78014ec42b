"""`/relief/limits/`: the emergency fund's limits in every place of one's, with source and history; changed by two people."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinan.casework.relief.actions.set_limits import ask_limit, decide_limit
from xinan.casework.relief.enums import AskState
from xinan.casework.relief.limits import Limit, Parameter, limit, parameters
from xinan.casework.relief.limits_in_force import set_by_places
from xinan.casework.relief.models import LimitChange
from xinan.casework.relief.policies import decides_limits, may_set_limits
from xinan.casework.relief.refusals import missing
from xinan.kernel.errors import XinanError
from xinan.kernel.regions import REGIONS
from xinan.kernel.text import Text
from xinan.web.access import requires
from xinan.web.components.views import Problem
from xinan.web.handling.asking import Asking, asking
from xinan.web.relief.given import day_of_text, decimal_of
from xinan.web.relief.policy import has_funds
from xinan.web.shell.errors import status_of
from xinan.web.shell.scope_words import place_short

PROVINCE: Final = Text("全省", "The province")
_HISTORY: Final = 200
_TONES = {"asked": "orange", "approved": "ok", "refused": "red", "withdrawn": "grey"}
_UNITS = {"months": Text("倍月最低工资", "× the monthly minimum wage"), "yuan": Text("元", "yuan")}


@dataclass(frozen=True, slots=True)
class LimitRow:
    """A limit as it holds today in a place."""

    place: Text
    shown: Text
    limit: Limit
    own: bool


@dataclass(frozen=True, slots=True)
class LimitCard:
    """One limit: for the province and wherever it is another."""

    code: str
    name: Text
    rows: tuple[LimitRow, ...]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """A change as it was asked for and decided."""

    change: LimitChange
    name: Text
    place: Text
    before: Text
    after: Text
    tone: str
    may_decide: bool
    may_withdraw: bool


@requires(has_funds)
@require_http_methods(["GET", "HEAD", "POST"])
def relief_limits(request: HttpRequest) -> HttpResponse:
    """What holds today, in which place, by which source; sent, a change is asked for."""
    who = asking(request)
    problem: XinanError | None = None
    if request.method == "POST":
        try:
            _ask(request, who)
        except XinanError as error:
            problem = error
        else:
            messages.success(request, _("限额变更已提出，由另一人批准后施行。"))
            return redirect("relief-limits")
    return _page(request, who, problem=problem)


@requires(has_funds)
@require_POST
def relief_limit_decide(request: HttpRequest, change_id: int) -> HttpResponse:
    """A change is approved, refused, or taken back by whoever asked."""
    who = asking(request)
    approve = request.POST.get("act") == "approve"
    try:
        words = request.POST.get("words", "")
        decide_limit(change_id, approve=approve, words=words, by=who.user, scope=who.scope, now=who.now)
    except XinanError as error:
        return _page(request, who, problem=error)
    messages.success(request, _("限额变更已批准。") if approve else _("限额变更未予采用。"))
    return redirect("relief-limits")


def _ask(request: HttpRequest, who: Asking) -> None:
    data = request.POST
    value = decimal_of(data.get("value", ""))
    if value is None:
        raise missing(Text("新值", "The new value"))
    ask_limit(
        name=data.get("name", ""),
        region_code=data.get("region", ""),
        value=value,
        from_on=day_of_text(data.get("from_on", "")) or who.today,
        source=data.get("source", ""),
        reason=data.get("reason", ""),
        is_default=data.get("is_default") == "yes",
        by=who.user,
        scope=who.scope,
        now=who.now,
    )


def _page(request: HttpRequest, who: Asking, *, problem: XinanError | None) -> HttpResponse:
    context = {
        "cards": [_card(code, parameter, on=who.today) for code, parameter in parameters().items()],
        "changes": [_change(one, who) for one in _changes(who)],
        "places": _places(who),
        "names": [(code, one.name) for code, one in parameters().items()],
        "given": request.POST,
        "today": who.today,
        "problem": Problem(problem.what, problem.remedy, problem.code) if problem else None,
    }
    return render(request, "relief/limits.html", context, status=status_of(problem) if problem else 200)


def _card(code: str, parameter: Parameter, *, on: date) -> LimitCard:
    also = set_by_places()
    own = {step.region for step in parameter.steps} | {one.region for one in also if one.name == code}
    rows = [(region, limit(code, region=region, on=on, also=also)) for region in sorted(own | {""})]
    return LimitCard(
        code,
        parameter.name,
        tuple(
            LimitRow(_place(region), shown_value(parameter.unit, one.value), one, own=bool(region))
            for region, one in rows
            if region == "" or one.region == region
        ),
    )


def _changes(who: Asking) -> list[LimitChange]:
    """The latest changes; a limit is a rule of a place and open to every office."""
    waiting = LimitChange.objects.filter(state=AskState.ASKED)
    rows = list(waiting.select_related("asked_by", "decided_by"))
    decided = LimitChange.objects.exclude(state=AskState.ASKED).select_related("asked_by", "decided_by")
    return rows + list(decided[:_HISTORY])


def _change(one: LimitChange, who: Asking) -> ChangeRow:
    parameter = parameters().get(one.name)
    unit = parameter.unit if parameter is not None else ""
    waits, own = one.state == AskState.ASKED, one.asked_by_id == who.user.pk
    return ChangeRow(
        change=one,
        name=parameter.name if parameter is not None else Text(one.name, one.name),
        place=_place(one.region_code),
        before=shown_value(unit, one.value_before),
        after=shown_value(unit, one.value),
        tone=_TONES[one.state],
        may_decide=waits and not own and decides_limits(who.scope, region_code=one.region_code),
        may_withdraw=waits and own,
    )


def shown_value(unit: str, value: Decimal) -> Text:
    """A limit with its unit.

    >>> shown_value("share", Decimal("0.2000")).zh
    '20%'
    """
    if unit == "share":
        share = f"{(value * 100).normalize():f}%"
        return Text(share, share)
    words = _UNITS.get(unit, Text("", ""))
    number = f"{value:,.2f}" if unit == "yuan" else f"{value.normalize():f}"
    return Text(f"{number} {words.zh}".strip(), f"{number} {words.en}".strip())


def _place(region: str) -> Text:
    return place_short(region) if region else PROVINCE


def _places(who: Asking) -> list[tuple[str, Text]]:
    """The places whose limits the person's office may ask to change."""
    own = [("", PROVINCE)] if may_set_limits(who.scope, region_code="") else []
    return own + [
        (place.code, place.text)
        for place in REGIONS
        if place.level != "province"
        and place.is_valid(on=who.today)
        and may_set_limits(who.scope, region_code=place.code)
    ]
