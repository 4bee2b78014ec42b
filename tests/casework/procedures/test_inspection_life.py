"""Whole lives of an inspection case, on dated days, its clocks met, late or extended as the law has it."""

from collections.abc import Callable

import pytest

from tests.casework.procedures.conftest import Life
from xinan.procedures.errors import ClockRefused, MoveRefused

Begin = Callable[..., Life]


def under_investigation(begin: Begin) -> Life:
    """Received on Thursday 12 February, filed on the worked Saturday after."""
    life = begin("inspection", "02-12")
    return life.step("02-14 09:00", "accept").step("02-14 16:00", "file", "bo")


def ordered(begin: Begin) -> Life:
    life = under_investigation(begin)
    life.step("02-25", "inquire", until_on="03-02").step("03-02", "record_inquiry", "bo")
    life.step("03-20", "report").step("03-23", "confirm_report", "bo").step("03-24", "hear_statement")
    return life.step("03-30", "order_pay", "bo", until_on="04-30")


def test_from_the_complaint_to_the_written_result(begin: Begin) -> None:
    life = ordered(begin)
    assert life.clock("acceptance") == ("met", "2026-02-26")
    assert life.clock("filing") == ("met", "2026-02-14")
    assert life.clock("investigation") == ("met", "2026-05-20")  # 60 working days after the worked 14 February
    assert life.clock("decision") == ("met", "2026-04-14")  # 15 working days from 23 March, over Qingming
    life.served("04-08", "pay_order", on="04-02")
    assert life.state == "served"
    assert life.clock("serve_order") == ("met", "2026-04-07")  # the 7th day is 6 April, a holiday
    assert life.clock("performance") == ("running", "2026-04-30")
    life.step("05-06", "record_paid", happened_on="04-30")
    assert life.clock("performance") == ("met", "2026-04-30")
    life.step("05-12", "close_performed")
    assert life.clock("result") == ("met", "2026-05-13")  # from the finding on 6 May
    assert (life.state, life.one.closed_as) == ("done", "performed")


def test_not_obeyed_then_a_penalty_after_a_hearing_and_the_court(begin: Begin) -> None:
    life = ordered(begin).step("04-03", "serve_order")
    with pytest.raises(MoveRefused) as early:
        life.step("04-30 23:59", "find_unpaid")
    assert early.value.code == "move-too-early"
    life.step("05-01 00:00", "find_unpaid")
    assert life.clock("next_step") == ("running", "2026-05-11")  # 6, 7, 8, worked Saturday 9, 11 May
    life.step("05-08", "start_penalty").step("05-11", "file_penalty")
    life.step("05-12", "tell_penalty", answers={"conduct": "order_refused", "unit_fine": "20000"})
    with pytest.raises(MoveRefused) as unserved:
        life.step("05-13", "decide_penalty", "bo")
    assert unserved.value.code == "move-requires"
    life.served("05-14", "penalty_notice", on="05-13")
    assert life.clock("hearing_request") == ("running", "2026-05-20")
    with pytest.raises(MoveRefused) as waits:
        life.step("05-20", "decide_penalty", "bo")
    assert waits.value.code == "move-too-early"
    life.step("05-22", "request_hearing", happened_on="05-20")
    life.step("05-22", "set_hearing", plan_on="06-08")
    assert life.clock("hearing_notice") == ("running", "2026-05-28")
    life.served("05-28", "hearing_notice", on="05-27").step("06-08", "hold_hearing", "bo")
    with pytest.raises(MoveRefused):  # whoever told of the penalty does not decide it
        life.step("06-09", "decide_serious")
    life.step("06-09", "decide_serious", "bo")
    assert life.clock("penalty") == ("met", "2026-08-10")  # 90 days from 11 May end on Sunday 9 August
    assert life.clock("report_up") == ("running", "2026-06-22")  # the 10th day is 19 June, Dragon Boat
    life.step("06-17", "serve_penalty")
    assert life.clock("serve_penalty") == ("met", "2026-06-18")
    life.step("06-18", "report_up")
    assert life.clock("report_up")[0] == "met"
    assert life.clock("fine") == ("running", "2026-07-02")
    life.step("07-03", "find_fine_unpaid").step("07-06", "hand_to_court").step("07-14", "close_enforced")
    assert life.clock("result") == ("late", "2026-07-13")
    assert life.one.closed_as == "enforced"


def test_extra_compensation_is_ordered_once_the_order_was_missed(begin: Begin) -> None:
    life = ordered(begin).step("04-03", "serve_order")
    life.step("05-06", "find_unpaid").step("05-07", "order_extra", until_on="05-29")
    assert life.clock("serve_order") == ("running", "2026-05-14")
    assert life.clock("performance") == ("running", "2026-05-29")
    life.step("05-08", "serve_order").step("05-20", "record_paid").step("05-21", "close_performed")
    assert life.one.closed_as == "performed"


