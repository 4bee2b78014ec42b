"""Letters about a proceeding: open to whom it is open, and what becomes of them is an event of it.

The service of a letter of kind `pay-order` fires `event:pay_order_served`, an answer `…_replied`, a voided one `…_voided`.
"""

from datetime import datetime, time
from typing import Any, Final

from django.db.models import QuerySet, TextField
from django.db.models.functions import Cast

from xinan.documents.enums import EventKind
from xinan.documents.hooks import EVERY, on_replied, on_served, on_voided
from xinan.documents.models import Letter
from xinan.documents.subjects import SubjectRule, confine
from xinan.kernel.clock import CHINA
from xinan.people.enums import FIRM_ROLES
from xinan.people.scope import Scope
from xinan.procedures.actions.report_event import report_event
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import actor_kinds, visible_proceedings
from xinan.procedures.reckoning import day_of

PROCEEDING: Final = "proceeding"
_NOON: Final = time(12)


def follow_letters() -> None:
    """Register with letters; in `AppConfig.ready()`."""
    confine(PROCEEDING, SubjectRule(visible=_visible, may_write=_may_write))
    on_served(EVERY, after_service)
    on_replied(EVERY, after_reply)
    on_voided(EVERY, after_voiding)


def event_of_letter(kind: str, what: str) -> str:
    """The event's name.

    >>> event_of_letter("pay-order", "served")
    'pay_order_served'
    """
    return f"{kind.replace('-', '_')}_{what}"


def after_service(letter: Letter) -> None:
    """The day of service is the day from which clocks count, also where it is proved later (of a public notice, 30 days on)."""
    now = _moment(letter, EventKind.SERVED)
    if letter.subject_kind == PROCEEDING and letter.served_on is not None:
        at = now if letter.served_on == day_of(now) else datetime.combine(letter.served_on, _NOON, tzinfo=CHINA)
        report_event(int(letter.subject_id), event_of_letter(letter.kind, "served"), now=now, at=at)


def after_reply(letter: Letter) -> None:
    """The addressee has answered."""
    _report(letter, "replied", EventKind.REPLIED)


def after_voiding(letter: Letter) -> None:
    """What its service began has no ground any more."""
    _report(letter, "voided", EventKind.VOIDED)


def _report(letter: Letter, what: str, kind: EventKind) -> None:
    if letter.subject_kind == PROCEEDING:
        report_event(int(letter.subject_id), event_of_letter(letter.kind, what), now=_moment(letter, kind))


def _moment(letter: Letter, kind: EventKind) -> datetime:
    """When it was written down; the hook is called after that."""
    return letter.story.filter(kind=kind).latest("pk").at


def _visible(scope: Scope) -> "QuerySet[Any, Any]":
    """The numbers of the proceedings open to a person as an office; a firm sees only letters addressed to it."""
    numbers = visible_proceedings(_as_office(scope)).annotate(number_text=Cast("pk", TextField()))
    return numbers.values("number_text")


def _may_write(scope: Scope, subject_id: str) -> bool:
    found = Proceeding.objects.filter(pk=int(subject_id)).first() if subject_id.isdecimal() else None
    return found is not None and bool(actor_kinds(_as_office(scope), found))


def _as_office(scope: Scope) -> Scope:
    return Scope(tuple(grant for grant in scope.grants if grant.role not in FIRM_ROLES), user_id=scope.user_id)
