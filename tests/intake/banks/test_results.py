"""What stands of a line after the bank's words about it, in whichever order they come; which movement paid which line."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.intake.banks.results import Result, later, told
from xinan.intake.banks.spreading import Due, spread
from xinan.payments.enums import OrderStatus

DAYS = st.dates(date(2026, 11, 1), date(2026, 11, 9))
PAID, RETURNED, SENT = OrderStatus.PAID, OrderStatus.RETURNED, OrderStatus.SENT


@given(paid_on=DAYS, returned_on=DAYS)
def test_paid_and_returned_come_to_the_same_in_either_order(paid_on: date, returned_on: date) -> None:
    paid, returned = Result(PAID, paid_on, Decimal(5)), Result(RETURNED, returned_on, Decimal(0), "R1")
    either = later(later(Result(SENT), paid), returned)
    other = later(later(Result(SENT), returned), paid)
    assert either == other
    assert either.status is (RETURNED if returned_on >= paid_on else PAID)


@given(result=st.sampled_from([PAID, OrderStatus.FAILED, RETURNED]), day=DAYS)
def test_a_list_sent_again_takes_no_result_back(result: OrderStatus, day: date) -> None:
    known = Result(result, day, Decimal(5), "E1")
    assert later(known, Result(SENT)) == known


@pytest.mark.parametrize(
    ("remark", "status"),
    [
        ("成功", "paid"),
        ("已发放", "paid"),
        ("失败：账号户名不符", "failed"),
        ("发放失败", "failed"),
        ("退票 账户已销", "returned"),
        ("已退回", "returned"),
        ("钢筋工", "sent"),
        ("未成功", "sent"),  # says neither; nobody is called paid on a guess
        ("", "sent"),
    ],
)
def test_a_remark_is_a_result_only_where_it_says_so(remark: str, status: str) -> None:
    values = {"result": None, "remark": remark, "payable": Decimal(5), "sent": None, "paid": None, "settled_on": None}
    assert told(values).status == status


def test_a_line_of_which_nothing_was_paid_has_failed() -> None:
    values = {"result": "paid", "payable": Decimal(5), "sent": Decimal(5), "paid": Decimal(0)}
    assert told(values) == Result(OrderStatus.FAILED, None, Decimal(0))


AMOUNTS = st.decimals(0, 1000, places=2)


@given(dues=st.lists(st.tuples(AMOUNTS, st.booleans()), max_size=12), movements=st.lists(AMOUNTS, max_size=4))
def test_no_movement_pays_more_than_it_holds_and_no_line_is_paid_twice(
    dues: list[tuple[Decimal, bool]], movements: list[Decimal]
) -> None:
    lines = [Due(str(n), amount, certain) for n, (amount, certain) in enumerate(dues)]
    places = spread(lines, movements)
    for index, held in enumerate(movements):
        assert sum((due.amount for due in lines if places.get(due.key) == index), Decimal(0)) <= held
    assert set(places) <= {due.key for due in lines}


@given(amounts=st.lists(AMOUNTS, min_size=1, max_size=12))
def test_one_movement_of_the_whole_sum_pays_every_line(amounts: list[Decimal]) -> None:
    lines = [Due(str(n), amount, True) for n, amount in enumerate(amounts)]
    assert set(spread(lines, [sum(amounts, Decimal(0))]).values()) == {0}
    assert len(spread(lines, [sum(amounts, Decimal(0))])) == len(amounts)
