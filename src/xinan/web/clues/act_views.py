"""The acts of a clue that have forms of their own: choices that a general form could only ask for in words."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from xinan.casework.actions.answer_transfer import accept_transfer, refuse_transfer
from xinan.casework.actions.call_back import note_call
from xinan.casework.actions.merge_clues import merge_clues
from xinan.casework.actions.reopen_clue import reopen_clue
from xinan.casework.conclusions import conclusions
from xinan.casework.enums import Answer, CallBy
from xinan.casework.models import Clue
from xinan.casework.policies import visible_clue, visible_clues
from xinan.casework.queries import lives_of
from xinan.casework.targets import officers_for, offices
from xinan.gateways.wiring import wiring
from xinan.kernel.errors import Conflict, NotAllowed, XinanError
from xinan.kernel.text import Text
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.models import Proceeding
from xinan.web.access import requires
from xinan.web.clues.forms import ActForm
from xinan.web.clues.policy import takes_clues
from xinan.web.handling.asking import Asking, asking
from xinan.web.proceedings.frame import done, say, told
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scope_words import place_name

Choices = Sequence[tuple[str, Any]]


@dataclass(frozen=True, slots=True)
class Act:
    """What an act asks for, and what it does."""

    title: Text
    fields: tuple[str, ...]
    run: Callable[[Clue, Proceeding, ActForm, Asking], object]
    choices: Callable[[Clue, Proceeding, Asking], Choices] = lambda _clue, _proceeding, _who: ()
    label: Text = Text("", "")
    hint: Text = Text("", "")


@requires(takes_clues)
@require_http_methods(["GET", "HEAD", "POST"])
def clue_act(request: HttpRequest, clue_id: str, act: str) -> HttpResponse:
    """The form of an act in a dialog or on a page; sent, it is done and the clue's page shown anew."""
    who = asking(request)
    definition = _ACTS.get(act)
    if definition is None:
        raise Http404
    clue = visible_clue(who.scope, clue_id=clue_id)
    lives = lives_of(clue)
    if not lives:
        raise Http404
    back = reverse("clue", args=[clue.pk])
    form = _form(request, definition, clue, lives[0], who=who)
    if request.method == "POST" and form.is_valid():
        try:
            definition.run(clue, lives[0], form, who)
        except (Conflict, NotAllowed) as error:
            return told(request, error, back=back)
        except XinanError as error:
            form.refuse(error)
        else:
            messages.success(request, _("已办理：%(move)s") % {"move": say(definition.title)})
            return done(request, back)
    context: dict[str, object] = {"form": form, "act": definition, "clue": clue, "url": request.path, "back": back}
    return render_page(request, "clues/act_page.html", "clues/act.html", context, status=422 if form.is_bound else 200)


def _form(request: HttpRequest, act: Act, clue: Clue, proceeding: Proceeding, *, who: Asking) -> ActForm:
    form = ActForm(
        request.POST if request.method == "POST" else None,
        fields=act.fields,
        choices=act.choices(clue, proceeding, who),
        label=say(act.label),
        initial={"version": proceeding.version},
    )
    form.language = get_language() or "zh"
    if "until" in form.fields:
        form.fields["until"].widget.attrs["min"] = who.today.isoformat()
    return form


def _move(code: str) -> Callable[[Clue, Proceeding, ActForm, Asking], object]:
    def run(_clue: Clue, proceeding: Proceeding, form: ActForm, who: Asking) -> object:
        data = form.cleaned_data
        version = data.get("version")
        return make_move(
            proceeding.pk,
            code,
            by=who.user,
            scope=who.scope,
            now=who.now,
            version=proceeding.version if version is None else version,
            reason=data.get("reason", ""),
            target=data.get("target", ""),
            until_on=data.get("until"),
        )

    return run


def _officers(_clue: Clue, proceeding: Proceeding, who: Asking) -> Choices:
    return [
        (user.username, f"{user} · {user.organisation or ''}".rstrip(" ·"))
        for user in officers_for(proceeding, on=who.today).select_related("organisation")
    ]


