"""What people chose, read for many at once."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from xinan.notices.contact_models import Contact
from xinan.notices.decisions import QuietRule
from xinan.notices.enums import How, Topic
from xinan.notices.kinds import DEFAULTS
from xinan.notices.preference_models import Preference, TopicChoice


@dataclass(frozen=True, slots=True)
class Settings:
    """One person's settings: chosen, or the defaults; and which addresses they have verified."""

    language: str = "zh"
    digest: bool = True
    quiet: QuietRule = QuietRule()
    email_verified: bool = False
    phone_verified: bool = False
    _choices: dict[str, tuple[How, bool]] = field(default_factory=dict)

    def email(self, topic: Topic) -> How:
        """When an e-mail about the topic is sent, whether or not there is an address."""
        return self._choice(topic)[0]

    def sms(self, topic: Topic) -> bool:
        """Whether the topic is texted, whether or not there is a number."""
        return self._choice(topic)[1]

    def _choice(self, topic: Topic) -> tuple[How, bool]:
        return self._choices.get(topic) or DEFAULTS[topic]


def settings_of(user_ids: Collection[int]) -> dict[int, Settings]:
    """The settings of each of these people, in three statements."""
    chosen: dict[int, dict[str, tuple[How, bool]]] = {}
    for choice in TopicChoice.objects.filter(user_id__in=user_ids):
        chosen.setdefault(choice.user_id, {})[choice.topic] = (How(choice.email), choice.sms)
    preferences = _by_user(Preference.objects.filter(user_id__in=user_ids))
    contacts = {contact.user_id: contact for contact in Contact.objects.filter(user_id__in=user_ids)}
    return {
        user_id: _settings(
            preferences.get(user_id) or Preference(), contacts.get(user_id), choices=chosen.get(user_id, {})
        )
        for user_id in user_ids
    }


def _by_user(preferences: Iterable[Preference]) -> dict[int, Preference]:
    return {preference.user_id: preference for preference in preferences}


def _settings(preference: Preference, contact: Contact | None, *, choices: dict[str, tuple[How, bool]]) -> Settings:
    return Settings(
        language=preference.language,
        digest=preference.digest,
        quiet=QuietRule(preference.quiet_from, preference.quiet_to, preference.quiet_rest_days),
        email_verified=contact is not None and contact.email_verified_at is not None,
        phone_verified=contact is not None and contact.phone_verified_at is not None,
        _choices=choices,
    )
