"""The table of who clears arrears: each row before and after its condition; somebody always pays; what contradicts is said."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.casework.relief.liability import Row, condition_of, decide, law_of, table

TABLE = table()
ANSWERS = st.fixed_dictionaries({name: st.sampled_from([True, False, None]) for name in TABLE.questions})
PRICE = st.none() | st.decimals(0, 10**9, places=2)
# Read from the Regulation by itself, not from the file: article by code of the row.
ARTICLES = {
    "planning": "37",
    "let_by_owner": "36",
    "let_by_contractor": "36",
    "qualification_lent": "36",
    "owner_late": "29",
    "recontracted": "30",
    "sub_in_arrears": "30",
    "dispatched": "18",
    "name_lent": "19",
    "successor": "21",
    "employer": "16",
    "partnership": "20",
    "closed": "22",
}


def rows() -> list[Row]:
    return list(TABLE.rows)


@pytest.mark.parametrize("row", rows(), ids=lambda row: row.code)
def test_a_row_holds_with_its_facts_and_not_with_any_of_them_turned_or_unknown(row: Row) -> None:
    found = decide(row.when)
    grounds = [(payer.role, ground.row) for payer in found.payers for ground in payer.grounds]
    assert (row.payer, row.code) in grounds
    if row.code in ARTICLES:
        assert ARTICLES[row.code] in row.articles
    for name in row.when:
        for other in (not row.when[name], None):
            turned = decide({**row.when, name: other})
            assert row.code not in [ground.row for payer in turned.payers for ground in payer.grounds]


@given(answers=ANSWERS, unsettled=PRICE)
def test_for_any_facts_somebody_pays_by_an_article(answers: dict[str, bool | None], unsettled: Decimal | None) -> None:
    found = decide(answers, unsettled=unsettled)
    assert found.payers
    roles = [payer.role for payer in found.payers]
    assert len(set(roles)) == len(roles)
    for payer in found.payers:
        assert all("条例第" in ground.law.zh and ground.reason.en for ground in payer.grounds)
        assert payer.name not in payer.recourse


@given(answers=ANSWERS, unsettled=PRICE, amount=st.decimals(0, 10**7, places=2))
def test_what_falls_on_each_never_exceeds_the_cap_nor_all_of_them_the_sum(
    answers: dict[str, bool | None], unsettled: Decimal | None, amount: Decimal
) -> None:
    found = decide(answers, unsettled=unsettled)
    shares = found.shares(amount)
    total = sum((share.amount for share in shares), Decimal(0))
    assert total <= amount
    assert all(share.payer.limit is None or share.amount <= share.payer.limit for share in shares)
    if any(share.payer.limit is None and not share.payer.limit_unknown for share in shares):
        assert total == amount


def test_the_owner_advances_up_to_what_is_unsettled_and_the_contractor_the_rest() -> None:
    facts = {"construction": True, "employer_known": True, "owner_late": True, "sub_in_arrears": True}
    found = decide(facts, unsettled=Decimal("30000"))
    assert [payer.role for payer in found.payers] == ["owner", "contractor", "employer"]
    assert [share.amount for share in found.shares(Decimal("80000"))] == [Decimal("30000"), Decimal("50000"), 0]
    (again,) = found.payers[1].recourse
    assert again.zh.startswith("用人单位")


def test_a_cap_nobody_knows_is_said_to_be_unknown_and_nothing_is_put_on_it() -> None:
    found = decide({"construction": True, "owner_late": True})
    assert found.payers[0].limit_unknown
    assert found.shares(Decimal("100"))[0].amount == 0


def test_a_second_ground_without_a_cap_lifts_it() -> None:
    facts = {"construction": True, "owner_late": True, "planning_violated": True}
    (owner,) = decide(facts, unsettled=Decimal(5)).payers
    assert (owner.limit, owner.limit_unknown) == (None, False)
    assert {ground.row for ground in owner.grounds} == {"planning", "owner_late"}


@pytest.mark.parametrize("number", range(len(TABLE.contradictions)))
def test_each_contradiction_is_said_and_goes_with_either_answer_unknown(number: int) -> None:
    one = TABLE.contradictions[number]
    assert one.words in decide(one.when).contradictions
    for name in one.when:
        assert one.words not in decide({**one.when, name: None}).contradictions


def test_a_late_owner_who_owes_nothing_contradicts() -> None:
    facts = {"construction": True, "owner_late": True}
    assert any("0 元" in words.zh for words in decide(facts, unsettled=Decimal(0)).contradictions)
    assert not decide(facts, unsettled=Decimal(1)).contradictions


def test_the_fund_may_help_where_the_employer_cannot() -> None:
    assert decide({"employer_unable": True}).fund_may_help
    assert not decide({"employer_unable": None}).fund_may_help


def test_the_table_prints_with_its_articles_in_both_languages() -> None:
    for row in (*TABLE.rows, *TABLE.otherwise):
        assert condition_of(row).zh
        assert condition_of(row).en
        assert law_of(row).zh.startswith("条例第")
    assert law_of(next(row for row in rows() if row.code == "let_by_owner")).zh.endswith("法释〔2025〕12号第1条")
