"""The day on which something is said to have happened: never ahead, never before what it follows."""

from collections.abc import Callable

import pytest

from tests.casework.procedures.conftest import Life
from xinan.procedures.errors import MoveIncomplete

Begin = Callable[..., Life]


def refused(life: Life, when: str, move: str, who: str = "anna", **given: object) -> MoveIncomplete:
    with pytest.raises(MoveIncomplete) as said:
        life.step(when, move, who, **given)
    assert said.value.code == "move-happened-on"
    return said.value


def decided(begin: Begin) -> Life:
    """Ordered to pay on Monday 30 March."""
    life = begin("inspection", "02-12").step("02-14 09:00", "accept").step("02-14 16:00", "file", "bo")
    life.step("03-20", "report").step("03-23", "confirm_report", "bo").step("03-24", "hear_statement")
    return life.step("03-30", "order_pay", "bo", until_on="04-30")


def test_not_before_the_clock_it_ends_began_and_both_days_are_said(begin: Begin) -> None:
    life = decided(begin)
    said = refused(life, "04-03", "serve_order", happened_on="03-29")
    assert "03-29" in said.what.zh
    assert "2026-03-30" in said.what.zh
    assert "“送达处理决定”起算" in said.what.zh
    assert "2026-03-29" in said.what.en
    assert "before 2026-03-30" in said.what.en
    assert "2026-03-30 至 2026-04-03" in said.remedy.zh
    assert life.step("04-03", "serve_order", happened_on="03-30").state == "served"


def test_not_ahead_and_both_days_are_said(begin: Begin) -> None:
    life = decided(begin)
    said = refused(life, "04-03", "serve_order", happened_on="04-04")
    assert ("2026-04-04" in said.what.zh, "2026-04-03" in said.what.zh) == (True, True)
    assert ("2026-04-04" in said.what.en, "2026-04-03" in said.what.en) == (True, True)
    life.step("04-03", "serve_order", happened_on="04-03")


def test_not_before_its_state_was_entered_where_it_ends_no_clock(begin: Begin) -> None:
    life = begin("listing", "10-08").step("10-08", "propose", happened_on="09-30")
    said = refused(life, "10-12", "notice_served", happened_on="09-29")
    assert "进入“" in said.what.zh
    life.step("10-12", "notice_served", happened_on="09-30")  # its state is as old as what led to it


def test_a_right_is_not_used_before_it_began(begin: Begin) -> None:
    life = begin("court_enforcement", "02-02").step("02-03", "decision_served", happened_on="01-30")
    refused(life, "03-02", "remedy_begun", happened_on="01-29")
    assert life.step("03-02", "remedy_begun", happened_on="01-30").state == "disputed"


def test_what_restarts_a_clock_is_not_before_its_start(begin: Begin) -> None:
    life = begin("arbitration", "03-02").step("03-04", "apply").step("03-09", "accept", "arbiter")
    refused(life, "03-20", "join_party", "arbiter", happened_on="03-08")
    life.step("03-20", "join_party", "arbiter", happened_on="03-09")


def test_payment_is_not_before_the_order_and_may_be_before_its_service(begin: Begin) -> None:
    life = decided(begin).step("04-03", "serve_order")
    refused(life, "04-07", "record_paid", happened_on="03-29")
    assert life.step("04-07", "record_paid", happened_on="03-30").state == "concluding"


def test_a_payment_before_the_police_were_asked_is_one_all_the_same(begin: Begin) -> None:
    life = begin("police_transfer", "09-28").step("09-29", "record_paid", happened_on="09-01")
    assert life.one.closed_as == "paid"
