"""People who can be reached, and what would reach them."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from tests.people.factories import UserFactory
from xinan.gateways.sms import SmsMessage
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify
from xinan.notices.contacts import EMAIL, PHONE
from xinan.notices.models import Contact, Notice
from xinan.notices.outbound import Outbound
from xinan.people.models import User

# Monday, 2026-11-23.
MONDAY = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
BASE_URL = "https://xinan.example.cn"


@dataclass
class MovingClock:
    """Stands where the test puts it."""

    moment: datetime = MONDAY

    def now(self) -> datetime:
        return self.moment

    def today(self) -> datetime:
        return self.moment.date()  # type: ignore[return-value]

    def pass_by(self, **time_passed: float) -> datetime:
        self.moment += timedelta(**time_passed)
        return self.moment

    def at(self, text: str) -> datetime:
        self.moment = datetime.fromisoformat(f"{text}+08:00")
        return self.moment


@dataclass
class SmsBox:
    """Keeps the messages whole; raises what it is told to instead."""

    sent: list[SmsMessage] = field(default_factory=list)
    faults: list[Exception] = field(default_factory=list)

    def send(self, message: SmsMessage, *, now: datetime) -> str:
        if self.faults:
            raise self.faults.pop(0)
        self.sent.append(message)
        return f"n-{len(self.sent)}"


def outbound_of(clock: MovingClock, *, keyring: Keyring, sms: SmsBox | None) -> Outbound:
    return Outbound(clock, keyring, sms, BASE_URL, time(8, 30))  # type: ignore[arg-type]


def reachable(keyring: Keyring, *, email: str = "", phone: str = "", **fields: object) -> User:
    """Somebody with verified addresses."""
    user: User = UserFactory(**fields)
    Contact.objects.create(
        user=user,
        email_sealed=keyring.seal(email, context=EMAIL) if email else "",
        email_masked="**@**" if email else "",
        email_verified_at=MONDAY if email else None,
        phone_sealed=keyring.seal(phone, context=PHONE) if phone else "",
        phone_masked="138****0001" if phone else "",
        phone_verified_at=MONDAY if phone else None,
    )
    return user


def tell(*users: User, kind: str = "clock_expired", now: datetime, **given: object) -> list[Notice]:
    """A notice, with what a test says of it."""
    fields: dict[str, object] = {
        "subject": Text("项目“南关区学校”的签收期限已到", "The time to sign for “School” has passed"),
        "body": Text("请尽快处理。", "Please act."),
        "link": "/projects/P-OK/",
        "about_kind": "project",
        "about_id": "P-OK",
        **given,
    }
    return notify(users, kind=kind, now=now, **fields)  # type: ignore[arg-type]
