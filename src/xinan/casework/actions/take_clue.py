"""Takes a clue in: the voice sealed, the clue numbered, found like another merged, given to who answers for it."""

import re
from datetime import date, datetime
from decimal import Decimal

from django.db import IntegrityError, transaction

from xinan.casework.actions.merge_clues import follow_voices, put_together
from xinan.casework.actions.reopen_clue import reopened
from xinan.casework.clue_telling import tell_holder
from xinan.casework.decisions import is_new, summed
from xinan.casework.enums import Channel, TransferKind, TransferState
from xinan.casework.likes import find_same, put_into_group
from xinan.casework.models import Clue, ClueTransfer, Voice, VoiceFile
from xinan.casework.numbering import next_number
from xinan.casework.passing import begin_reply
from xinan.casework.places import place_of
from xinan.casework.policies import LABOUR, may_take_clues
from xinan.casework.queries import PROCEDURE, SUBJECT, open_proceeding_of
from xinan.casework.refusals import already_there, bad_amount, bad_month, may_not_take, nothing_told
from xinan.casework.told import TakenClue, ToldVoice
from xinan.casework.turns import wait_for_site
from xinan.casework.voices import said_of, voice_row
from xinan.kernel.ciphers import Keyring
from xinan.people.duties.queries import responsible_for
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.given import Opening
from xinan.procedures.models import Proceeding
from xinan.procedures.reckoning import day_of
from xinan.registry.models import Enterprise, Project
from xinan.registry.policies import visible_project

CLUE_TOLD = "clue.told"
_MONTH = re.compile(r"20[0-9]{2}-(0[1-9]|1[0-2])")
_MOST = Decimal(10) ** 12


@transaction.atomic
def take_clue(taken: TakenClue, *, by: User | None, scope: Scope, now: datetime, keyring: Keyring) -> Clue:
    """The clue as it stands: where it is the same as one that is open, merged into that one (`merged_into` says so).

    Nothing is needed but one thing told. `by` None is the worker's own page. A wrong identity number is kept as told. No firm
    is told anything. Raises NotAllowed, NotFound (a project out of the scope), InvalidValue (nothing told, a month, an
    amount), Conflict where the platform's number is known.
    """
    if by is not None and not may_take_clues(scope):
        raise may_not_take()
    _check(taken, today=day_of(now))
    project = _project(taken, by=by, scope=scope)
    clue = _clue(taken, project=project, by=by, scope=scope, now=now, keyring=keyring)
    wait_for_site(clue.project_id)
    voice = voice_row(taken.voice, channel=taken.channel, by=by, now=now, keyring=keyring)
    voice.clue, voice.told_in = clue, clue
    voice.save()
    _keep_files(voice, taken)
    follow_voices(clue)
    proceeding = _opened(clue, taken, by=by, scope=scope, now=now)
    if taken.reply_by is not None:
        _note_sender(clue, taken, proceeding=proceeding, by=by, now=now)
    put_into_group(clue, now=now)
    _join(clue, voice, now=now, keyring=keyring)
    return Clue.objects.select_related("merged_into").get(pk=clue.pk)


def _check(taken: TakenClue, *, today: date) -> None:
    voice = taken.voice
    told = (
        voice.words, voice.name, voice.phone, voice.id_number, taken.project_id, taken.employer_id,
        taken.employer_words, taken.site_words, taken.told, voice.from_month, voice.to_month,
    )  # fmt: skip
    if not any(text.strip() for text in told) and voice.amount is None and not taken.files:
        raise nothing_told()
    _check_months(voice, today=today)
    if voice.amount is not None and not 0 <= voice.amount < _MOST:
        raise bad_amount()


def _check_months(voice: ToldVoice, *, today: date) -> None:
    this_month = f"{today:%Y-%m}"
    for field, month in (("from_month", voice.from_month), ("to_month", voice.to_month)):
        if month and (_MONTH.fullmatch(month) is None or month > this_month):
            raise bad_month(field)
    if voice.from_month and voice.to_month and voice.to_month < voice.from_month:
        raise bad_month("to_month")


def _project(taken: TakenClue, *, by: User | None, scope: Scope) -> Project | None:
    if not taken.project_id:
        return None
    if by is not None:
        return visible_project(scope, project_id=taken.project_id)
    return Project.objects.filter(pk=taken.project_id).first()


