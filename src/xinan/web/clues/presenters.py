"""A clue as its page shows it: voices masked, what may be done, what the data know."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from django.db.models import Q
from django.urls import reverse

from xinan.casework.likes import alike, by_the_same_people
from xinan.casework.matching import Asked, Likeness, ToldClue, find, owed
from xinan.casework.models import Clue, Voice
from xinan.casework.policies import may_hear, may_take_clues, receives, visible_clues
from xinan.casework.voices import VOICE_ID, VOICE_PHONE
from xinan.kernel.ciphers import Keyring
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.monitoring.book import current_book
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import visible_proceedings
from xinan.registry.policies import visible_projects
from xinan.web.clues.known import Known
from xinan.web.clues.views_data import ActView, OwedView, VoiceView
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.panel import panel_of
from xinan.web.proceedings.views_data import PanelView

# Moves whose form offers what may be chosen, in place of the general one.
_COMPARED: Final = 60
OWN_FORMS: Final = frozenset({"assign", "settle", "transfer"})
_CALL = ActView(
    "",
    Text("登记回访", "Enter the return call"),
    Text("满意度，或这一天没有联系上。", "How satisfied, or not reached today."),
)


def panel_for(clue: Clue, proceeding: Proceeding | None, *, who: Asking) -> PanelView | None:
    """The panel, where the proceeding is open to the person; some moves lead to this page's own forms."""
    if proceeding is None or not visible_proceedings(who.scope).filter(pk=proceeding.pk).exists():
        return None
    panel = panel_of(proceeding, who=who, back=reverse("clue", args=[clue.pk]))
    offers = tuple(
        replace(offer, url=act_url(clue, offer.code)) if offer.code in OWN_FORMS else offer for offer in panel.offers
    )
    return replace(panel, offers=offers)


def acts_for(clue: Clue, proceeding: Proceeding | None, *, who: Asking) -> list[ActView]:
    """What may be done beside the moves of the panel."""
    found: list[ActView] = []
    if proceeding is None or not may_take_clues(who.scope):
        return found
    if proceeding.state == "transferring":
        sent = clue.transfers.filter(state="sent").select_related("to_office").first()
        if sent is not None and receives(who.user, scope=who.scope, transfer=sent):
            hint = Text(
                "签收后由您单位承办，原单位要求的反馈日开始计时。",
                "It is your office's from then on, with its day of answer.",
            )
            found.append(ActView(act_url(clue, "accept"), Text("签收", "Accept"), hint, primary=True))
            hint = Text(
                "写明理由；退回后仍由转出单位负责，期限照走。",
                "Say why; it is the sender's again and its clocks run on.",
            )
            found.append(ActView(act_url(clue, "refuse"), Text("退回", "Refuse"), hint))
    if proceeding.state == "settled" and may_hear(who.scope):
        found.append(replace(_CALL, url=act_url(clue, "call"), primary=True))
    if proceeding.closed_at is None:
        hint = Text(
            "同一工人、同一用人单位、同一时段的并成一条；诉求全部保留。",
            "One clue of the same matter; every voice is kept.",
        )
        found.append(ActView(act_url(clue, "merge"), Text("并入另一条线索", "Merge into another"), hint))
    elif clue.merged_into_id is None and may_hear(who.scope):
        hint = Text("有新的事实，或承诺没有兑现的。", "Something new, or a promise not kept.")
        found.append(ActView(act_url(clue, "reopen"), Text("重新办理", "Reopen"), hint))
    return found


def act_url(clue: Clue, act: str) -> str:
    """The form of an act."""
    return reverse("clue-act", args=[clue.pk, act])


def voice_views(clue: Clue, *, words: Mapping[int, str], who: Asking) -> list[VoiceView]:
    """Every voice, masked."""
    hears = may_hear(who.scope)
    rows = clue.voices.select_related("told_in").prefetch_related("files").order_by("received_at", "pk")
    return [_voice(row, clue=clue, words=words.get(row.pk, ""), hears=hears) for row in rows]