def test_investigation_is_extended_by_30_working_days_and_no_more(begin: Begin) -> None:
    life = under_investigation(begin)
    with pytest.raises(ClockRefused):
        life.extended("05-08", "investigation", 31, asks="anna", grants="bo")
    with pytest.raises(MoveRefused):  # nobody grants their own
        life.extended("05-08", "investigation", 30, asks="anna", grants="anna")


def test_the_extended_day(begin: Begin) -> None:
    life = under_investigation(begin).extended("05-08", "investigation", 30, asks="anna", grants="bo")
    assert life.clock("investigation") == ("running", "2026-07-02")
    with pytest.raises(ClockRefused):
        life.extended("06-08", "investigation", 1, asks="anna", grants="city")
    life.waits_until("07-03 00:00")
    assert life.clock("investigation") == ("expired", "2026-07-02")
    life.step("07-03", "report").step("07-06", "confirm_report", "bo")
    assert life.clock("investigation")[0] == "late"


def test_two_officers_and_another_persons_approval(begin: Begin) -> None:
    life = begin("inspection", "03-02").step("03-03", "accept")
    with pytest.raises(MoveRefused):
        life.step("03-03", "file")
    life.step("03-03", "file", "bo").step("03-20", "report")
    with pytest.raises(MoveRefused):
        life.step("03-20", "confirm_report")
    life.step("03-20", "confirm_report", "bo").step("03-23", "hear_statement", "bo")
    with pytest.raises(MoveRefused):
        life.step("03-23", "order_pay", until_on="04-30")


def test_what_is_filed_the_next_day_is_late(begin: Begin) -> None:
    life = begin("inspection", "03-02").step("03-03", "accept").step("03-04", "file", "bo")
    assert life.clock("filing") == ("late", "2026-03-03")


def test_a_supplement_begins_the_time_to_accept_anew(begin: Begin) -> None:
    life = begin("inspection", "09-29").step("09-30", "ask_supplement", until_on="10-15")
    assert life.clock("acceptance") == ("met", "2026-10-12")
    life.step("10-12", "receive_supplement", happened_on="10-10")
    assert life.clock("acceptance") == ("running", "2026-10-16")
    life.step("10-19", "accept")
    assert life.clock("acceptance")[0] == "late"


def test_statement_evidence_recusal_and_absconding(begin: Begin) -> None:
    life = under_investigation(begin)
    with pytest.raises(MoveRefused):  # nobody is called absconded who was never called
        life.step("02-25", "deem_absconded")
    life.step("02-25", "inquire", until_on="03-02").step("02-25", "keep_evidence")
    assert life.clock("evidence") == ("running", "2026-03-05")  # 26, 27, worked Saturday 28, 2 to 5 March
    life.step("03-04", "decide_evidence").step("03-04", "ask_recusal", happened_on="03-03").step(
        "03-09", "answer_recusal"
    )
    assert life.clock("recusal") == ("late", "2026-03-06")
    life.waits_until("03-10")
    assert life.clock("inquiry") == ("expired", "2026-03-02")
    life.step("03-10", "deem_absconded")
    assert life.clock("inquiry")[0] == "late"
    life.step("03-20", "report").step("03-23", "confirm_report", "bo")
    with pytest.raises(MoveRefused):  # the statement is heard first
        life.step("03-24", "order_pay", "bo", until_on="04-30")


@pytest.mark.parametrize(
    ("move", "closed_as", "state"),
    [
        ("refuse", "not_accepted", "not_accepted"),
        ("redirect", "redirected", "not_accepted"),
        ("withdraw", "withdrawn", "withdrawn"),
    ],
)
def test_what_is_not_taken_up(begin: Begin, move: str, closed_as: str, state: str) -> None:
    life = begin("inspection", "03-02").step("03-09", move)
    assert (life.state, life.one.closed_as) == (state, closed_as)
    assert life.clock("acceptance") == ("met", "2026-03-09")


@pytest.mark.parametrize(("move", "closing"), [("cancel", "close_cancelled"), ("transfer_out", "close_transferred")])
def test_other_ends(begin: Begin, move: str, closing: str) -> None:
    life = under_investigation(begin).step("03-20", "report").step("03-23", "confirm_report", "bo")
    life.step("03-24", move, "bo")
    with pytest.raises(MoveRefused):
        life.step("03-25", "close_performed")
    life.step("03-31", closing)
    assert life.state == "done"
    assert life.clock("result") == ("met", "2026-03-31")
