"""Whole lives of court enforcement, transfer to the police and the joint-punishment list, on dated days."""

from collections.abc import Callable

import pytest

from tests.casework.procedures.conftest import Life
from xinan.procedures.errors import MoveRefused

Begin = Callable[..., Life]


# Court enforcement.
def test_the_court_enforces_after_demand_and_remedies(begin: Begin) -> None:
    life = begin("court_enforcement", "02-02").step("02-03", "decision_served", happened_on="01-30")
    assert life.clock("reconsideration") == ("running", "2026-03-31")
    assert life.clock("lawsuit") == ("running", "2026-07-30")
    life.step("07-15", "demand").served("07-17", "demand_letter", on="07-16")
    assert life.clock("demand") == ("running", "2026-07-30")
    with pytest.raises(MoveRefused) as early:
        life.step("07-30", "apply")
    assert early.value.code == "move-too-early"
    life.waits_until("07-31 00:00")
    assert {life.clock(code)[0] for code in ("reconsideration", "lawsuit", "demand")} == {"lapsed"}
    assert life.clock("application") == ("running", "2026-10-30")  # three months from 30 July
    life.step("09-29", "apply")
    assert life.clock("application")[0] == "met"
    assert life.clock("court_acceptance") == ("running", "2026-10-12")
    life.step("10-12", "court_accepts")
    assert life.clock("ruling") == ("running", "2026-10-21")
    life.step("10-20", "ruling_doubtful")
    assert life.clock("ruling")[0] == "met"
    assert life.clock("ruling_doubtful") == ("running", "2026-11-19")
    life.step("11-20", "court_rules", happened_on="11-18")
    assert life.clock("ruling_doubtful")[0] == "met"
    assert life.step("11-23", "record_paid").one.closed_as == "performed"


def test_a_lawsuit_stops_it_and_its_end_begins_the_three_months(begin: Begin) -> None:
    life = begin("court_enforcement", "02-02").step("02-03", "decision_served", happened_on="01-30")
    life.step("04-01", "remedy_begun", happened_on="03-31").step("07-02", "remedy_upheld", happened_on="07-01")
    assert life.clock("lawsuit") == ("met", "2026-07-30")
    assert life.clock("application") == ("running", "2026-10-08")  # ends on 1 October
    with pytest.raises(MoveRefused):  # no demand yet
        life.step("07-03", "apply")
    life.step("07-03", "demand").step("07-06", "demand_served")
    life.step("07-21", "apply")
    life.step("07-28", "court_refuses")
    assert life.clock("objection") == ("running", "2026-08-12")
    assert life.step("08-13", "accept_refusal").one.closed_as == "not_enforced"
    assert life.clock("objection")[0] == "late"


def test_three_months_missed_are_lost(begin: Begin) -> None:
    life = begin("court_enforcement", "02-02").step("02-03", "decision_served", happened_on="01-30")
    life.step("07-15", "demand").step("07-16", "demand_served")
    with pytest.raises(MoveRefused):
        life.step("10-30", "miss", "city")
    with pytest.raises(MoveRefused) as late:
        life.step("11-02", "apply")
    assert late.value.code == "move-too-late"
    assert life.clock("application") == ("expired", "2026-10-30")
    assert life.step("11-02", "miss", "city").one.closed_as == "missed"


# Transfer to the police.
_GROUNDS = {"means": "able", "order_paper": "南关住建责令〔2026〕8号", "order_until": "2026-09-20"}


def sent(begin: Begin) -> Life:
    life = begin("police_transfer", "09-28").step("09-29", "report", answers=_GROUNDS)
    with pytest.raises(MoveRefused):  # nobody approves their own report
        life.step("09-29", "approve")
    return life.step("09-30 16:30", "approve", "bo").step("10-01 16:00", "send")


def test_a_crime_reported_approved_sent_and_filed(begin: Begin) -> None:
    life = sent(begin)
    assert life.clock("approval") == ("met", "2026-10-08")  # the 3rd day is 2 October
    assert life.clock("sending")[0] == "met"
    assert life.clock("police_review") == ("running", "2026-10-08")
    life.step("10-08", "police_file", happened_on="10-08")
    assert life.clock("police_review")[0] == "met"
    assert life.clock("hand_over") == ("running", "2026-10-12")
    life.step("10-12", "hand_over")
    assert life.clock("hand_over")[0] == "met"
    assert life.one.closed_as == "transferred"


def test_24_hours_run_through_the_holiday(begin: Begin) -> None:
    life = (
        begin("police_transfer", "09-28").step("09-29", "report", answers=_GROUNDS).step("09-30 16:30", "approve", "bo")
    )
    life.waits_until("10-01 16:29")
    assert life.clock("sending")[0] == "running"
    life.waits_until("10-01 16:30")
    assert life.clock("sending")[0] == "expired"
    life.step("10-01 17:00", "send")
    assert life.clock("sending")[0] == "late"


