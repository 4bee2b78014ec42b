"""A case for each article of the Regulation that says who clears arrears, read from the Regulation, not from the table."""

import pytest

from xinan.casework.relief.liability import decide

SITE = {"construction": True, "employer_known": True}
FIRM = {"construction": False, "employer_known": True}
# Facts; who pays first; by which article; against whom there is recourse; who comes after.
CASES = [
    (FIRM, "employer", "16", (), ()),
    ({**FIRM, "dispatched_unqualified": True}, "user_unit", "18", ("派遣",), ("employer",)),
    ({**FIRM, "name_lent": True}, "lender", "19", ("借用",), ("employer",)),
    ({**FIRM, "partnership": True}, "employer", "16", (), ("investors",)),
    ({**FIRM, "merged": True}, "successor", "21", (), ("employer",)),
    ({**FIRM, "closed": True}, "employer", "16", (), ("investors",)),
    ({**SITE, "owner_late": True}, "owner", "29", (), ("employer",)),
    ({**SITE, "sub_in_arrears": True}, "contractor", "30", ("用人单位",), ("employer",)),
    ({**SITE, "recontracted": True}, "contractor", "30", ("转包", "用人单位"), ("employer",)),
    ({**SITE, "let_by_owner": True}, "owner", "36", ("不具备资质",), ("employer",)),
    ({**SITE, "let_by_contractor": True}, "contractor", "36", ("不具备资质",), ("employer",)),
    ({**SITE, "qualification_lent": True}, "lending_firm", "36", ("借用",), ("employer",)),
    ({**SITE, "planning_violated": True}, "owner", "37", (), ("employer",)),
    ({"construction": True, "employer_known": False}, "contractor", "28", ("用人单位",), ()),
]


@pytest.mark.parametrize(("facts", "first", "article", "recourse", "after"), CASES)
def test_who_pays_first_by_which_article_with_recourse_against_whom(
    facts: dict[str, bool], first: str, article: str, recourse: tuple[str, ...], after: tuple[str, ...]
) -> None:
    found = decide(facts)
    payer, *others = found.payers
    assert payer.role == first
    assert f"条例第{article}" in payer.articles or f"、{article}条" in payer.articles
    said = "；".join(one.zh for one in payer.recourse)
    assert all(name in said for name in recourse)
    assert bool(said) is bool(recourse)
    assert tuple(one.role for one in others) == after


def test_only_the_owner_who_paid_late_is_capped() -> None:
    """条例 29: up to the unsettled price; by 36 and 37 the owner owes all of it."""
    late = decide({**SITE, "owner_late": True})
    assert late.payers[0].limit_unknown
    for fact in ("let_by_owner", "planning_violated"):
        owner = decide({**SITE, "owner_late": True, fact: True}).payers[0]
        assert (owner.role, owner.limit, owner.limit_unknown) == ("owner", None, False)


def test_the_fund_may_step_in_only_for_an_employer_that_cannot_pay_or_is_gone() -> None:
    """条例 63."""
    assert decide({**FIRM, "employer_unable": True}).fund_may_help
    assert not decide({**FIRM, "employer_unable": False}).fund_may_help
    assert not decide(FIRM).fund_may_help
