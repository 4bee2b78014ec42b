"""Generated worlds with wages in them: months worked, put on payrolls, paid, failed, disputed, and money transferred.

Rows drawn one by one seldom make a payroll line of somebody who worked in that month and was paid for it.
"""

from datetime import date, timedelta
from decimal import Decimal

from tests.rules import drawing as st
from tests.rules.worlds import PROJECTS, ROWS, Facts, Row, days, maybe, money, rarely, worlds
from xinan.kernel.period import Month

TABLES = (
    "pause",
    "wage_account",
    "account_entry",
    "employment",
    "attendance_day",
    "payroll_line",
    "wage_payment",
    "feed",
)
MONTHS = tuple(Month(2025, 10).shift(n) for n in range(7))
_BUSY = PROJECTS[:2]
_SOON = st.sampled_from((-20, 0, 2, 3, 9, 10, 14, 15, 20, 25, 40, 75))


# Three working days before the day about which worlds are crowded, and the days about it.
_JUST_DUE = st.sampled_from((date(2026, 3, 25), date(2026, 3, 26), date(2026, 3, 27)))


def _many(draw: st.DrawFn, *likely: int) -> list[str]:
    return [f"W{n}" for n in range(1, draw(st.sampled_from(likely)) + 1)]


@st.composite
def pay_runs(draw: st.DrawFn, months: tuple[Month, ...] = MONTHS) -> Facts:
    """A month of a project: who worked how long, the payroll, the payments. Most workers are alike, one may differ."""
    month, project = draw(st.sampled_from(months)), draw(st.sampled_from(_BUSY))
    crew, worked = _many(draw, 1, 2, 3, 4, 5, 10, 11, 20), draw(st.sampled_from((1, 2, 20, 21, 22)))
    usual = draw(_treatments(month))
    usual = draw(st.sampled_from((usual, usual, _answered(usual, month))))
    alike = st.sampled_from((_with_more_days(usual), _unanswered(usual), usual | {"wage_payment": []}))
    odd = draw(alike | _treatments(month))
    if not odd["wage_payment"] and draw(st.booleans()):
        usual = usual | {"wage_payment": [_in_full(draw(ROWS["wage_payment"]), usual, month)]}
    facts: Facts = {name: [] for name in TABLES}
    for worker in crew:
        who = {"project_id": project, "worker_id": worker}
        told = odd if worker == crew[-1] else usual
        facts["attendance_day"] += [_day(month.first + timedelta(days=n)) | who for n in range(worked)]
        facts["payroll_line"] += [row | who for row in told["payroll_line"]]
        facts["wage_payment"] += [row | who for row in told["wage_payment"]]
        facts["employment"] += [row | who for row in told["employment"]]
    return facts


@st.composite
def _treatments(draw: st.DrawFn, month: Month) -> Facts:
    """What one worker is told and paid for a month."""
    payable = draw(st.sampled_from([Decimal(n) for n in ("2000.00", "6000.00", "52000.00")]))
    lines = [
        draw(ROWS["payroll_line"])
        | {
            "wage_month": str(month),
            "payable": payable,
            "days": Decimal(draw(st.sampled_from((1, 4, 5, 20, 24, 25)))),
            "submitted_on": draw(_about(month)),
            "confirmed_on": draw(maybe(_about(month))),
            "disputed_on": draw(maybe(_about(month) | _JUST_DUE)),
            "dispute_closed_on": draw(rarely(_about(month))),
        }
        for _ in range(draw(st.sampled_from((0, 1, 1, 1, 2))))
    ]
    payments = [
        draw(ROWS["wage_payment"])
        | {
            "wage_month": str(month),
            "amount": draw(st.sampled_from((payable, payable, payable / 2, Decimal("2120.00"), Decimal("0.01")))),
            "paid_on": draw(_about(month) | _JUST_DUE),
            "account_id": draw(st.sampled_from((None, "A1", "A1"))),
        }
        for _ in range(draw(st.integers(0, 3)))
    ]
    employment = draw(ROWS["employment"]) | {
        "entered_on": draw(st.just(date(2025, 9, 1)) | days()),
        "left_on": draw(rarely(days())),
        "team_id": draw(st.sampled_from(("T1", "T1", "T1", None))),
        "day_rate": draw(maybe(st.sampled_from((Decimal("100.00"), Decimal("300.00"))))),
    }
    return {"payroll_line": lines, "wage_payment": payments, "employment": [employment]}


def _with_more_days(told: Facts) -> Facts:
    """The same wages for four days more."""
    return told | {"payroll_line": [row | {"days": row["days"] + 4} for row in told["payroll_line"]]}


def _answered(told: Facts, month: Month) -> Facts:
    """The first line alone, submitted and confirmed early in the next month."""
    early = {"submitted_on": month.next.first + timedelta(days=1), "confirmed_on": month.next.first + timedelta(days=4)}
    return told | {"payroll_line": [row | early | {"disputed_on": None} for row in told["payroll_line"][:1]]}


def _unanswered(told: Facts) -> Facts:
    """The same wages, neither confirmed nor disputed."""
    return told | {"payroll_line": [row | {"confirmed_on": None, "disputed_on": None} for row in told["payroll_line"]]}