def _voice(row: Voice, *, clue: Clue, words: str, hears: bool) -> VoiceView:
    files = tuple((reverse("voice-file", args=[each.pk]), each.media_type) for each in row.files.all())
    told = bool(row.name_sealed or row.phone_sealed or row.id_number_sealed)
    return VoiceView(
        id=row.pk,
        at=row.received_at,
        channel=row.get_channel_display(),
        name=row.name_masked,
        phone=row.phone_masked,
        identity=row.id_number_masked,
        doubtful=bool(row.id_fault),
        amount=row.amount,
        months=" – ".join(dict.fromkeys(month for month in (row.from_month, row.to_month) if month)),
        workers=row.workers,
        words=words,
        may_be_named=row.may_be_named,
        wants_mediation=row.wants_mediation,
        reveal_url=reverse("voice-reveal", args=[row.pk]) if hears and told else "",
        files=files if hears else (),
        told_in=row.told_in.number if row.told_in is not None and row.told_in_id != clue.pk else "",
        on_roster=row.worker_id is not None,
    )


def likes_of(clue: Clue, *, who: Asking, keyring: Keyring) -> list[Clue]:
    """Other clues in which the same people speak, as far as the person sees them."""
    found = by_the_same_people(clue, keyring=keyring)
    return list(visible_clues(who.scope).filter(pk__in=found.values("pk")).order_by("-received_on", "pk")[:10])


def matters_like(clue: Clue, *, who: Asking, keyring: Keyring) -> list[tuple[Clue, Likeness]]:
    """Open clues of the same people, site or firm that look like the same matter, for an officer to merge."""
    near = Q(pk__in=by_the_same_people(clue, keyring=keyring).values("pk"))
    if clue.project_id:
        near |= Q(project_id=clue.project_id)
    if clue.employer_id:
        near |= Q(employer_id=clue.employer_id)
    rows = visible_clues(who.scope).filter(near, merged_into=None, closed_on=None).exclude(pk=clue.pk)
    return alike(clue, rows.prefetch_related("voices").order_by("-received_on", "pk")[:_COMPARED], keyring=keyring)


def known_of_clue(clue: Clue, *, who: Asking, keyring: Keyring) -> Known | None:
    """What the words may speak of, while project or firm is not known; None where both are."""
    if clue.project_id and clue.employer_id:
        return None
    voice = clue.voices.order_by("received_at", "pk").first()
    told = ToldClue(
        received_on=clue.received_on,
        site_words=clue.site_words,
        employer_words=clue.employer_words,
        region_code=clue.region_code,
        # Compared by keyed digest with the rosters; nobody looks at them here.
        phone=_opened(voice, "phone", keyring=keyring),
        id_number=_opened(voice, "id_number", keyring=keyring),
        from_month=_month(clue.from_month),
        to_month=_month(clue.to_month),
    )
    projects = visible_projects(who.scope)
    among = [clue.project_id] if clue.project_id else None
    found = find(told, keyring=keyring, among=among)
    openable = frozenset(projects.filter(pk__in=[each.key for each in found.projects]).values_list("pk", flat=True))
    return Known(found, openable, ())


def owed_of(clue: Clue, *, who: Asking) -> OwedView | None:
    """What the data say is owed: to the workers recognised, else to everybody of the project in the months told."""
    workers = sorted({each.worker_id for each in clue.voices.all() if each.worker_id})
    if not workers and clue.project_id is None:
        return None
    asked = Asked(
        among=visible_projects(who.scope),
        worker_ids=workers or None,
        project_id=clue.project_id or "",
        from_month=_month(clue.from_month),
        to_month=_month(clue.to_month),
    )
    found = owed(asked, today=who.today, book=current_book())
    settled = tuple(row for row in found.rows if row.owed == 0)
    # Months of which the data do not say how much are open, too: after those of which they do.
    unsettled = sorted((row for row in found.rows if row.owed != 0), key=lambda row: -(row.owed or 0))
    return OwedView(found.total, found.estimated, found.workers, tuple(unsettled), settled)


def _month(text: str) -> Month | None:
    return Month.parse(text) if text else None


def _opened(voice: Voice | None, field: str, *, keyring: Keyring) -> str:
    """What a voice gave to be found by; empty where it cannot be right."""
    if voice is None or not getattr(voice, f"{field}_index"):
        return ""
    return keyring.open(voice.sealed(field), context=VOICE_PHONE if field == "phone" else VOICE_ID)
