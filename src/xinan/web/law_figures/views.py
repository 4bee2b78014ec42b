"""`/law-figures/`: what offices enter where the law leaves a figure to them; one parameter, its history, a new value."""

from collections import Counter
from collections.abc import Callable
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.casework.law.parameters import Parameter, parameters
from xinan.casework.lawbook.actions.decide_figure import decide_figure, withdraw_figure
from xinan.casework.lawbook.actions.enter_figure import enter_figure
from xinan.casework.lawbook.enums import FigureState
from xinan.casework.lawbook.models import LegalFigure
from xinan.casework.lawbook.policies import may_enter_any
from xinan.casework.lawbook.queries import current_law, enterable, figures_of
from xinan.kernel.errors import XinanError
from xinan.web.access import requires
from xinan.web.handling.asking import Asking, asking
from xinan.web.law_figures.forms import DecisionForm, FigureForm
from xinan.web.law_figures.policy import reads_figures
from xinan.web.law_figures.presenters import bounds_of, figure_view, parameter_view, places_for
from xinan.web.proceedings.frame import say
from xinan.web.shell.errors import status_of


@requires(reads_figures)
@require_safe
def figure_list(request: HttpRequest) -> HttpResponse:
    """Every figure that offices enter, those that nobody knows first."""
    who, book = asking(request), current_law()
    waiting = Counter(LegalFigure.objects.filter(state=FigureState.SUBMITTED).values_list("code", flat=True))
    views = [parameter_view(book[each.code], today=who.today, waiting=waiting[each.code]) for each in enterable()]
    context = {"unset": [each for each in views if each.unset], "known": [each for each in views if not each.unset]}
    return render(request, "law_figures/index.html", context)


@requires(reads_figures)
@require_http_methods(["GET", "HEAD", "POST"])
def figure_page(request: HttpRequest, code: str) -> HttpResponse:
    """One figure: in force where, since when, by what; who entered and approved; for those who may, a new value."""
    who, parameter = asking(request), _asked(code)
    form = _form(request, parameter, who=who)
    status = HTTPStatus.OK
    if request.method == "POST" and form is not None:
        status = HTTPStatus.UNPROCESSABLE_ENTITY
        if form.is_valid():
            try:
                enter_figure(form.new(), by=who.user, scope=who.scope, now=who.now)
            except XinanError as error:
                form.refuse(error)
                status = HTTPStatus(status_of(error))
            else:
                messages.success(request, _("已录入，待另一人复核。"))
                return redirect("law-figure", code=code)
    return _page(request, parameter, form=form, who=who, status=status)


@requires(reads_figures)
@require_POST
def figure_decision(request: HttpRequest, number: int, decision: str) -> HttpResponse:
    """Approved or refused by a second person, or taken back by whoever entered it."""
    who = asking(request)
    form = DecisionForm(request.POST)
    words = form.cleaned_data["words"] if form.is_valid() else ""
    figure = LegalFigure.objects.filter(pk=number).first()
    if figure is None or decision not in _DECISIONS:
        raise Http404
    try:
        _DECISIONS[decision](figure.pk, words, who)
    except XinanError as error:
        messages.error(request, f"{say(error.what)} {say(error.remedy)}")
    else:
        messages.success(request, _("已办理。"))
    return redirect("law-figure", code=figure.code)


def _decided(number: int, words: str, who: Asking, *, approve: bool) -> None:
    decide_figure(number, approve=approve, words=words, by=who.user, scope=who.scope, now=who.now)


def _withdrawn(number: int, _words: str, who: Asking) -> None:
    withdraw_figure(number, by=who.user, now=who.now)


_DECISIONS: dict[str, Callable[[int, str, Asking], None]] = {
    "approve": lambda number, words, who: _decided(number, words, who, approve=True),
    "refuse": lambda number, words, who: _decided(number, words, who, approve=False),
    "withdraw": _withdrawn,
}


def _asked(code: str) -> Parameter:
    parameter = parameters().get(code)
    if parameter is None or not parameter.may_be_entered:
        raise Http404
    return parameter


def _form(request: HttpRequest, parameter: Parameter, *, who: Asking) -> FigureForm | None:
    if not may_enter_any(who.scope):
        return None
    bounds = bounds_of(parameter)
    return FigureForm(
        request.POST if request.method == "POST" else None,
        parameter=parameter,
        places=places_for(who.scope, today=who.today),
        bounds=_("法定范围：%(bounds)s。") % {"bounds": say(bounds)} if bounds is not None else "",
        initial={"from_on": who.today},
    )


def _page(
    request: HttpRequest, parameter: Parameter, *, form: FigureForm | None, who: Asking, status: HTTPStatus
) -> HttpResponse:
    figures = [figure_view(each, parameter, user=who.user, scope=who.scope) for each in figures_of(parameter.code)]
    context = {
        "parameter": parameter_view(current_law()[parameter.code], today=who.today, waiting=0),
        "figures": figures,
        "form": form,
        "decision": DecisionForm(),
    }
    return render(request, "law_figures/figure.html", context, status=status)
