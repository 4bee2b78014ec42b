"""What components decide by themselves: figures, clocks, pages, templates."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from xinan.kernel.text import Text
from xinan.rules.model import Basis, Level, Link, Unit
from xinan.web.components import figures
from xinan.web.components.looks import CONDITION_LOOKS, LEVEL_LOOKS, LINK_ICONS
from xinan.web.components.views import ClockView, PageView
from xinan.web.projects.account import _changes
from xinan.web.projects.grid import state_of

START = date(2026, 3, 1)


def clock(*, day: int, met: int | None = None, paused: bool = False) -> ClockView:
    """A clock of thirty days, seen `day` days after it began."""
    return ClockView(
        title=Text("开户", "Open"),
        starts_on=START,
        due_on=START + timedelta(days=30),
        length=30,
        unit=Text("日", "days"),
        law=Basis(Text("条例", "Regulation"), "26"),
        today=START + timedelta(days=day),
        met_on=None if met is None else START + timedelta(days=met),
        paused=paused,
    )


@pytest.mark.parametrize(
    ("view", "state"),
    [
        (clock(day=14), "running"),
        (clock(day=15), "near"),
        (clock(day=29), "near"),
        (clock(day=30), "due_today"),
        (clock(day=31), "overdue"),
        (clock(day=99, met=30), "met"),
        (clock(day=99, met=31), "met_late"),
        (clock(day=99, paused=True), "paused"),
    ],
)
def test_a_clock_knows_its_state(view: ClockView, state: str) -> None:
    assert view.state == state


@given(st.integers(0, 5000), st.integers(-5, 500), st.integers(1, 60))
def test_a_page_is_always_one_of_the_list(total: int, number: int, size: int) -> None:
    page = PageView.near(total, number=number, size=size)
    rows = list(range(total))
    assert 1 <= page.number <= page.pages
    assert page.last - page.first + 1 == len(rows[page.slice]) or total == 0
    assert sum(len(rows[PageView.near(total, number=n, size=size).slice]) for n in range(1, page.pages + 1)) == total
    shown = [number for number in page.window if number is not None]
    assert shown == sorted(set(shown))
    assert {1, page.number, page.pages} <= set(shown)


def test_every_level_condition_and_link_has_its_own_look() -> None:
    assert set(LEVEL_LOOKS) == set(Level)
    assert len({look.shape for look in LEVEL_LOOKS.values()}) == len(Level)  # told apart without colour
    assert len({look.word.zh for look in (*LEVEL_LOOKS.values(), *CONDITION_LOOKS.values())}) == len(Level) + len(
        CONDITION_LOOKS
    )
    assert set(LINK_ICONS) == set(Link)


@pytest.mark.parametrize(
    ("value", "unit", "zh", "en"),
    [
        (1, Unit.DAYS, "1 天", "1 day"),
        (1234, Unit.PEOPLE, "1,234 人", "1,234 people"),
        ("1230450.5", Unit.YUAN, "¥1,230,450.50", "¥1,230,450.50"),
        ("0.1825", Unit.SHARE, "18.3 %", "18.3 %"),
        ("0.1000", Unit.SHARE, "10 %", "10 %"),
        (None, Unit.DAYS, "—", "—"),
        ("2026-03", Unit.MONTH, "2026-03", "2026-03"),
    ],
)
def test_measures_read_as_people_say_them(value: object, unit: Unit, zh: str, en: str) -> None:
    assert figures.measure(value, unit, language="zh-hans") == zh
    assert figures.measure(value, unit, language="en") == en


def test_money_is_short_in_each_language() -> None:
    assert figures.money_short(Decimal(1_230_000), language="zh-hans") == "123.0 万元"
    assert figures.money_short(Decimal(9_999), language="zh-hans") == "9,999 元"
    assert figures.money_short(Decimal(1_230_000), language="en") == "¥1.23 m"


amounts = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 900)), max_size=5)


@given(amounts, amounts)
def test_wages_due_never_fall_below_zero_and_end_as_owed_less_paid(
    owed: list[tuple[int, int]], paid: list[tuple[int, int]]
) -> None:
    due = START + timedelta(days=20)
    lines = [(START + timedelta(days=day), Decimal(amount)) for day, amount in owed]
    settled = [(START + timedelta(days=day), Decimal(amount)) for day, amount in paid]
    standing = Decimal(0)
    for day, change in _changes(due, lines, settled):
        assert day >= due
        standing += change
        assert standing >= 0
    whole = sum((amount for _, amount in lines), Decimal(0)) - sum((amount for _, amount in settled), Decimal(0))
    assert standing == max(whole, Decimal(0))


@pytest.mark.parametrize(
    ("payable", "paid", "overdue", "late_payroll", "state"),
    [
        (100, 100, True, True, "paid"),
        (100, 120, False, False, "paid"),
        (100, 0, False, False, "not_due"),
        (100, 40, False, False, "not_due"),
        (100, 40, True, True, "short"),
        (100, 0, True, True, "unpaid"),
        (None, 0, True, True, "unpaid"),
        (None, 0, False, True, "no_payroll"),
        (None, 0, False, False, "not_due"),
        (None, 40, True, True, "no_payroll"),
    ],
)
def test_what_a_month_came_to(payable: int | None, paid: int, overdue: bool, late_payroll: bool, state: str) -> None:
    owed = None if payable is None else Decimal(payable)
    assert state_of(owed, Decimal(paid), overdue=overdue, late_payroll=late_payroll) == state


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_page_for_a_fault_needs_no_request(language: str) -> None:
    with translation.override(language):
        assert "500" in render_to_string("500.html")
