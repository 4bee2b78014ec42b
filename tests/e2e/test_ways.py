"""Where a clue goes, asked and answered in a browser: each answer changes what is recommended, at once."""

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import Enter
from tests.e2e.browser import NARROW, WIDE, faults_of, overflows
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import make_province
from xinan.people.models import User

pytestmark = [pytest.mark.e2e, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def inspector(product: str) -> User:
    """An inspector of the county of the small province's red project."""
    make_province()
    user: User = UserFactory(display_name="赵敏", organisation=OrganisationFactory(region_code="220102"))
    AppointmentFactory(user=user, role="county_inspector", region_code="220102")
    return user


def test_the_ways_of_a_clue(inspector: User, enter: Enter) -> None:
    page = enter(inspector, "/clues/new/")
    page.get_by_label("工人怎么说").fill("三个月没给钱。")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_role("link", name="办理途径").click()
    first = page.locator("#w-first")
    expect(first).to_have_text("建议：先补充情况")
    page.get_by_label("在别处办过吗").select_option("in_court")
    expect(first).to_have_text("建议：人民法院")
    page.get_by_label("在别处办过吗").select_option("")
    page.get_by_label("由包工头、承包人提出").check()
    expect(page.locator("#ways .xa-note")).to_contain_text("由包工头或者承包人提出")
    page.get_by_label("以工程量结算单为据").check()
    expect(first).to_have_text("建议：不属于工资")
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert faults_of(page) == []
        assert not overflows(page)
