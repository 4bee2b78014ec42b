"""Takes what a phone says about a visit. The same entry twice is taken once; of two answers the later said one counts."""

from datetime import datetime, timedelta
from enum import StrEnum
from functools import singledispatch
from uuid import UUID

from django.db import transaction

from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.patrols.actions.conclude import conclude
from xinan.patrols.candidates import FARTHEST_KM
from xinan.patrols.entries import Check, Entry, Finish, Position, Talk
from xinan.patrols.enums import VisitState
from xinan.patrols.jpeg import cleaned
from xinan.patrols.models import SitePlace, Visit, VisitCheck, VisitPhoto, VisitTalk
from xinan.patrols.photos import PhotoSent, kept_photo
from xinan.patrols.places import Place, kilometres, seat_of
from xinan.patrols.policies import visible_visit
from xinan.patrols.refusals import EntryRefused, PhotoRefused, already_finished, key_taken, no_such_visit, not_yours
from xinan.people.models import User
from xinan.people.scope import Scope

# What was said before the end may come later: the net was gone.
LATEST = timedelta(days=14)
MOST_PHOTOS, MOST_TALKS = 30, 60
# A phone's word on where the site is counts up to this many metres of doubt.
SURE_METRES = 200


class Taken(StrEnum):
    """What became of an entry: kept; known already; or overtaken by what was said later."""

    KEPT = "kept"
    KNOWN = "known"
    OVERTAKEN = "overtaken"


@transaction.atomic
def take_entry(visit_id: UUID, entry: Entry, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> Taken:
    """Write one entry down.

    Raises NotFound and NotAllowed for visits of others, Conflict for what is said after the end, EntryRefused.
    """
    visit = _held(visit_id, by=by, scope=scope)
    if isinstance(entry.body, Finish):
        taken = _finish(visit, entry, entry.body, now=now)
        if taken is Taken.KEPT:
            conclude(visit, by=by, scope=scope, now=now, keyring=keyring)
        return taken
    _require_open(visit, said_at=entry.said_at, now=now)
    return _take(entry.body, visit, entry, now)


@transaction.atomic
def take_photo(visit_id: UUID, sent: PhotoSent, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> Taken:
    """Keep a photograph, without its metadata, sealed. Raises as `take_entry`, and PhotoRefused."""
    visit = _held(visit_id, by=by, scope=scope)
    known = VisitPhoto.objects.filter(pk=sent.key).values_list("visit_id", flat=True).first()
    if known is not None:
        if known != visit.pk:
            raise key_taken()
        return Taken.KNOWN
    _require_open(visit, said_at=sent.taken_at, now=now)
    if visit.photos.count() >= MOST_PHOTOS:
        raise PhotoRefused(
            "photo-too-many",
            Text(f"一次走访至多 {MOST_PHOTOS} 张照片。", f"A visit keeps at most {MOST_PHOTOS} photographs."),
            Text("请删除不需要的照片。", "Delete those that are not needed."),
        )
    kept_photo(visit, sent, cleaned(sent.content), now=now, keyring=keyring)
    return Taken.KEPT


@transaction.atomic
def withdraw_photo(visit_id: UUID, key: UUID, *, by: User, scope: Scope) -> None:
    """Delete a photograph while the visit is under way; a second time changes nothing."""
    visit = _held(visit_id, by=by, scope=scope)
    if visit.state != VisitState.OPEN:
        raise already_finished()
    visit.photos.filter(pk=key).delete()


def _held(visit_id: UUID, *, by: User, scope: Scope) -> Visit:
    visible_visit(scope, visit_id=visit_id)
    visit = Visit.objects.select_for_update().filter(pk=visit_id).first()
    if visit is None:
        raise no_such_visit()
    if visit.officer_id != by.pk:
        raise not_yours()
    return visit


def _require_open(visit: Visit, *, said_at: datetime, now: datetime) -> None:
    if visit.finished_at is not None and (said_at > visit.finished_at or now > visit.finished_at + LATEST):
        raise already_finished()


def _finish(visit: Visit, entry: Entry, body: Finish, *, now: datetime) -> Taken:
    if visit.state == VisitState.FINISHED:
        if visit.finish_key == entry.key:
            return Taken.KNOWN
        raise already_finished()
    visit.conclusion, visit.note, visit.finish_key = body.conclusion, body.note, entry.key
    visit.finished_at, visit.received_at = max(entry.said_at, visit.opened_at), now
    visit.state = VisitState.FINISHED
    visit.save()
    return Taken.KEPT


@singledispatch
def _take(body: object, visit: Visit, entry: Entry, now: datetime) -> Taken:
    raise TypeError(f"no entry is a {type(body).__name__}")


@_take.register
def _(body: Check, visit: Visit, entry: Entry, now: datetime) -> Taken:
    known = visit.checks.filter(item=body.item).first()
    if known is not None:
        if known.key == entry.key:
            return Taken.KNOWN
        if known.said_at > entry.said_at:
            return Taken.OVERTAKEN
    VisitCheck.objects.update_or_create(
        visit=visit,
        item=body.item,
        defaults={
            "answer": body.answer,
            "details": dict(body.details),
            "note": body.note,
            "key": entry.key,
            "said_at": entry.said_at,
            "received_at": now,
        },
    )
    return Taken.KEPT


@_take.register
def _(body: Talk, visit: Visit, entry: Entry, now: datetime) -> Taken:
    known = VisitTalk.objects.filter(pk=entry.key).first()
    if known is not None and known.visit_id != visit.pk:
        raise key_taken()
    if known is not None and known.said_at >= entry.said_at:
        return Taken.KNOWN if known.said_at == entry.said_at else Taken.OVERTAKEN
    if known is None and visit.talks.count() >= MOST_TALKS:
        raise EntryRefused(
            "visit-talks-too-many",
            Text(f"一次走访至多 {MOST_TALKS} 组访谈。", f"A visit keeps at most {MOST_TALKS} talks."),
            Text("请把人数合并到已有的一组。", "Add the numbers to a talk that is there."),
        )
    VisitTalk.objects.update_or_create(
        pk=entry.key,
        defaults={
            "visit": visit,
            "asked": body.asked,
            "on_time": body.on_time,
            "owed": body.owed,
            "months": body.months,
            "withdrawn": body.withdrawn,
            "said_at": entry.said_at,
            "received_at": now,
        },
    )
    return Taken.KEPT


@_take.register
def _(body: Position, visit: Visit, entry: Entry, now: datetime) -> Taken:
    if visit.accuracy is None or body.accuracy < visit.accuracy:
        visit.lng, visit.lat, visit.accuracy = body.lng, body.lat, body.accuracy
        visit.save(update_fields=["lng", "lat", "accuracy"])
    _learn_place(visit, body, now=now)
    return Taken.KEPT


def _learn_place(visit: Visit, told: Position, *, now: datetime) -> None:
    """Keep where the site is, where the phone is sure, near enough to its county, and surer than before."""
    seat = seat_of(visit.project.region_code)
    if told.accuracy > SURE_METRES or kilometres(Place(told.lng, told.lat), to=seat) > FARTHEST_KM:
        return
    known = SitePlace.objects.select_for_update().filter(pk=visit.project_id).first()
    if known is None or told.accuracy <= known.accuracy:
        SitePlace.objects.update_or_create(
            project_id=visit.project_id,
            defaults={"lng": told.lng, "lat": told.lat, "accuracy": told.accuracy, "told_at": now, "visit": visit},
        )