def test_refused_reviewed_and_filed_after_all(begin: Begin) -> None:
    life = sent(begin).step("10-01 20:00", "papers_missing")
    assert life.clock("paper_check")[0] == "met"
    assert life.clock("supplement") == ("running", "2026-10-08")
    life.step("10-06", "send_papers")
    assert life.clock("police_review") == ("running", "2026-10-09")
    life.step("10-09", "police_refuse", happened_on="10-09")
    assert life.clock("review_request") == ("running", "2026-10-12")
    with pytest.raises(MoveRefused):
        life.step("10-13", "ask_review", happened_on="10-13")
    life.step("10-13", "ask_review", happened_on="10-12")
    assert life.clock("police_answer") == ("running", "2026-10-15")
    life.step("10-16", "police_file", happened_on="10-15")
    assert life.clock("police_answer")[0] == "met"
    assert life.step("10-16", "hand_over").clock("hand_over") == ("met", "2026-10-19")


def test_upheld_and_brought_before_the_procuratorate(begin: Begin) -> None:
    life = sent(begin).step("10-08", "police_refuse").step("10-09", "ask_review").step("10-12", "police_uphold")
    assert life.clock("next_step") == ("running", "2026-10-15")
    life.step("10-13", "ask_procuratorate").step("11-20", "accept_refusal")
    assert life.one.closed_as == "not_filed"


def test_forwarded_to_other_police_the_review_begins_anew(begin: Begin) -> None:
    life = sent(begin).step("10-09", "forwarded", happened_on="10-08")
    assert life.clock("police_review") == ("running", "2026-10-12")  # the 3rd day is a Sunday


@pytest.mark.parametrize(("moves", "closed_as"), [(["drop"], "not_transferred"), (["record_paid"], "paid")])
def test_what_is_not_for_the_police(begin: Begin, moves: list[str], closed_as: str) -> None:
    life = begin("police_transfer", "03-02")
    for move in moves:
        life.step("03-03", move)
    assert life.one.closed_as == closed_as


# The joint-punishment list.
def listed(begin: Begin) -> Life:
    """The order to pay was to be obeyed by 30 September; the firm was told on 9 October and objected in vain."""
    life = begin("listing", "10-08").step("10-08", "propose", happened_on="09-30")
    assert life.clock("decision") == ("running", "2026-11-03")
    life.served("10-10", "listing_notice", on="10-09")
    assert life.clock("objection") == ("running", "2026-10-15")  # 10, 12, 13, 14, 15
    life.step("10-15", "object")
    assert life.clock("check") == ("running", "2026-10-22")
    life.step("10-22", "reject")
    with pytest.raises(MoveRefused):  # whoever proposed does not decide
        life.step("10-23", "decide_listing")
    return life.step("10-23", "decide_listing", "bo")


def test_listed_corrected_and_taken_off_early(begin: Begin) -> None:
    life = listed(begin)
    assert life.clock("decision")[0] == "met"
    assert life.clock("term") == ("running", "2029-10-23")
    assert life.clock("publish") == ("running", "2026-10-30")
    life.step("10-27", "publish").step("10-27", "plan_publication", until_on="12-31")
    life.step("11-02", "record_corrected", happened_on="10-31")
    assert life.clock("removal_wait") == ("running", "2027-04-30")
    with pytest.raises(MoveRefused) as early:
        life.step("2027-04-30", "ask_removal")
    assert early.value.code == "move-too-early"
    life.step("2027-05-06", "ask_removal")
    assert life.clock("removal_wait")[0] == "lapsed"
    life.step("2027-05-10", "grant_removal").step("2027-05-11", "take_off")
    assert life.clock("take_off")[0] == "met"
    assert life.one.closed_as == "removed"


def test_three_years_over_it_leaves_by_itself(begin: Begin) -> None:
    life = listed(begin).step("10-26", "publish").waits_until("2029-10-23 23:59")
    assert life.state == "listed"
    life.waits_until("2029-10-24 00:00")
    assert life.state == "leaving"
    assert life.clock("term") == ("lapsed", "2029-10-23")
    # Ten working days count from the last day of the term.
    assert life.clock("take_off")[0] == "running"


def test_20_working_days_more_with_approval(begin: Begin) -> None:
    life = begin("listing", "10-08").step("10-08", "propose", happened_on="09-30")
    life.extended("10-26", "decision", 20, asks="anna", grants="bo")
    assert life.clock("decision") == ("running", "2026-12-01")


def test_corrected_with_a_promise_nobody_is_listed(begin: Begin) -> None:
    life = begin("listing", "10-08").step("10-08", "propose", happened_on="09-30").step("10-12", "promise")
    assert life.one.closed_as == "corrected"
    assert life.clock("decision")[0] == "met"


def test_no_listing_before_the_objection_is_over(begin: Begin) -> None:
    life = begin("listing", "10-08").step("10-08", "propose", happened_on="09-30").step("10-09", "notice_served")
    with pytest.raises(MoveRefused):
        life.step("10-15", "decide_listing", "bo")
    with pytest.raises(MoveRefused):
        life.step("10-19", "object", happened_on="10-16")
    assert life.step("10-19", "decide_listing", "bo").state == "listed"
