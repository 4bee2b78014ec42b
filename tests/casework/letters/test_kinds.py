"""What every letter of casework has: its law, its way to be fought, nothing of who complained where a firm reads it."""

import re

import pytest

from xinan.casework.letters import disputes, inspection
from xinan.casework.letters.addressed import Addressed, addressed_to
from xinan.casework.letters.citing import cited
from xinan.documents.checking.trial import text_of
from xinan.documents.kinds import LetterKind, all_kinds
from xinan.documents.rendering import sample_file
from xinan.documents.templates import default_template
from xinan.procedures.letters import event_of_letter
from xinan.procedures.registry import procedures
from xinan.rules.laws import proposal, regulation

KINDS = (*inspection.KINDS, *disputes.KINDS)
TO_FIRMS = [kind for kind in KINDS if addressed_to(kind.code) is Addressed.FIRM]
DECISIONS = {"case-not-accepted", "pay-order", "penalty-decision", "listing-decision", "advance-order"}
# Words by which a firm could tell that somebody complained, and who.
OF_COMPLAINTS = ("投诉人", "投诉事项", "举报", "线索", "反映人", "来电")


def said(kind: LetterKind) -> str:
    return text_of(sample_file(default_template(kind), kind=kind))


@pytest.mark.parametrize("code", sorted(DECISIONS))
def test_a_decision_says_how_it_may_be_fought(code: str) -> None:
    text = said(next(kind for kind in KINDS if kind.code == code))
    assert "六十日内向长春市南关区人民政府申请行政复议" in text
    assert "六个月内依法向长春市南关区人民法院提起行政诉讼" in text


@pytest.mark.parametrize("kind", TO_FIRMS, ids=lambda kind: kind.code)
def test_a_letter_to_a_firm_says_nothing_of_a_complaint(kind: LetterKind) -> None:
    text = said(kind)
    assert not [word for word in OF_COMPLAINTS if word in text]
    assert not {"applicant", "payments"} & {field.name for field in kind.fields}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_every_letter_cites_law_and_names_its_case(kind: LetterKind) -> None:
    assert any(basis.is_law for basis in kind.basis)
    assert cited(kind.basis) in said(kind)
    if kind.code != "case-not-accepted":
        assert "吉薪案〔2026〕00012号" in said(kind)


def test_the_clocks_of_service_are_those_of_the_statutes() -> None:
    lengths = {kind.code: str(kind.clock.length) for kind in KINDS if kind.clock and kind.clock.basis.is_law}
    assert lengths == {
        "penalty-notice": "5 WD",  # 行政处罚法 64
        "hearing-notice": "7 WD",  # 行政处罚法 64
        "penalty-decision": "15 D",  # 行政处罚法 67
        "demand-letter": "10 WD",  # 行政强制法 54
        "listing-notice": "5 WD",  # 人社部令第45号 6
        "deposit-payment-notice": "5 WD",  # 人社部发〔2021〕65号 19
    }


def test_a_citation_leaves_out_what_is_no_law() -> None:
    assert (
        cited([regulation("39"), proposal(), regulation("")])
        == "《保障农民工工资支付条例》第39条、《保障农民工工资支付条例》"
    )


def test_every_letter_that_a_procedure_names_has_its_kind() -> None:
    """A house rule: no move asks for a letter that cannot be written, and no event waits for a letter that is none."""
    codes = {kind.code for kind in all_kinds()}
    named = {(one.code, name, move.letter) for one in procedures() for name, move in one.moves.items() if move.letter}
    assert {each for each in named if each[2] not in codes} == set()
    waits = {
        trigger.removeprefix("event:")
        for one in procedures()
        for clock in one.clocks.values()
        for trigger in (*clock.starts, *clock.ends)
        if re.fullmatch(r"event:\w+_(served|replied|voided)", trigger)
    }
    waits |= {event for one in procedures() for move in one.moves.values() for event in getattr(move, "on_events", ())}
    of_letters = {event_of_letter(code, what) for code in codes for what in ("served", "replied", "voided")}
    assert {event for event in waits if event.endswith(("_served", "_replied", "_voided"))} <= of_letters