def _offices(_clue: Clue, _proceeding: Proceeding, who: Asking) -> Choices:
    language = get_language() or "zh"
    rows = offices().exclude(pk=who.user.organisation_id or 0)
    return [(str(each.pk), f"{place_name(each.region_code).in_language(language)} · {each.name}") for each in rows]


def _conclusions(_clue: Clue, _proceeding: Proceeding, who: Asking) -> Choices:
    return [(each.code, say(each.name)) for each in conclusions(on=who.today)]


def _others(clue: Clue, _proceeding: Proceeding, who: Asking) -> Choices:
    """Open clues it might be the same as: of the same group, project or firm before the others of the place."""
    rows = visible_clues(who.scope).filter(merged_into=None, closed_on=None).exclude(pk=clue.pk).exclude(number="")
    near = rows.filter(project_id=clue.project_id) if clue.project_id else rows.filter(region_code=clue.region_code)
    return [
        (each.pk, f"{each.number} · {each.site_words or each.employer_words or each.get_channel_display()}")
        for each in near.order_by("-received_on", "pk")[:200]
    ]


def _call(clue: Clue, _proceeding: Proceeding, form: ActForm, who: Asking) -> object:
    data = form.cleaned_data
    return note_call(
        clue.pk,
        answer=Answer(data["answer"]),
        how=CallBy(data["how"]),
        words=data["reason"],
        by=who.user,
        scope=who.scope,
        now=who.now,
        keyring=wiring().keyring,
    )


def _merge(clue: Clue, _proceeding: Proceeding, form: ActForm, who: Asking) -> object:
    data = form.cleaned_data
    return merge_clues(clue.pk, into=data["target"], reason=data["reason"], by=who.user, scope=who.scope, now=who.now)


def _reopen(clue: Clue, _proceeding: Proceeding, form: ActForm, who: Asking) -> object:
    return reopen_clue(clue.pk, reason=form.cleaned_data["reason"], by=who.user, scope=who.scope, now=who.now)


def _accept(clue: Clue, _proceeding: Proceeding, form: ActForm, who: Asking) -> object:
    return accept_transfer(clue.pk, by=who.user, scope=who.scope, now=who.now, words=form.cleaned_data["reason"])


def _refuse(clue: Clue, _proceeding: Proceeding, form: ActForm, who: Asking) -> object:
    return refuse_transfer(clue.pk, reason=form.cleaned_data["reason"], by=who.user, scope=who.scope, now=who.now)


_ACTS: Final[dict[str, Act]] = {
    "assign": Act(
        Text("分派", "Give to somebody"), ("target", "words"), _move("assign"), _officers, Text("承办人", "Officer")
    ),
    "settle": Act(
        Text("作出结论", "Conclude"),
        ("target", "reason"),
        _move("settle"),
        _conclusions,
        Text("核处结论", "Conclusion"),
        Text(
            "写明事实和依据。结论后须回访工人，方可办结。",
            "Say on what it rests. The worker is called back before it closes.",
        ),
    ),
    "transfer": Act(
        Text("转办、交办", "Pass on"),
        ("target", "until", "reason"),
        _move("transfer"),
        _offices,
        Text("转给哪个单位", "To which office"),
        Text(
            "对方签收前仍由您单位负责，期限照走。",
            "It stays yours, with its clocks, until the other office has accepted.",
        ),
    ),
    "call": Act(
        Text("登记回访", "Enter the return call"),
        ("how", "answer", "reason", "words"),
        _call,
        hint=Text(
            "没有联系上的也登记；三个不同日期都没有联系上的，可以办结。工人的话加密保存。",
            "Enter it also when nobody was reached; three days on which nobody was reached are enough. Words are sealed.",
        ),
    ),
    "merge": Act(
        Text("并入另一条线索", "Merge into another"),
        ("target", "reason"),
        _merge,
        _others,
        Text("并入哪一条", "Which one"),
    ),
    "reopen": Act(Text("重新办理", "Reopen"), ("reason",), _reopen),
    "accept": Act(Text("签收", "Accept"), ("reason", "words"), _accept),
    "refuse": Act(Text("退回", "Refuse"), ("reason",), _refuse),
}
