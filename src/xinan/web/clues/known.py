"""What is already known of what is being told: site, firm, months, others who told the same."""

from dataclasses import dataclass

from xinan.casework.matching import Found, ToldClue, find
from xinan.casework.models import Clue, Voice
from xinan.casework.policies import visible_clues
from xinan.casework.voices import VOICE_ID, VOICE_PHONE
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.identifiers import CitizenId, Phone
from xinan.kernel.period import Month
from xinan.registry.policies import visible_projects
from xinan.web.handling.asking import Asking

MOST = 5


@dataclass(frozen=True, slots=True)
class Known:
    """What was found; projects that the person may not open are only counted."""

    found: Found
    openable: frozenset[str]
    likes: tuple[Clue, ...]

    @property
    def empty(self) -> bool:
        """Whether there is nothing to show."""
        return not (self.found.projects or self.found.employers or self.likes)


def known_of(given: dict[str, str], *, who: Asking, keyring: Keyring) -> Known:
    """What is known of the fields as they stand while somebody types; nothing of it is refused."""
    told = ToldClue(
        received_on=who.today,
        site_words=given.get("site_words", "")[:200],
        employer_words=given.get("employer_words", "")[:200],
        phone=given.get("phone", "")[:60],
        id_number=given.get("id_number", "")[:60],
        from_month=_month(given.get("from_month", "")),
        to_month=_month(given.get("to_month", "")),
    )
    found = find(told, keyring=keyring)
    numbers = [each.project_id for each in found.projects]
    openable = frozenset(visible_projects(who.scope).filter(pk__in=numbers).values_list("pk", flat=True))
    return Known(found, openable, tuple(_likes(given, who=who, keyring=keyring)))


def _likes(given: dict[str, str], *, who: Asking, keyring: Keyring) -> list[Clue]:
    """Clues in which the same phone or identity speaks, as far as the person sees them."""
    digests: set[str] = set()
    for read, context, text in (
        (Phone.parse, VOICE_PHONE, given.get("phone", "")),
        (CitizenId.parse, VOICE_ID, given.get("id_number", "")),
    ):
        try:
            digests.update(keyring.look_ups(read(text).number, context=context))
        except InvalidValue:
            continue
    if not digests:
        return []
    by_phone, by_identity = (
        Voice.objects.filter(phone_index__in=digests),
        Voice.objects.filter(id_number_index__in=digests),
    )
    spoken = [*by_phone.values_list("clue_id", flat=True), *by_identity.values_list("clue_id", flat=True)]
    return list(visible_clues(who.scope).filter(pk__in=spoken).order_by("-received_on", "pk")[:MOST])


def _month(text: str) -> Month | None:
    try:
        return Month.parse(text) if text else None
    except (InvalidValue, ValueError):
        return None
