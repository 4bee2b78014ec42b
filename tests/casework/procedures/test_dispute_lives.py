"""Whole lives of mediation, payment order, arbitration and legal aid, on dated days."""

from collections.abc import Callable

import pytest

from tests.casework.procedures.conftest import Life
from xinan.procedures.errors import ClockRefused, MoveRefused

Begin = Callable[..., Life]


# Mediation.
def agreed(begin: Begin) -> Life:
    """Asked for on 3 February, agreed on the 12th, to be paid by 13 March."""
    life = begin("mediation", "02-02").step("02-04", "apply", "mediator", happened_on="02-03")
    return life.step("02-12", "agree", "mediator", until_on="03-13")


def test_mediation_settled_and_paid(begin: Begin) -> None:
    life = agreed(begin)
    assert life.clock("mediation") == ("met", "2026-02-24")  # the 15th day lies in the Spring Festival
    assert life.clock("review_request") == ("running", "2026-02-27")
    life.step("03-16", "record_paid", "mediator", happened_on="03-13")
    assert life.clock("performance") == ("met", "2026-03-13")
    assert life.clock("review_request")[0] == "lapsed"
    assert life.one.closed_as == "performed"


def test_the_agreement_is_reviewed_kept_by_nobody_and_enforced(begin: Begin) -> None:
    life = agreed(begin)
    life.step("02-26", "ask_review", "mediator", happened_on="02-25")
    assert life.clock("review") == ("running", "2026-03-03")  # 26, 27, worked Saturday 28, 2, 3 March
    life.extended("03-02", "review", 5, asks="arbiter", grants="head")
    assert life.clock("review") == ("running", "2026-03-10")
    life.step("03-10", "confirm", "arbiter")
    assert life.clock("review")[0] == "met"
    with pytest.raises(MoveRefused):
        life.step("03-13", "find_unpaid", "mediator")
    life.step("03-16", "find_unpaid", "mediator")
    assert life.clock("performance") == ("late", "2026-03-13")
    life.step("03-17", "go_to_enforcement", "mediator")
    assert life.one.closed_as == "to_enforcement"


def test_a_review_asked_for_after_15_days_is_refused(begin: Begin) -> None:
    life = agreed(begin)
    with pytest.raises(MoveRefused) as late:
        life.step("03-02", "ask_review", "mediator", happened_on="02-28")
    assert late.value.code == "move-too-late"
    life.step("03-16", "find_unpaid", "mediator")
    with pytest.raises(MoveRefused):  # no arbitral paper was made of it
        life.step("03-17", "go_to_enforcement", "mediator")
    assert life.step("03-17", "go_to_payment_order", "mediator").one.closed_as == "to_payment_order"


def test_15_days_without_agreement_open_the_way_to_arbitration(begin: Begin) -> None:
    life = begin("mediation", "06-08").step("06-08", "apply", "mediator")
    with pytest.raises(MoveRefused):
        life.step("06-23", "go_to_arbitration_overdue", "mediator")
    life.step("06-24", "go_to_arbitration_overdue", "mediator")
    assert life.clock("mediation") == ("late", "2026-06-23")
    assert life.one.closed_as == "overdue"


# Payment order.
def order_served(begin: Begin) -> Life:
    life = begin("payment_order", "03-02").step("03-04", "apply")
    life.step("03-09", "court_accepts").step("03-20", "order_issued", happened_on="03-20")
    return life.step("03-27", "order_served", happened_on="03-25")


def test_an_order_nobody_objects_to_is_enforced(begin: Begin) -> None:
    life = order_served(begin)
    assert life.clock("acceptance") == ("met", "2026-03-09")
    assert life.clock("issue") == ("met", "2026-03-24")
    assert life.clock("objection") == ("running", "2026-04-09")
    with pytest.raises(MoveRefused):
        life.step("04-09", "enforce")
    life.step("04-10", "enforce")
    assert life.clock("objection")[0] == "lapsed"
    assert life.clock("enforcement") == ("met", "2028-04-10")  # two years from 9 April: a Sunday
    assert life.one.closed_as == "enforced"


