"""Choosing a way: what it begins is shown, and begun on confirmation."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.casework.choosing.actions.choose_way import Chosen, choose_way, ways_of
from xinan.casework.choosing.effects import Kind, effect_of
from xinan.casework.choosing.queries import last_said
from xinan.casework.models import Clue
from xinan.casework.policies import visible_clue
from xinan.casework.targets import offices
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import InvalidValue, XinanError
from xinan.web.access import requires
from xinan.web.clues.policy import takes_clues
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.frame import done, say, told
from xinan.web.shell.htmx import render_page
from xinan.web.ways.forms import ChooseForm, form_of


@requires(takes_clues)
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, clue_id: str, row: str) -> HttpResponse:
    """What choosing the way begins, with the reason where it is not the recommended one; sent, it is begun."""
    who = asking(request)
    clue = visible_clue(who.scope, clue_id=clue_id)
    answers = form_of(last_said(clue)).answers()
    ways = ways_of(clue, answers=answers, today=who.today)
    way = next((one for one in ways if one.row == row), None)
    if way is None:
        raise Http404
    effect = effect_of(way)
    form = ChooseForm(
        *((request.POST,) if request.method == "POST" else ()),
        offices=_offices(who) if effect.kind is Kind.TRANSFER else (),
        passes=effect.kind is Kind.TRANSFER,
        other=way != ways[0],
    )
    back = reverse("clue-ways", args=[clue.pk])
    if request.method == "POST" and form.is_valid():
        try:
            choose_way(
                _chosen(clue, row, form, answers), by=who.user, scope=who.scope, now=who.now, keyring=wiring().keyring
            )
        except InvalidValue as error:
            form.add_error(None, error.message(request.LANGUAGE_CODE[:2]))
        except XinanError as error:
            return told(request, error, back=back)
        else:
            messages.success(request, _("已选定：%(way)s") % {"way": say(way.title)})
            return done(request, back)
    context: dict[str, object] = {
        "form": form,
        "clue": clue,
        "way": way,
        "effect": effect,
        "first": ways[0],
        "url": request.path,
        "back": back,
    }
    status = 422 if form.is_bound else 200
    return render_page(request, "ways/choose_page.html", "ways/choose.html", context, status=status)


def _chosen(clue: Clue, row: str, form: ChooseForm, answers: dict[str, object]) -> Chosen:
    given = form.cleaned_data
    return Chosen(clue.pk, row, answers, given["reason"], given.get("target", ""), form.until)


def _offices(who: Asking) -> list[tuple[str, str]]:
    return [(str(each.pk), each.name) for each in offices() if each.pk != who.user.organisation_id]
