"""A letter of a case begins with what the case knows: sums over everybody, nobody's name."""

import pytest

from tests.casework.cases.world import MONDAY, MONTH, World, world
from xinan.casework.cases.actions.keep_workers import reckon_by_data
from xinan.casework.cases.actions.start_procedure import start_procedure
from xinan.casework.letters.drafting import draft_from, fields_for
from xinan.documents.kinds import find_kind
from xinan.documents.sealing import fields_of
from xinan.kernel.ciphers import Keyring
from xinan.workforce.models import Worker

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(db: None, keyring: Keyring) -> World:
    return world(keyring)


def test_an_order_to_pay_names_sum_months_and_heads(here: World, keyring: Keyring) -> None:
    case = here.opened()
    reckon_by_data(case.pk, months=[MONTH], by=here.inspector.user, scope=here.inspector.scope, now=MONDAY)
    firm = str(here.project.contractor_id)
    one = start_procedure(
        case, "inspection", by=here.inspector.user, scope=here.inspector.scope, now=MONDAY, addressee_enterprise_id=firm
    )
    letter = draft_from(one, "pay-order", by=here.inspector.user, now=MONDAY, keyring=keyring)
    said = fields_of(letter, keyring=keyring)
    assert said["case_number"] == case.number
    assert (letter.addressee_enterprise_id, said["addressee"]) == (firm, here.project.contractor.name)
    # Two on the payroll with 6,000 for September, and the one who told of three months and 12,000.
    assert (said["amount"], said["workers"], said["period"]) == ("24000.00", "3", "2026年8月至2026年10月")
    assert "拖欠农民工3人2026年8月至2026年10月工资，合计人民币24,000.00元" in said["facts"]
    names = [worker.name_masked for worker in Worker.objects.all()]
    assert not [name for name in names if name and name in "".join(map(str, said.values()))]


def test_a_letter_to_a_person_or_an_office_goes_to_no_firm(here: World, keyring: Keyring) -> None:
    case = here.opened()
    one = start_procedure(
        case,
        "inspection",
        by=here.inspector.user,
        scope=here.inspector.scope,
        now=MONDAY,
        addressee_enterprise_id=str(here.project.contractor_id),
    )
    for code in ("case-acceptance", "result-notice", "police-transfer"):
        letter = draft_from(one, code, by=here.inspector.user, now=MONDAY, keyring=keyring)
        assert letter.addressee_enterprise_id == ""
        assert "addressee" not in fields_for(one, kind=find_kind(code)) or letter.addressee_name == ""
