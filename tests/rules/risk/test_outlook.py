"""What lies ahead of a wage account: the first pay day by the rule's figures, every yuan accounted for."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.period import Month
from xinan.rules.funding.forecast_shortfall.outlook import Figures, Terms, outlook

TERMS = Terms(15, pay_next_month=True)
PLAIN = Figures(
    as_of=date(2026, 11, 2),
    due_on=date(2026, 11, 13),  # the 15th is a Sunday
    wage_month=Month(2026, 10),
    accrued=Decimal(100_000),
    balance=Decimal(60_000),
    inflow=Decimal(50_000),
    expected_on=date(2026, 11, 6),
    pace=Decimal(3_000),
    later=Decimal(5_000),
    monthly=Decimal(50_000),
    last_transfer_on=date(2026, 10, 6),
)


def test_the_next_pay_day_is_met_with_what_is_expected() -> None:
    found = outlook(PLAIN, terms=TERMS)
    pay = next(day for day in found.days if day.day == PLAIN.due_on)
    assert (pay.due, pay.balance) == (Decimal(100_000), Decimal(10_000))
    assert not PLAIN.short


def test_money_runs_out_on_the_pay_day_that_it_does_not_meet() -> None:
    found = outlook(PLAIN, terms=TERMS)
    # November: 5,000 by the 2nd and 3,000 a day for 28 days = 89,000 due 15 December; there are 10,000 + 50,000.
    assert found.short_on == date(2026, 12, 15)
    assert found.lacking == Decimal(29_000)


def test_enough_money_lasts_to_the_end() -> None:
    found = outlook(replace(PLAIN, balance=Decimal(900_000)), terms=TERMS)
    assert found.short_on is None
    assert [day.day for day in found.met] == [date(2026, 11, 13), date(2026, 12, 15)]
    assert found.until == PLAIN.as_of + timedelta(days=60)


def test_a_transfer_that_is_late_already_is_still_counted_by_the_pay_day() -> None:
    late = replace(PLAIN, as_of=date(2026, 11, 10), expected_on=date(2026, 11, 6))
    found = outlook(late, terms=TERMS)
    assert sum(day.comes for day in found.days if day.day <= late.due_on) == late.inflow


amounts = st.decimals(0, 500_000, places=2)


@given(accrued=amounts, balance=amounts, inflow=amounts, pace=st.decimals(0, 9_000, places=2), later=amounts)
def test_page_and_rule_agree_on_the_next_pay_day(
    accrued: Decimal, balance: Decimal, inflow: Decimal, pace: Decimal, later: Decimal
) -> None:
    figures = replace(PLAIN, accrued=accrued, balance=balance, inflow=inflow, pace=pace, later=later)
    found = outlook(figures, terms=TERMS)
    assert (found.short_on == figures.due_on) == figures.short
    if figures.short:
        assert found.lacking == figures.lacking


@given(accrued=amounts, balance=amounts, inflow=amounts, monthly=amounts, pace=st.decimals(0, 9_000, places=2))
def test_what_is_there_at_the_end_is_what_was_there_and_came_less_what_was_paid(
    accrued: Decimal, balance: Decimal, inflow: Decimal, monthly: Decimal, pace: Decimal
) -> None:
    figures = replace(PLAIN, accrued=accrued, balance=balance, inflow=inflow, monthly=monthly, pace=pace)
    found = outlook(figures, terms=TERMS)
    earned = figures.accrued + figures.later + figures.pace * 60
    came = sum(day.comes for day in found.days)
    last = found.days[-1]
    # Position (balance less what is owed) changes by what comes and what is earned, and by nothing else.
    assert last.balance - last.earned == figures.balance + came - earned