def test_an_objection_in_time_ends_it_a_late_one_does_not(begin: Begin) -> None:
    life = order_served(begin)
    with pytest.raises(MoveRefused):
        life.step("04-13", "record_objection", happened_on="04-10")
    life.step("04-13", "record_objection", happened_on="04-09")
    assert life.one.closed_as == "objected"


def test_an_order_that_is_paid(begin: Begin) -> None:
    life = order_served(begin).step("04-08", "record_paid")
    assert life.clock("objection") == ("met", "2026-04-09")
    assert life.one.closed_as == "paid"


# Arbitration.
_ANSWERS = {
    "accept_fast": {"condition": "undisputed"},
    "accept_collective": {"workers": "10", "representatives": "3"},
}


def accepted(begin: Begin, how: str = "accept") -> Life:
    life = begin("arbitration", "03-02", level="ordinary").step("03-04", "apply", happened_on="03-03")
    return life.step("03-09", how, "arbiter", answers=_ANSWERS.get(how))


def to_the_hearing(life: Life) -> Life:
    life.step("03-12", "copy_served", "arbiter").step("03-12", "notify_panel", "arbiter")
    life.step("03-25", "answer_received", "arbiter").step("03-27", "answer_forwarded", "arbiter")
    return life.step("03-30", "set_hearing", "arbiter", plan_on="04-10")


def test_an_award_that_is_final_is_served_and_paid(begin: Begin) -> None:
    life = to_the_hearing(accepted(begin))
    assert life.clock("acceptance") == ("met", "2026-03-10")
    assert life.clock("serve_copy") == ("met", "2026-03-16")
    assert life.clock("panel_notice") == ("met", "2026-03-16")
    assert life.clock("answer") == ("met", "2026-03-26")
    assert life.clock("forward") == ("met", "2026-04-01")
    # Back from Friday 10 April: 9, 8, 7 April, 3, 2 April; three of them for a postponement.
    assert life.clock("hearing_notice") == ("running", "2026-04-02")
    assert life.clock("postponement") == ("running", "2026-04-07")
    life.step("04-02", "hearing_notified", "arbiter")
    with pytest.raises(MoveRefused):
        life.step("04-08", "ask_postponement", "arbiter")
    life.step("04-10", "hold_hearing", "arbiter").step("04-22", "award_final", "head")
    assert life.clock("award") == ("met", "2026-04-23")
    life.step("04-24", "final_served", "arbiter", until_on="05-20")
    assert life.clock("worker_lawsuit") == ("running", "2026-05-09")  # a worked Saturday
    assert life.clock("set_aside") == ("running", "2026-05-25")  # the 30th day is a Sunday
    life.step("05-15", "record_paid")
    assert life.clock("worker_lawsuit")[0] == "lapsed"
    assert life.one.closed_as == "paid"


def test_nobody_performs_and_the_court_enforces(begin: Begin) -> None:
    life = to_the_hearing(accepted(begin)).step("04-02", "hearing_notified", "arbiter")
    life.step("04-10", "hold_hearing", "arbiter").step("04-23", "award", "head", answers={"largest": "25440.01"})
    life.step("04-24", "award_served", "arbiter", until_on="05-06")
    assert life.clock("lawsuit") == ("running", "2026-05-09")
    with pytest.raises(MoveRefused):  # performance is late, but a lawsuit is still open
        life.step("05-07", "find_unpaid", "arbiter")
    life.step("05-11", "find_unpaid", "arbiter")
    life.step("05-12", "enforce")
    assert life.clock("enforcement") == ("met", "2028-05-11")
    assert life.one.closed_as == "enforced"


def test_the_fast_track_turned_ordinary_stayed_and_extended(begin: Begin) -> None:
    life = accepted(begin, "accept_fast")
    assert life.one.level == "fast"
    assert life.clock("award") == ("running", "2026-04-08")
    life.step("03-16", "turn_ordinary", "arbiter")
    assert life.clock("award") == ("running", "2026-04-23")
    life.paused("03-23", "award", until="04-02", asks="arbiter", grants="head").waits_until("04-02")
    assert life.clock("award") == ("running", "2026-05-06")  # ten days of pause end it on 3 May, a holiday
    with pytest.raises(ClockRefused):
        life.extended("04-20", "award", 16, asks="arbiter", grants="head")


