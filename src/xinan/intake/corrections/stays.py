"""The times on the roster after entries and exits were taken back: from the passages that are left."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from xinan.intake.history import event_model
from xinan.intake.models import Batch, Restatement
from xinan.intake.roster import Passage, Spell, course_of
from xinan.workforce.enums import PassageKind
from xinan.workforce.models import Employment, EntryExit, LabourContract

Times = tuple[date, date | None]


@dataclass(frozen=True, slots=True)
class Stay:
    """An employment: since when it stands by itself, None where only a reported entry made it; and as it is now."""

    key: str
    base: date | None
    entered_on: date


def fit(stays: Sequence[Stay], spells: Sequence[Spell]) -> dict[str, Times | None]:
    """From when to when each stay is; None for one that no passage makes any more."""
    free = list(stays)
    times: dict[str, Times | None] = {}
    for spell in spells:
        on = spell.entered.on if spell.entered else None
        free.sort(key=lambda stay: (stay.base is None, stay.entered_on != on, stay.entered_on))
        if not free:
            break
        stay = free.pop(0)
        times[stay.key] = (on or stay.base or stay.entered_on, spell.left.on if spell.left else None)
    return times | {stay.key: (stay.base, None) if stay.base else None for stay in free}


def bring_stays_in_step(batch: Batch) -> None:
    """Bring the employments of everybody the batch told passages of to what is left of these."""
    events = event_model(EntryExit)._default_manager
    again = Restatement.objects.filter(batch_id=batch.pk, fact=EntryExit._meta.db_table).values("event")
    told = events.filter(Q(batch_id=batch.pk) | Q(pgh_id__in=again)).values_list("worker_id", flat=True)
    own = {"project_id": batch.project_id, "worker_id__in": set(told)}
    passages: dict[str, list[Passage]] = defaultdict(list)
    for worker_id, on, kind in EntryExit.objects.filter(**own).values_list("worker_id", "on", "kind"):
        passages[worker_id].append(Passage(on, kind == PassageKind.ENTRY))
    employments: dict[str, list[Employment]] = defaultdict(list)
    for employment in Employment.objects.filter(**own).order_by("entered_on"):
        employments[employment.worker_id].append(employment)
    stays = _stays([e for of_one in employments.values() for e in of_one])
    for worker_id, of_one in employments.items():
        known = [stays[employment.pk] for employment in of_one]
        present_from = min((stay.base for stay in known if stay.base), default=None)
        course = course_of(passages[worker_id], present_from=present_from)
        _write(of_one, fit(known, course.spells), batch_id=batch.pk)


def _stays(employments: Sequence[Employment]) -> dict[str, Stay]:
    """How each of them began, by its history."""
    events = event_model(Employment)._default_manager.filter(pgh_obj_id__in=[e.pk for e in employments])
    first: dict[str, tuple[date, int | None]] = {}  # an employment without history has begun as it is
    for key, on, number in events.order_by("pgh_id").values_list("pgh_obj_id", "entered_on", "batch_id"):
        first.setdefault(key, (on, number))
    numbers = {number for _on, number in first.values() if number is not None}
    by_passage = set(Batch.objects.filter(pk__in=numbers, kind="entries").values_list("pk", flat=True))
    begun = {e.pk: first.get(e.pk, (e.entered_on, None)) for e in employments}
    return {
        e.pk: Stay(e.pk, None if begun[e.pk][1] in by_passage else begun[e.pk][0], e.entered_on) for e in employments
    }


def _write(employments: Sequence[Employment], times: dict[str, Times | None], *, batch_id: int) -> None:
    settled = {e.left_on: e.settled_on for e in employments if e.left_on is not None}
    for employment in employments:
        time = times[employment.pk]
        if time is None:
            if not LabourContract.objects.filter(employment_id=employment.pk).exists():
                employment.delete()
            continue
        entered_on, left_on = time
        wanted = (entered_on, left_on, settled.get(left_on) if left_on else None)
        if (employment.entered_on, employment.left_on, employment.settled_on) != wanted:
            employment.entered_on, employment.left_on, employment.settled_on = wanted
            employment.batch_id = batch_id
            employment.save()
