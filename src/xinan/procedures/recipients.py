"""Who is told of an act: the holder, whoever is responsible at each level, the firm's people."""

from collections.abc import Iterable, Iterator
from datetime import date

from django.db.models import Q

from xinan.people.duties.queries import roster_on
from xinan.people.duties.roster import Answer, Question, Roster
from xinan.people.enums import FIRM_ROLES, Role
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.procedures.enums import Access, Recipient
from xinan.procedures.models import Proceeding
from xinan.procedures.policies import open_to

_ROLES = {
    Recipient.COUNTY: Role.COUNTY_INSPECTOR,
    Recipient.CITY: Role.CITY_OFFICE,
    Recipient.PROVINCE: Role.PROVINCE_OFFICE,
    Recipient.DEPARTMENT: Role.INDUSTRY_DEPARTMENT,
}


class Recipients:
    """The people of one day; the roster of duties is read once."""

    def __init__(self, on: date) -> None:
        self.on = on
        self._roster: Roster | None = None

    def of(self, proceeding: Proceeding, *, who: Iterable[Recipient]) -> list[User]:
        """Everyone meant, each once; nobody to whom the proceeding is not open, for a notice would tell that it exists."""
        found: dict[int, User] = {}
        for recipient in who:
            for user in self._meant(recipient, proceeding):
                found[user.pk] = user
        if proceeding.access == Access.PLACE:
            return list(found.values())
        return [user for user in found.values() if open_to(scope_of(user, on=self.on), proceeding)]

    def _meant(self, recipient: Recipient, proceeding: Proceeding) -> Iterator[User]:
        if recipient is Recipient.FIRM:
            yield from _people_of_firm(proceeding.addressee_enterprise_id, on=self.on)
        elif recipient is Recipient.HOLDER and proceeding.holder is not None and proceeding.holder.is_active:
            yield proceeding.holder
        else:
            yield from self._responsible(_ROLES.get(recipient, Role.COUNTY_INSPECTOR), proceeding)

    def _responsible(self, role: Role, proceeding: Proceeding) -> Iterator[User]:
        if self._roster is None:
            self._roster = roster_on(self.on)
        answer = self._roster.answer(Question(proceeding.region_code, proceeding.industry, proceeding.link, role))
        yield from [answer.user] if answer.user is not None else self._of_the_queue(answer, roster=self._roster)

    def _of_the_queue(self, answer: Answer, *, roster: Roster) -> list[User]:
        """Unassigned: whoever heads the office, else everyone in it who holds the role that day."""
        heads = roster.heads_of(answer.office.pk)
        if heads:
            return heads
        return list(
            User.objects.filter(
                Q(appointments__to_on=None) | Q(appointments__to_on__gte=self.on),
                organisation_id=answer.office.pk,
                is_active=True,
                appointments__from_on__lte=self.on,
                appointments__role=answer.role,
            ).distinct()
        )


def _people_of_firm(enterprise_id: str, *, on: date) -> list[User]:
    if not enterprise_id:
        return []
    return list(
        User.objects.filter(
            Q(appointments__to_on=None) | Q(appointments__to_on__gte=on),
            is_active=True,
            appointments__from_on__lte=on,
            appointments__enterprise_id=enterprise_id,
            appointments__role__in=FIRM_ROLES,
        ).distinct()
    )
