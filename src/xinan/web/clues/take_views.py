"""Taking a clue: one page, the worker's words first; what is known of it beside, while somebody types."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from xinan.casework.actions.take_clue import take_clue
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.web.access import requires
from xinan.web.clues.forms import TakeForm
from xinan.web.clues.known import Known, known_of
from xinan.web.clues.policy import takes_clues
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.files import sealed_proofs
from xinan.web.shell.errors import status_of

_CHANNEL = "clue_channel"  # in the session: how the last clue came


@requires(takes_clues)
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest) -> HttpResponse:
    """The page; sent, the clue is taken and its page shown."""
    who = asking(request)
    if request.method != "POST":
        # Whoever sits at the phone takes calls all day.
        return _page(request, TakeForm(initial={"channel": request.session.get(_CHANNEL, "")}), who=who)
    form = TakeForm(request.POST, request.FILES)
    form.language = get_language() or "zh"
    if not form.is_valid():
        return _page(request, form, who=who, status=422)
    keyring = wiring().keyring
    try:
        files = sealed_proofs(form.cleaned_data["papers"], keyring=keyring)
        clue = take_clue(form.taken(files=files), by=who.user, scope=who.scope, now=who.now, keyring=keyring)
    except XinanError as error:
        form.refuse(error)
        return _page(request, form, who=who, status=status_of(error))
    request.session[_CHANNEL] = clue.channel
    if clue.merged_into is not None:
        into = clue.merged_into
        messages.success(
            request,
            _("已登记 %(number)s，与 %(into)s 是同一件事，已并入。") % {"number": clue.number, "into": into.number},
        )
        return redirect("clue", clue_id=into.pk)
    messages.success(request, _("已登记 %(number)s。") % {"number": clue.number})
    return redirect("clue", clue_id=clue.pk)


@requires(takes_clues)
@require_POST
def known_part(request: HttpRequest) -> HttpResponse:
    """What is known of the fields as they stand; asked by POST, so that no phone stands in an address."""
    return render(request, "clues/known.html", _known(request, who=asking(request)))


def _known(request: HttpRequest, *, who: Asking) -> dict[str, object]:
    given = {name: str(value) for name, value in request.POST.items()}
    known: Known | None = known_of(given, who=who, keyring=wiring().keyring) if request.method == "POST" else None
    return {
        "known": known,
        "chosen_project": given.get("project_id", ""),
        "chosen_employer": given.get("employer_id", ""),
    }


def _page(request: HttpRequest, form: TakeForm, *, who: Asking, status: int = 200) -> HttpResponse:
    return render(request, "clues/take.html", {"form": form, **_known(request, who=who)}, status=status)
