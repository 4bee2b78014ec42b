"""Penalties: for each conduct the bounds of law.md 1.5 and 5.1, one cent below, on, and above."""

from decimal import Decimal

import pytest

from xinan.casework.law.penalties import check, find, penalties
from xinan.kernel.errors import InvalidValue, NotAllowed, NotFound

CENT = Decimal("0.01")
# As the articles say: bounds for the unit, bounds for the persons responsible, the article, only after an order.
SMALL = ("20000", "50000")
PERSONS = ("10000", "30000")
LARGE = ("50000", "100000")
LIGHT = ("2000", "20000")
LAW: dict[str, tuple[tuple[str, str] | None, tuple[str, str] | None, str, str, bool]] = {
    "pay_in_kind": (SMALL, PERSONS, "保障农民工工资支付条例", "54", True),
    "no_ledger": (SMALL, PERSONS, "保障农民工工资支付条例", "54", True),
    "no_slip": (SMALL, PERSONS, "保障农民工工资支付条例", "54", True),
    "card_held": (SMALL, PERSONS, "保障农民工工资支付条例", "54", True),
    "no_account": (LARGE, None, "保障农民工工资支付条例", "55", True),
    "no_deposit": (LARGE, None, "保障农民工工资支付条例", "55", True),
    "no_real_name": (LARGE, None, "保障农民工工资支付条例", "55", True),
    "no_monthly_payroll": (LARGE, None, "保障农民工工资支付条例", "56", True),
    "no_supervision": (LARGE, None, "保障农民工工资支付条例", "56", True),
    "not_cooperating": (LARGE, None, "保障农民工工资支付条例", "56", True),
    "no_board": (LARGE, None, "保障农民工工资支付条例", "56", True),
    "no_payment_guarantee": (LARGE, None, "保障农民工工资支付条例", "57", True),
    "no_transfer": (LARGE, None, "保障农民工工资支付条例", "57", True),
    "records_refused": (LARGE, None, "保障农民工工资支付条例", "57", True),
    "bank_refuses_query": (SMALL, None, "保障农民工工资支付条例", "58", True),
    "government_funds_missing": (None, None, "保障农民工工资支付条例", "59", True),
    "government_owner": (None, None, "保障农民工工资支付条例", "60", False),
    "private_owner": (None, None, "保障农民工工资支付条例", "61", False),
    "obstruction": (LIGHT, None, "劳动保障监察条例", "30", False),
    "false_papers": (LIGHT, None, "劳动保障监察条例", "30", False),
    "order_refused": (LIGHT, None, "劳动保障监察条例", "30", True),
    "no_roster": (LIGHT, None, "劳动合同法实施条例", "33", True),
}
FINES = [
    (conduct, person, *bounds)
    for conduct, (unit, persons, *_rest) in LAW.items()
    for person, bounds in ((False, unit), (True, persons))
    if bounds is not None
]


def test_the_table_holds_what_the_articles_punish_and_nothing_else() -> None:
    assert set(penalties()) == set(LAW)


@pytest.mark.parametrize("conduct", LAW)
def test_article_and_order_first(conduct: str) -> None:
    _unit, _persons, document, article, after_order = LAW[conduct]
    penalty = find(conduct)
    assert (penalty.article.document.zh, penalty.article.articles) == (document, article)
    assert penalty.after_order is after_order
    assert penalty.authorities


@pytest.mark.parametrize(("conduct", "person", "least", "most"), FINES)
def test_a_fine_lies_within_its_bounds(conduct: str, person: bool, least: str, most: str) -> None:
    low, high = Decimal(least), Decimal(most)
    for amount in (low, low + CENT, high - CENT, high):
        assert check(conduct, amount, person=person, order_missed=True).conduct == conduct
    for amount in (low - CENT, high + CENT):
        with pytest.raises(InvalidValue) as refusal:
            check(conduct, amount, person=person, order_missed=True)
        assert refusal.value.code == "penalty-bounds"
        assert f"第{LAW[conduct][3]}条" in refusal.value.what.zh
        assert f"{low:,.2f}" in refusal.value.remedy.zh
        assert f"{high:,.2f}" in refusal.value.remedy.en


@pytest.mark.parametrize("conduct", [conduct for conduct, row in LAW.items() if row[4]])
def test_no_penalty_before_an_order_was_missed(conduct: str) -> None:
    with pytest.raises(NotAllowed) as refusal:
        check(conduct, Decimal(20000), order_missed=False)
    assert refusal.value.code == "penalty-before-order"


@pytest.mark.parametrize(
    ("conduct", "person"),
    [(conduct, person) for conduct, row in LAW.items() for person in (False, True) if row[1 if person else 0] is None],
)
def test_no_fine_where_the_article_has_none(conduct: str, person: bool) -> None:
    with pytest.raises(NotAllowed) as refusal:
        check(conduct, Decimal(50000), person=person, order_missed=True)
    assert refusal.value.code == "penalty-no-fine"


def test_stop_work_goes_with_articles_55_and_57() -> None:
    stopping = {code for code, penalty in penalties().items() if any("停工" in one.zh for one in penalty.measures)}
    assert stopping == {code for code, row in LAW.items() if row[3] in ("55", "57")}


def test_what_is_not_in_the_table_is_refused() -> None:
    with pytest.raises(NotFound):
        find("noise")
