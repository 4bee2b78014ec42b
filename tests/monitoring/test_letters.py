"""What a letter about a project says, from its warnings."""

from datetime import date

import pytest

from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.web.small_province import NOW, TODAY, Province, make_province, warn
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.actions.void_letter import void_letter
from xinan.documents.kinds import all_kinds, find_kind
from xinan.documents.sealing import fields_of
from xinan.kernel.ciphers import Keyring
from xinan.kernel.deadlines import Length
from xinan.monitoring.letters import AddressedTo, Wish, draft_about_project, law_of, letter_fields
from xinan.monitoring.models import Warning
from xinan.people.models import User

UNPAID = {
    "due_on": "2026-11-13",
    "overdue_days": 10,
    "workers": 46,
    "unpaid_workers": 12,
    "unpaid_share": "0.260870",
    "unpaid_amount": "71280.00",
}


@pytest.fixture
def province(db: None) -> Province:
    return make_province()


@pytest.fixture
def warnings(province: Province) -> list[Warning]:
    """Two unpaid months with their figures, and a missing deposit."""
    Warning.objects.filter(rule="wages/unpaid", period="2026-10").update(measures=UNPAID)
    Warning.objects.filter(rule="wages/unpaid", period="2026-09").update(
        measures={**UNPAID, "unpaid_workers": 5, "unpaid_amount": "20000.50"}
    )
    return list(province.red.warnings.filter(state="open").order_by("pk"))


@pytest.fixture
def officer(province: Province) -> User:
    office = OrganisationFactory(name="南关区人社局", region_code="220102")
    return AppointmentFactory(user=UserFactory(organisation=office), region_code="220102").user


def fields(province: Province, warnings: list[Warning], code: str, to: AddressedTo = AddressedTo.CONTRACTOR) -> dict:
    return letter_fields(province.red, warnings, kind=find_kind(code), addressed_to=to, today=TODAY)


def test_names_figures_articles_and_cures_are_written_in(province: Province, warnings: list[Warning]) -> None:
    said = fields(province, warnings, "warning-notice")
    assert said["title"] == "关于南关区安置房工资支付预警的处置通知"
    assert (said["addressee"], said["project_place"]) == ("长春甲建设有限公司", "长春市南关区")
    unpaid = [row for row in said["findings"] if row["name"] == "工资逾期未付"]
    assert "46 名工人中有 12 名未收到任何工资，应发合计 71,280.00 元" in unpaid[1]["detail"]
    assert unpaid[0]["cure"].startswith("通过工资专户")
    assert unpaid[0]["law"] == "《保障农民工工资支付条例》第11–14、31条"
    # Months are added up; people may be the same ones in both.
    assert (str(said["amount"]), said["workers"]) == ("91280.50", "12")
    assert (said["answer_within"], said["cure_within"]) == (Length.parse("3 WD"), Length.parse("10 WD"))
    assert said["as_of"] == TODAY


def test_articles_stand_once_in_the_order_of_the_law(warnings: list[Warning]) -> None:
    assert law_of(warnings) == (
        "《保障农民工工资支付条例》第11–14、31、32、55条、《工程建设领域农民工工资保证金规定》第8、11–12条"
    )


def test_a_letter_without_warnings_still_has_its_law(province: Province) -> None:
    said = fields(province, [], "supervision", AddressedTo.OTHER)
    assert said["law"] == "《保障农民工工资支付条例》第4、7条"
    assert said["addressee"] == ""
    assert said["findings"] == []


def test_what_is_no_wage_is_not_added_up(province: Province) -> None:
    deposit = warn(province.clear, "deposit/missing", "red", measures={"required": "500000.00"})
    said = fields(province, [deposit], "warning-notice")
    assert (said["amount"], said["workers"]) == (None, "")


@pytest.mark.parametrize("kind", all_kinds(), ids=lambda kind: kind.code)
def test_only_fields_of_the_kind_are_given(province: Province, warnings: list[Warning], kind) -> None:
    said = fields(province, warnings, kind.code)
    assert set(said) <= {field.name for field in kind.asked}


def test_an_order_has_a_day_ten_working_days_on_and_each_cure_once(province: Province, warnings: list[Warning]) -> None:
    said = fields(province, warnings, "rectification")
    assert said["cure_by"] == date(2026, 12, 7)
    lines = said["orders"].splitlines()
    assert [line[:2] for line in lines] == ["一、", "二、"]


def test_a_review_names_the_order_it_looks_back_on(
    province: Province, warnings: list[Warning], officer: User, keyring: Keyring
) -> None:
    def draft(code: str, to: AddressedTo = AddressedTo.OWNER):
        wish = Wish(code, to, warnings)
        return draft_about_project(
            province.red, wish=wish, office=officer.organisation, by=officer, now=NOW, keyring=keyring
        )

    order = draft("rectification")
    assert order.addressee_enterprise_id == province.red.owner_id
    assert (order.region_code, order.industry, order.project_id) == ("220102", "housing", "P-RED")
    assert "order_number" not in fields_of(draft("review-opinion"), keyring=keyring)
    issued = issue_letter(order, by=officer, now=NOW, keyring=keyring)
    said = fields_of(draft("review-opinion"), keyring=keyring)
    assert said["order_number"] == issued.number
    assert {row["result"] for row in said["results"]} == {"未整改"}
    void_letter(issued, reason="事实有误，撤销", by=officer, now=NOW)
    assert "order_number" not in fields_of(draft("review-opinion"), keyring=keyring)
