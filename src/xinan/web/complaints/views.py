"""`/complain/`: a worker says who owes what, gets a code, and asks later how it stands. Nobody signs in."""

from datetime import date
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from xinan.casework.actions.take_complaint import take_complaint
from xinan.casework.choosing.queries import choices_of
from xinan.casework.directory.enums import FOR_WORKERS
from xinan.casework.directory.queries import for_way, nearest
from xinan.casework.knocks import TooOften, knock
from xinan.casework.models import Clue
from xinan.casework.standing import Standing, standing_of
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.web.access import public
from xinan.web.complaints.forms import AskForm, ComplaintForm
from xinan.web.complaints.photos import sealed_photos

_CODE, _PLACE = "complaint_code", "complaint_place"


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def complain(request: HttpRequest) -> HttpResponse:
    """The page; sent, the complaint is taken and the receipt shown."""
    language = get_language() or "zh"
    if request.method != "POST":
        return render(request, "complaints/complain.html", {"form": ComplaintForm(language=language)})
    form = ComplaintForm(request.POST, request.FILES, language=language)
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    if form.is_valid():
        wired = wiring()
        now = wired.clock.now()
        try:
            knock(_address(request), kind="complain", now=now, keyring=wired.keyring)
            photos = sealed_photos(form.cleaned_data["photos"], keyring=wired.keyring)
            code = take_complaint(form.taken(photos=photos), form_key=form.key(), now=now, keyring=wired.keyring)
        except XinanError as error:
            form.refuse(error)
            status = HTTPStatus.TOO_MANY_REQUESTS if isinstance(error, TooOften) else status
        else:
            # Kept for this browser alone: the code stands in no address.
            request.session[_CODE] = code
            request.session[_PLACE] = form.cleaned_data["region_code"]
            return redirect("complaint-received")
    return render(request, "complaints/complain.html", {"form": form}, status=status)


@public
@never_cache
@require_safe
def received(request: HttpRequest) -> HttpResponse:
    """The receipt with its code, for whoever has just complained from this browser."""
    code = request.session.get(_CODE, "")
    if not code:
        return redirect("complain")
    place, today = request.session.get(_PLACE, ""), wiring().clock.today()
    context = {"code": f"{code[:5]}-{code[5:]}", "bodies": nearest(FOR_WORKERS, region_code=place, on=today)}
    return render(request, "complaints/received.html", context)


@public
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest) -> HttpResponse:
    """How a complaint stands; one answer for every code that is not known."""
    if request.method != "POST":
        return render(request, "complaints/ask.html", {"form": AskForm()})
    form = AskForm(request.POST)
    context: dict[str, object] = {"form": form, "asked": True}
    if not form.is_valid():
        return render(request, "complaints/ask.html", context, status=HTTPStatus.UNPROCESSABLE_ENTITY)
    wired = wiring()
    try:
        knock(_address(request), kind="ask", now=wired.clock.now(), keyring=wired.keyring)
    except TooOften as error:
        form.add_error(None, error.message(get_language() or "zh"))
        return render(request, "complaints/ask.html", context, status=HTTPStatus.TOO_MANY_REQUESTS)
    data = form.cleaned_data
    standing = standing_of(data["code"], data["tail"], keyring=wired.keyring)
    context["standing"] = standing
    if standing is not None:
        context |= _where(standing, today=wired.clock.today())
    return render(request, "complaints/ask.html", context)


def _address(request: HttpRequest) -> str:
    return str(request.META.get("REMOTE_ADDR", ""))


def _where(standing: Standing, *, today: date) -> dict[str, object]:
    """What the worker was told of the way, and who is nearest."""
    chosen = next(iter(choices_of(Clue(pk=standing.clue_id))), None)
    place = standing.region_code
    if chosen is None:
        return {"bodies": nearest(FOR_WORKERS, region_code=place, on=today)}
    told = Text(chosen.words.get("zh", ""), chosen.words.get("en", ""))
    return {"told": told, "bodies": for_way(chosen.way, region_code=place, on=today)}
