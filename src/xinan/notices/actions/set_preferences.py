"""Choose how one is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time

from django.db import transaction

from xinan.notices.enums import How, Topic
from xinan.notices.kinds import DEFAULTS
from xinan.notices.models import Preference, TopicChoice
from xinan.people.models import User


@dataclass(frozen=True, slots=True)
class Wishes:
    """What a person wants. A topic that is not named stays as it is."""

    language: str
    digest: bool
    quiet_from: time
    quiet_to: time
    quiet_rest_days: bool
    topics: Mapping[Topic, tuple[How, bool]]


@transaction.atomic
def set_preferences(user: User, wishes: Wishes) -> Preference:
    """Keep the wishes. What is on its way already follows them too, as they are looked at again before sending."""
    preference, _ = Preference.objects.update_or_create(
        user=user,
        defaults={
            "language": wishes.language,
            "digest": wishes.digest,
            "quiet_from": wishes.quiet_from,
            "quiet_to": wishes.quiet_to,
            "quiet_rest_days": wishes.quiet_rest_days,
        },
    )
    for topic, (email, sms) in wishes.topics.items():
        if (email, sms) == DEFAULTS[topic]:
            TopicChoice.objects.filter(user=user, topic=topic).delete()
        else:
            TopicChoice.objects.update_or_create(user=user, topic=topic, defaults={"email": email, "sms": sms})
    return preference
