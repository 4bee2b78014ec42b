"""What is like a clue: the same matter told again, others of the same site and weeks."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q, QuerySet

from xinan.casework.decisions import in_group
from xinan.casework.matching import KnownClue, Likeness, likeness, name_forms
from xinan.casework.matching.likeness import SAME_WEEKS
from xinan.casework.models import Clue, ClueGroup, Voice
from xinan.casework.voices import VOICE_NAME, indices_of
from xinan.kernel.ciphers import Keyring
from xinan.kernel.period import Month


def by_the_same_people(clue: Clue, *, keyring: Keyring) -> QuerySet[Clue]:
    """Other clues, not merged, in which somebody of this one speaks; the oldest first."""
    identities: set[str] = set()
    phones: set[str] = set()
    for voice in clue.voices.all():
        one, other = indices_of(voice, keyring=keyring)
        identities.update(one)
        phones.update(other)
    if not identities and not phones:
        return Clue.objects.none()
    found = Voice.objects.filter(Q(id_number_index__in=identities) | Q(phone_index__in=phones))
    rows = Clue.objects.filter(pk__in=found.values("clue_id"), merged_into=None).exclude(pk=clue.pk)
    return rows.order_by("received_on", "pk")


def find_same(clue: Clue, *, keyring: Keyring) -> Clue | None:
    """The clue that is the same matter for certain, the likest and then the oldest; None where somebody has to be asked."""
    known = _known(clue, keyring=keyring)
    found = [
        (-like.score, place, other)
        for place, other in enumerate(by_the_same_people(clue, keyring=keyring).prefetch_related("voices"))
        if (like := likeness(known, _known(other, keyring=keyring))).is_one_matter
    ]
    return min(found, key=lambda one: one[:2])[2] if found else None


def alike(clue: Clue, others: Iterable[Clue], *, keyring: Keyring) -> list[tuple[Clue, Likeness]]:
    """The others that an officer is to look at as the same matter, the likest first. Others come with their voices."""
    own = _known(clue, keyring=keyring)
    found = [(other, likeness(own, _known(other, keyring=keyring))) for other in others]
    return sorted(
        ((other, like) for other, like in found if like.is_asked or like.is_one_matter),
        key=lambda pair: (-pair[1].score, pair[0].pk),
    )


def _known(clue: Clue, *, keyring: Keyring) -> KnownClue:
    """The clue as it is compared: digests alone leave here."""
    identities: set[str] = set()
    phones: set[str] = set()
    names: dict[str, set[str]] = {"names": set(), "spoken": set(), "stems": set(), "surnames": set()}
    workers: set[str] = set()
    for voice in clue.voices.all():
        one, other = indices_of(voice, keyring=keyring)
        identities.update(one)
        phones.update(other)
        if voice.name_sealed:
            forms = name_forms(keyring.open(voice.name_sealed, context=VOICE_NAME))
            for field, texts in (
                ("names", (forms.full,)),
                ("spoken", (forms.spoken,)),
                ("stems", forms.stems),
                ("surnames", (forms.surname,)),
            ):
                names[field].update(
                    digest for text in texts if text for digest in keyring.look_ups(text, context=VOICE_NAME)
                )
        if voice.worker_id:
            workers.add(voice.worker_id)
    return KnownClue(
        clue.pk,
        clue.received_on,
        project_id=clue.project_id or "",
        employer_id=clue.employer_id or "",
        employer_words=clue.employer_words,
        worker_ids=frozenset(workers),
        identities=frozenset(identities),
        phones=frozenset(phones),
        names=frozenset(names["names"]),
        spoken=frozenset(names["spoken"]),
        stems=frozenset(names["stems"]),
        surnames=frozenset(names["surnames"]),
        from_month=Month.parse(clue.from_month) if clue.from_month else None,
        to_month=Month.parse(clue.to_month) if clue.to_month else None,
        workers=clue.workers,
    )


def put_into_group(clue: Clue, *, now: datetime) -> ClueGroup | None:
    """The group of its site and weeks; made where this is the second clue, None where it is the first."""
    if clue.project_id is None:
        return None
    around = SAME_WEEKS
    near = ClueGroup.objects.select_for_update().filter(
        project_id=clue.project_id, from_on__lte=clue.received_on + around, to_on__gte=clue.received_on - around
    )
    group = next(
        (each for each in near.order_by("pk") if in_group(each.from_on, each.to_on, day=clue.received_on)), None
    )
    if group is None:
        group = _new_group(clue, now=now)
    if group is not None:
        group.from_on, group.to_on = min(group.from_on, clue.received_on), max(group.to_on, clue.received_on)
        group.save(update_fields=["from_on", "to_on"])
        clue.group = group
        clue.save(update_fields=["group"])
    return group


def _new_group(clue: Clue, *, now: datetime) -> ClueGroup | None:
    around = SAME_WEEKS
    others = Clue.objects.filter(
        project_id=clue.project_id,
        merged_into=None,
        group=None,
        received_on__range=(clue.received_on - around, clue.received_on + around),
    ).exclude(pk=clue.pk)
    rows = list(others)
    if not rows:
        return None
    days = [each.received_on for each in rows]
    group = ClueGroup.objects.create(project_id=clue.project_id, from_on=min(days), to_on=max(days), made_at=now)
    others.filter(pk__in=[each.pk for each in rows]).update(group=group)
    return group
