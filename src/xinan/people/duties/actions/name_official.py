"""Enters who answers for a place, a department or a project."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from xinan.kernel.errors import InvalidValue, NotAllowed
from xinan.kernel.regions import region
from xinan.kernel.text import Text
from xinan.people.duties.asked import asked_office
from xinan.people.duties.enums import OfficialKind
from xinan.people.duties.models import TopOfficial
from xinan.people.duties.policies import may_name_officials
from xinan.people.models import User
from xinan.people.scope import Scope


@dataclass(frozen=True, slots=True)
class NewOfficial:
    """Somebody in a post from `from_on` on: of the place; of a department with its industries; of a project."""

    kind: OfficialKind
    name: str
    post: str
    region_code: str
    from_on: date
    office_id: int | None = None
    industries: tuple[str, ...] = ()
    project_id: str = ""


@transaction.atomic
def name_official(wish: NewOfficial, *, by: User, scope: Scope) -> TopOfficial:
    """The official, in office from that day on; whoever was there before left the day before.

    Whether the project exists is for the caller to know. Raises NotAllowed, InvalidValue, NotFound.
    """
    if not may_name_officials(scope, region_code=wish.region_code):
        raise NotAllowed(
            "may-not-name-officials",
            Text("您不能登记这个地区的责任人。", "You may not enter who answers for this place."),
            Text("请省、市根治欠薪办登记。", "The province's or the city's office may."),
        )
    _check(wish)
    if wish.office_id is not None:
        asked_office(wish.office_id, lock=True)
    _end_before(wish)
    return TopOfficial.objects.create(
        kind=wish.kind,
        name=wish.name.strip(),
        post=wish.post.strip(),
        region_code=wish.region_code,
        office_id=wish.office_id,
        industries=list(wish.industries),
        project_id=wish.project_id,
        from_on=wish.from_on,
    )


def _check(wish: NewOfficial) -> None:
    region(wish.region_code)
    complete = {
        OfficialKind.PLACE: wish.office_id is None and not wish.project_id and not wish.industries,
        OfficialKind.DEPARTMENT: wish.office_id is not None and not wish.project_id and bool(wish.industries),
        OfficialKind.PROJECT: wish.office_id is None and bool(wish.project_id) and not wish.industries,
    }
    if not complete[wish.kind] or not wish.name.strip() or not wish.post.strip():
        raise InvalidValue(
            "official-incomplete",
            Text("责任人登记不完整。", "The entry is not complete."),
            Text(
                "写明姓名、职务；部门须选单位和行业，项目须选项目。",
                "Give name and post; a department needs its office and industries, a project its number.",
            ),
        )


def _end_before(wish: NewOfficial) -> None:
    same = TopOfficial.objects.select_for_update().filter(
        Q(to_on=None) | Q(to_on__gte=wish.from_on),
        kind=wish.kind,
        region_code=wish.region_code,
        office_id=wish.office_id,
        project_id=wish.project_id,
    )
    for former in same:
        if former.from_on >= wish.from_on:
            former.delete()
        else:
            former.to_on = wish.from_on - timedelta(days=1)
            former.save(update_fields=["to_on"])