def _in_full(row: Row, told: Facts, month: Month) -> Row:
    """All that the payrolls promise, through the account, before the middle of the next month."""
    amount = sum((line["payable"] for line in told["payroll_line"]), Decimal("6000.00"))
    terms = {"status": "paid", "account_id": "A1", "paid_on": month.next.first + timedelta(days=9)}
    return row | terms | {"wage_month": str(month), "amount": amount}


def _about(month: Month) -> st.SearchStrategy[date]:
    return _SOON.map(lambda n: month.next.first + timedelta(days=n))


def _day(day: date) -> Row:
    return {"day": day, "first_at": "07:00:00", "last_at": "17:00:00", "punches": 2, "supplements": 0}


@st.composite
def years_of_pay(draw: st.DrawFn) -> Facts:
    """Somebody paid so much month after month that the year's limit comes near."""
    amount, months = draw(st.sampled_from((Decimal("50000.00"), Decimal("50000.01")))), draw(st.integers(5, 7))
    facts: Facts = {name: [] for name in TABLES}
    for month in [Month(2025, 12).shift(-n) for n in range(months)]:
        who = {"project_id": "P1", "worker_id": "W1"}
        paid = draw(ROWS["wage_payment"]) | {"wage_month": str(month), "amount": amount, "paid_on": draw(_about(month))}
        facts["attendance_day"].append(_day(month.first) | who)
        facts["wage_payment"].append(paid | who | {"account_id": "A1", "status": "paid"})
    return facts


@st.composite
def sites(draw: st.DrawFn, *, going_on: bool = False) -> Row:
    """A project long under contract that has mostly begun and seldom ended."""
    begun = (date(2025, 9, 1),) if going_on else (date(2025, 9, 1), date(2026, 1, 17), date(2026, 1, 18), None)
    return draw(ROWS["project"]) | {
        "contract_signed_on": date(2025, 3, 3),
        "started_on": draw(st.sampled_from(begun)),
        "completed_on": None if going_on else draw(rarely(days())),
        "labour_cost_monthly": draw(maybe(st.just(Decimal("5000.00")))),
    }


@st.composite
def money_worlds(draw: st.DrawFn, *, months: tuple[Month, ...] = MONTHS, going_on: bool = False) -> Facts:
    """A few scattered rows of every table, and whole pay runs of some `months` on two busy projects.

    `going_on`: both have begun long ago and are not completed.
    """
    facts = draw(worlds(*TABLES))
    busy = [draw(sites(going_on=going_on)) | {"project_id": name} for name in _BUSY]
    facts["project"] = busy + facts["project"][2:]
    runs = draw(st.lists(pay_runs(months), min_size=1, max_size=3)) + draw(st.lists(years_of_pay(), max_size=1))
    for run in runs:
        for name, rows in run.items():
            facts[name] = facts[name] + rows
    facts["wage_account"] += [
        draw(ROWS["wage_account"])
        | {"account_id": f"B{n}", "project_id": project, "opened_on": draw(st.just(date(2025, 9, 1)) | days())}
        | {"closed_on": draw(rarely(days()))}
        for n, project in enumerate(_BUSY)
    ]
    facts["account_entry"] += [
        draw(ROWS["account_entry"])
        | {"account_id": f"B{n % 2}", "balance_after": draw(money("0.00", "6000.00", "18000.00"))}
        for n in range(draw(st.integers(0, 6)))
    ]
    facts["account_entry"] += [draw(_transfers()) for _ in range(draw(st.integers(0, 5)))]
    facts["feed"] = [row for row in facts["feed"] if row["project_id"] not in _BUSY] + draw(_feeds())
    return _with_keys(facts)


def _transfers() -> st.SearchStrategy[Row]:
    """What the owner of a busy project transferred: about the monthly sum agreed, or half of it."""
    amounts = st.sampled_from([Decimal(n) for n in ("2499.99", "2500.00", "4999.99", "5000.00", "12000.00")])
    own = {"direction": "in", "counterparty_kind": "owner"}
    return st.builds(
        lambda row, account, amount: row | own | {"account_id": account, "amount": amount},
        ROWS["account_entry"],
        st.sampled_from(("B0", "B1")),
        amounts,
    )


def _feeds() -> st.SearchStrategy[list[Row]]:
    """The feeds of the busy projects, most of them heard of late."""
    heard = st.just(date(2026, 4, 30)) | days()
    each = [(project, source) for project in _BUSY for source in ("bank", "attendance", "payroll")]
    return st.tuples(*(st.none() | heard for _ in each)).map(
        lambda when: [
            {"project_id": project, "source": source, "last_received_on": day}
            for (project, source), day in zip(each, when, strict=True)
            if day is not None
        ]
    )


def _with_keys(facts: Facts) -> Facts:
    """The facts with every serial number its own, and one row for each day of attendance."""
    for name, key in (
        ("payroll_line", "line_id"),
        ("wage_payment", "payment_id"),
        ("account_entry", "entry_id"),
        ("employment", "employment_id"),
    ):
        facts[name] = [row | {key: f"{name}-{n:04}"} for n, row in enumerate(facts[name])]
    attended = {(row["project_id"], row["worker_id"], row["day"]): row for row in facts["attendance_day"]}
    return facts | {"attendance_day": list(attended.values())}
