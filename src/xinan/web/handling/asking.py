"""What every page of handling starts from: who asks, about which warning, which proceeding of it is open to them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.http import HttpRequest

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.monitoring.handling.queries import story_of
from xinan.monitoring.models import Warning
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.models import Proceeding
from xinan.web.shell.scoping import asker, scope_for


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks, with what scope, when."""

    user: User
    scope: Scope
    now: datetime

    @property
    def today(self) -> date:
        """The day it is."""
        return self.now.date()


def asking(request: HttpRequest) -> Asking:
    """The person behind a request."""
    now = wiring().clock.now()
    return Asking(asker(request.user), scope_for(request.user, today=now.date()), now)


def asked_warning(warning_id: int, *, who: Asking) -> tuple[Warning, list[Proceeding]]:
    """The warning and its proceedings, the last first; NotFound where none of them is open to the person."""
    proceedings = story_of(warning_id, scope=who.scope)
    warning = Warning.objects.select_related("project", "previous").filter(pk=warning_id).first()
    if warning is None or not proceedings:
        raise NotFound(
            "warning-not-found",
            Text("没有这条预警，或它不在您的职责范围内。", "There is no such warning within your responsibility."),
            Text("请从预警处置列表进入。", "Open it from the list of warnings."),
        )
    return warning, proceedings
