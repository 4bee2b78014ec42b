"""Making a move: what it asks for in a dialog or on a page, what came of it."""

from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import Conflict, NotAllowed, XinanError
from xinan.kernel.text import Text
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.definition import Move
from xinan.procedures.enums import Need
from xinan.procedures.given import MoveOffer
from xinan.procedures.models import Proceeding
from xinan.procedures.queries import moves_open_to
from xinan.procedures.registry import find_procedure
from xinan.procedures.sheets import sheet_of
from xinan.procedures.targets import targets_of
from xinan.web.access import signed_in
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.asked import ASKED, asked_name
from xinan.web.proceedings.files import sealed_proofs
from xinan.web.proceedings.forms import MoveForm
from xinan.web.proceedings.frame import Frame, asked_proceeding, done, frame_of, say, told
from xinan.web.shell.htmx import render_page


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def proceeding_move(request: HttpRequest, proceeding_id: int, move: str) -> HttpResponse:
    """The dialog of one move of any proceeding; sent, the move is made."""
    who = asking(request)
    proceeding = asked_proceeding(proceeding_id, who=who)
    return answer_move(request, proceeding, move, who=who, frame=frame_of(request, proceeding, who=who))


def answer_move(request: HttpRequest, proceeding: Proceeding, move: str, *, who: Asking, frame: Frame) -> HttpResponse:
    """The form of a move; sent, the move is made and the frame's page shown. A conflict says who was quicker."""
    definition = move_definition(proceeding.procedure, move)
    form = _form(request, proceeding, move, who=who)
    if request.method == "POST" and form.is_valid():
        try:
            _make(proceeding, move, form=form, who=who)
        except (Conflict, NotAllowed) as error:
            # A day given that is too late is put right in the form.
            if error.code != "move-too-late" or "happened_on" not in form.fields:
                return told(request, error, back=frame.done)
            form.refuse(error)
        except XinanError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已办理：%(move)s") % {"move": say(definition.name)})
            return done(request, frame.done)
    offer = _offered(proceeding, move, who=who)
    if offer is None or offer.refused is not None:
        return told(request, _not_offered(definition, offer), back=frame.done)
    context: dict[str, object] = {"form": form, "offer": offer, "frame": frame, "final": _closes(proceeding, move)}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    return render_page(request, "proceedings/move_page.html", "proceedings/move.html", context, status=status)


def move_definition(procedure: str, code: str) -> Move:
    """A move that people make; Http404."""
    definition = find_procedure(procedure).moves.get(code)
    if definition is None or not set(definition.who) - {"system"}:
        raise Http404
    return definition


def _closes(proceeding: Proceeding, move: str) -> bool:
    procedure = find_procedure(proceeding.procedure)
    to = procedure.moves[move].to
    return to is not None and procedure.states[to].final


def _form(request: HttpRequest, proceeding: Proceeding, move: str, *, who: Asking) -> MoveForm:
    given = (request.POST, request.FILES) if request.method == "POST" else ()
    needs = find_procedure(proceeding.procedure).moves[move].needs
    targets = targets_of(proceeding, move, on=who.today) if Need.TARGET in needs else ()
    answers = _answers(request)
    sheet = sheet_of(proceeding, move, now=who.now, answers=answers)
    initial = {"version": proceeding.version, **{asked_name(code): value for code, value in answers.items() if value}}
    return MoveForm(
        *given, needs=needs, today=who.today, targets=targets, sheet=sheet, url=request.path, initial=initial
    )


def _answers(request: HttpRequest) -> dict[str, str]:
    """What was entered so far of the move's sheet: what is asked may depend on it."""
    given = request.POST if request.method == "POST" else request.GET
    return {name.removeprefix(ASKED): str(value) for name, value in given.items() if name.startswith(ASKED)}


def _make(proceeding: Proceeding, move: str, *, form: MoveForm, who: Asking) -> None:
    data = form.cleaned_data
    make_move(
        proceeding.pk,
        move,
        by=who.user,
        scope=who.scope,
        now=who.now,
        version=data["version"],
        reason=data["reason"],
        proofs=sealed_proofs(data.get("proofs", []), keyring=wiring().keyring),
        plan_on=data.get("plan_on"),
        until_on=data.get("until"),
        target=data.get("target", ""),
        happened_on=data.get("happened_on"),
        answers=form.answers(),
    )


def _offered(proceeding: Proceeding, move: str, *, who: Asking) -> MoveOffer | None:
    offers = moves_open_to(proceeding, scope=who.scope, user=who.user)
    return next((offer for offer in offers if offer.code == move), None)


def _not_offered(move: Move, offer: MoveOffer | None) -> NotAllowed:
    """The move is not, or no longer, for this person: said with what would be right, never a bare refusal."""
    said = offer.refused if offer is not None and offer.refused is not None else None
    what = said or Text(f"现在不能办理“{move.name.zh}”。", f"“{move.name.en}” is not open to you now.")
    return NotAllowed(
        "move-not-open", what, Text("请刷新页面，按最新状态办理。", "Reload the page and go by how it stands now.")
    )
