"""Days on which the bank and we differ are told to whoever owes the data, in the morning, once."""

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from tests.people.factories import AppointmentFactory
from tests.registry.factories import EnterpriseFactory, ProjectFactory, WageAccountFactory
from xinan.kernel.clock import CHINA
from xinan.notices.actions.mark_read import mark_all_read
from xinan.notices.queries import notices_of
from xinan.payments.models import AccountDay
from xinan.payments.notifications import tell_of_differences
from xinan.people.models import User
from xinan.registry.models import Project, WageAccount

pytestmark = pytest.mark.django_db
MORNING = datetime(2026, 11, 23, 8, 0, tzinfo=CHINA)


@pytest.fixture
def project() -> Project:
    made: Project = ProjectFactory(name="南关区学校", contractor=EnterpriseFactory())
    return made


@pytest.fixture
def account(project: Project) -> WageAccount:
    made: WageAccount = WageAccountFactory(project=project, bank_id="104")
    return made


def of_firm(role: str, enterprise_id: str) -> User:
    user: User = AppointmentFactory(role=role, region_code="", enterprise_id=enterprise_id).user
    return user


def differs(account: WageAccount, day: date, *, found: date, agrees: bool = False) -> AccountDay:
    return AccountDay.objects.create(
        account=account,
        day=day,
        bank_count=3,
        bank_total=Decimal("100.00"),
        agrees=agrees,
        compared_on=found,
        differed_on=found,
        settled_on=found if agrees else None,
    )


def test_the_bank_and_the_contractor_are_told_once(project: Project, account: WageAccount) -> None:
    clerk, teller = of_firm("contractor", project.contractor_id), of_firm("bank", "104")
    strangers = [of_firm("contractor", EnterpriseFactory().pk), of_firm("bank", "105"), of_firm("owner", "9122")]
    differs(account, date(2026, 11, 19), found=date(2026, 11, 22))
    differs(account, date(2026, 11, 20), found=date(2026, 11, 23))
    assert tell_of_differences(now=MORNING) == 2
    for user in (clerk, teller):
        notice = notices_of(user).get()
        assert notice.subject_zh == "南关区学校：2 个账户日与银行对不上"
        assert "2026-11-19 – 2026-11-20" in notice.body_zh
        assert notice.link == f"/projects/{project.pk}/bank/"
    assert all(not notices_of(user).exists() for user in strangers)
    assert tell_of_differences(now=MORNING) == 0
    mark_all_read(clerk, now=MORNING)
    assert tell_of_differences(now=MORNING + timedelta(days=1)) == 1
    # An old difference is not told every morning.
    mark_all_read(clerk, now=MORNING)
    assert tell_of_differences(now=MORNING + timedelta(days=9)) == 0


def test_what_agrees_again_by_the_morning_is_nobodys_trouble(project: Project, account: WageAccount) -> None:
    clerk = of_firm("contractor", project.contractor_id)
    differs(account, date(2026, 11, 20), found=date(2026, 11, 22), agrees=True)
    assert tell_of_differences(now=MORNING) == 0
    assert not notices_of(clerk).exists()