def _clue(
    taken: TakenClue, *, project: Project | None, by: User | None, scope: Scope, now: datetime, keyring: Keyring
) -> Clue:
    today = day_of(now)
    key, number = next_number(today)
    clue = Clue(
        clue_id=taken.clue_id or key,
        number=number,
        project=project,
        received_on=taken.received_on or today,
        workers=max(taken.voice.workers, 1),
        channel=taken.channel,
        region_code=place_of(taken.region_code, project=project, by=by, scope=scope),
        industry=taken.industry or (project.industry if project is not None else ""),
        office=by.organisation if by is not None else None,
        employer=Enterprise.objects.filter(pk=taken.employer_id).first() if taken.employer_id else None,
        employer_words=taken.employer_words.strip()[:200],
        site_words=taken.site_words.strip()[:200],
        source_number=taken.source_number.strip()[:64],
        reply_by=taken.reply_by,
        told_sealed=keyring.seal(taken.told.strip()[:4000], context=CLUE_TOLD) if taken.told.strip() else "",
        taken_by=by,
        taken_at=now,
    )
    _save_once(clue)
    return clue


def _save_once(clue: Clue) -> None:
    try:
        with transaction.atomic():
            clue.save(force_insert=True)
    except IntegrityError as error:
        if "clue_of_the_platform_once" in str(error):
            raise already_there() from error
        raise


def _keep_files(voice: Voice, taken: TakenClue) -> None:
    VoiceFile.objects.bulk_create(
        VoiceFile(
            voice=voice,
            name_sealed=file.name_sealed,
            media_type=file.media_type,
            size=file.size,
            digest=file.digest,
            content_sealed=file.content_sealed,
        )
        for file in taken.files
    )


def _opened(clue: Clue, taken: TakenClue, *, by: User | None, scope: Scope, now: datetime) -> Proceeding:
    """Its first life, with who takes it: whoever took it in, or who answers for the place; else the office's queue."""
    holder: User | None
    if by is not None and taken.mine and scope.roles & LABOUR:
        holder, office, why = by, by.organisation_id, {"zh": "首接负责", "en": "Whoever receives it handles it"}
    else:
        answer = responsible_for(
            region_code=clue.region_code, industry=clue.industry, link="", role=Role.COUNTY_INSPECTOR, on=day_of(now)
        )
        holder, office, why = answer.user, answer.office.pk, {"zh": answer.why.zh, "en": answer.why.en}
    opening = Opening(
        procedure=PROCEDURE,
        subject_kind=SUBJECT,
        subject_id=clue.pk,
        project_id=clue.project_id or "",
        region_code=clue.region_code,
        industry=clue.industry,
        holder_id=holder.pk if holder is not None else None,
        holder_office_id=office,
        state="assigned" if holder is not None else "received",
        reason=str(Channel(clue.channel).label),
        other={"routed": why},
    )
    proceeding = open_proceedings([opening], now=now)[0]
    if holder is not None:
        tell_holder(proceeding, to=holder, by=by, now=now)
    return proceeding


def _note_sender(clue: Clue, taken: TakenClue, *, proceeding: Proceeding, by: User | None, now: datetime) -> None:
    """Whoever passed it on to us wants an answer by a day: it is clocked from the start."""
    ClueTransfer.objects.create(
        clue=clue,
        kind=taken.kind or TransferKind.PASS,
        state=TransferState.ACCEPTED,
        from_words=(taken.from_words or str(Channel(clue.channel).label))[:200],
        to_office=by.organisation if by is not None else None,
        sent_at=now,
        sent_by=by,
        reply_by=taken.reply_by,
    )
    if taken.reply_by is not None:
        begin_reply(proceeding.pk, day=taken.reply_by, now=now)


def _join(clue: Clue, voice: Voice, *, now: datetime, keyring: Keyring) -> None:
    """Merge it into the clue that it is the same as: an open one at once, a closed one where it says something new."""
    other = find_same(clue, keyring=keyring)
    if other is None:
        return
    if open_proceeding_of(other) is None:
        before = summed([said_of(each) for each in other.voices.all()])
        if not is_new(said_of(voice), before):
            return  # shown beside it; an officer decides whether it is only repeated
        reopened(other, by=None, reason=f"有新的事实：{clue.number}", now=now)
    put_together(clue.pk, into=other.pk, reason="同一工人、同一用人单位、同一时段", by=None, now=now)
