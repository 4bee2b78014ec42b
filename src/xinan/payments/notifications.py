"""Notices about days on which a bank and we differ: to whoever owes the data."""

from collections import defaultdict
from datetime import datetime, timedelta

from xinan.kernel.text import Text
from xinan.notices.actions.notify import notify_once
from xinan.notices.recipients import holders_of
from xinan.payments.models import AccountDay
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.registry.models import Project


def tell_of_differences(*, now: datetime) -> int:
    """Tell the bank's and the contractor's people of days that were found to differ yesterday or today and still do.

    One notice a project to each of them, until they have read it. What agrees again by the morning after is nobody's
    trouble: files of one day come in any order. How many notices.
    """
    since = now.date() - timedelta(days=1)
    days = AccountDay.objects.filter(agrees=False, differed_on__gte=since, differed_on__lte=now.date())
    of_project: dict[str, list[AccountDay]] = defaultdict(list)
    for day in days.select_related("account__project").order_by("day", "account_id"):
        of_project[str(day.account.project_id)].append(day)
    return sum(_tell(found, now=now) for found in of_project.values())


def _tell(days: list[AccountDay], *, now: datetime) -> int:
    project, first, last = days[0].account.project, days[0].day, days[-1].day
    span = f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} – {last:%Y-%m-%d}"
    told = notify_once(
        _owners(project, {day.account.bank_id for day in days}, now=now),
        kind="reconciliation_differences",
        subject=Text(
            f"{project.name}：{len(days)} 个账户日与银行对不上",
            f"{project.name}: {len(days)} day(s) of its wage account differ from the bank's",
        ),
        body=Text(
            f"对账日 {span}。请核对流水是否报全，补报后自动重新比对。",
            f"Days: {span}. Check whether all movements were sent; what comes in is compared at once.",
        ),
        link=f"/projects/{project.pk}/bank/",
        about_kind="project",
        about_id=str(project.pk),
        now=now,
    )
    return len(told)


def _owners(project: Project, bank_ids: set[str], *, now: datetime) -> list[User]:
    today = now.date()
    people = list(holders_of(Role.CONTRACTOR, on=today, enterprise_id=project.contractor_id))
    for bank_id in sorted(bank_ids - {""}):
        people += holders_of(Role.BANK, on=today, enterprise_id=bank_id)
    return people