def test_45_days_and_15_more(begin: Begin) -> None:
    life = accepted(begin).extended("04-20", "award", 15, asks="arbiter", grants="head")
    assert life.clock("award") == ("running", "2026-05-08")
    life.waits_until("05-09 00:00")
    assert life.clock("award") == ("expired", "2026-05-08")
    assert life.step("05-09", "sue_without_award").one.closed_as == "no_award"


def test_another_party_begins_the_time_anew(begin: Begin) -> None:
    life = accepted(begin).step("03-20", "join_party", "arbiter", happened_on="03-19")
    assert life.clock("award") == ("running", "2026-05-06")  # 45 days from 19 March end on 3 May
    life.step("03-24", "settle", "arbiter")
    assert life.clock("award")[0] == "met"
    assert life.one.closed_as == "settled"


def test_a_collective_dispute_is_told_of_everything_at_once(begin: Begin) -> None:
    life = accepted(begin, "accept_collective")
    assert life.one.level == "collective"
    assert life.clock("collective_notice") == ("running", "2026-03-16")
    life.step("03-13", "notify_together", "arbiter")
    assert {life.clock(code)[0] for code in ("collective_notice", "serve_copy", "panel_notice")} == {"met"}
    assert life.clock("answer") == ("running", "2026-03-27")
    assert life.clock("award") == ("running", "2026-04-23")


def test_only_a_collective_dispute_is(begin: Begin) -> None:
    with pytest.raises(MoveRefused):
        accepted(begin).step("03-13", "notify_together", "arbiter")


def test_a_postponement_sets_the_notice_anew(begin: Begin) -> None:
    life = to_the_hearing(accepted(begin)).step("04-02", "hearing_notified", "arbiter")
    life.step("04-07", "ask_postponement", "arbiter").step("04-08", "set_hearing", "arbiter", plan_on="04-20")
    assert life.clock("hearing_notice") == ("running", "2026-04-13")
    assert life.clock("postponement") == ("running", "2026-04-15")


def test_mediation_before_the_hearing_has_ten_working_days(begin: Begin) -> None:
    life = accepted(begin).step("03-10", "refer_mediation", "arbiter")
    assert life.clock("pre_mediation") == ("running", "2026-03-24")
    life.step("03-25", "mediation_over", "arbiter")
    assert life.clock("pre_mediation")[0] == "late"


def test_no_answer_in_five_working_days_opens_the_court(begin: Begin) -> None:
    life = begin("arbitration", "03-02", level="ordinary").step("03-03", "apply")
    with pytest.raises(MoveRefused):
        life.step("03-10", "sue_without_answer")
    assert life.step("03-11", "sue_without_answer").one.closed_as == "no_answer"


def test_a_worker_may_sue_over_a_final_award_and_an_employer_have_it_set_aside(begin: Begin) -> None:
    life = to_the_hearing(accepted(begin)).step("04-02", "hearing_notified", "arbiter")
    life.step("04-10", "hold_hearing", "arbiter").step("04-22", "award_final", "head")
    life.step("04-24", "final_served", "arbiter", until_on="05-20")
    with pytest.raises(MoveRefused):
        life.step("05-12", "worker_sues", "arbiter", happened_on="05-11")
    life.step("05-26", "asks_to_set_aside", "arbiter", happened_on="05-25")
    assert life.clock("set_aside") == ("lapsed", "2026-05-25")  # it was over when what happened in it was written down
    assert life.step("07-01", "was_set_aside", "arbiter").one.closed_as == "set_aside"


# Legal aid.
def test_legal_aid_is_decided_in_7_days_and_assigned_in_3(begin: Begin) -> None:
    life = begin("legal_aid", "09-25").step("09-28", "apply", happened_on="09-27")
    assert life.clock("review") == ("running", "2026-10-08")
    life.step("10-08", "grant", happened_on="10-08")
    assert life.clock("assignment") == ("running", "2026-10-12")  # the 3rd day is a Sunday
    life.step("10-13", "assign")
    assert life.clock("assignment")[0] == "late"
    assert life.one.closed_as == "assigned"


def test_legal_aid_acts_first_where_little_time_is_left(begin: Begin) -> None:
    life = begin("legal_aid", "06-08").step("06-08", "act_first").step("06-11", "assign")
    assert life.clock("assignment") == ("met", "2026-06-11")
