"""Small worlds as row dictionaries, for comparing rules with their plain references.

`worlds("wage_account", "clue")` gives facts of those tables beside a few projects. Identifiers are few, so that rows
meet each other; some point at projects that are not there, as real files do. Dates crowd around the as-of day: month
ends, the Spring Festival of 2026 (off 15 to 23 February, worked on the 14th and the 28th) and the edges of windows.
"""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from tests.rules import drawing as st
from tests.rules.reference.known import years_back
from xinan.rules.vocabulary import TABLES

Row = dict[str, Any]
Facts = dict[str, list[Row]]

AS_OF = date(2026, 3, 31)
FIRST, LAST = AS_OF - timedelta(days=120), AS_OF + timedelta(days=40)

PROJECTS = ("P1", "P2", "P3", "P4")
WORKERS = ("W1", "W2", "W3", "W4")
FIRMS = ("F1", "F2")
ACCOUNTS = ("A1", "A2", "A3")
DEPOSITS = ("D1", "D2", "D3")
REGIONS = ("220102", "220202", "222401")
MONTHS = ("2025-11", "2025-12", "2026-01", "2026-02", "2026-03", "2026-04")

_AGES = (0, 1, 2, 3, 7, 8, 14, 15, 16, 29, 30, 31, 32, 45, 59, 60, 61, 62, 89, 90, 91, 92, 119)
_EDGES = (
    *(AS_OF - timedelta(days=age) for age in _AGES),
    AS_OF + timedelta(days=1),
    AS_OF + timedelta(days=30),
    AS_OF + timedelta(days=31),
    *(date(2026, 2, day) for day in (13, 14, 15, 23, 24, 28)),
    date(2025, 12, 31),
    date(2026, 1, 1),
    date(2026, 1, 31),
    date(2026, 3, 1),
)

# Days around the signing days below and whole years before them, for the contractor's record.
SIGNED = (date(2024, 2, 29), date(2025, 3, 3), date(2025, 6, 30), date(2026, 1, 5), date(2026, 2, 27))
_YEARS_BACK = tuple(
    years_back(signed, years) + timedelta(days=shift)
    for signed in SIGNED
    for years in (0, 1, 2)
    for shift in (-1, 0, 1)
)


def days() -> st.SearchStrategy[date]:
    """A day of the window, often one at an edge."""
    return st.sampled_from(_EDGES) | st.dates(FIRST, LAST)


def ago(most: int, least: int = 0) -> st.SearchStrategy[date]:
    """A day from `most` to `least` days before the as-of day; negative: ahead of it."""
    return st.dates(AS_OF - timedelta(days=most), AS_OF - timedelta(days=least))


def long_days() -> st.SearchStrategy[date]:
    """A day of the years before, often a whole number of years before a signing."""
    return st.sampled_from(_YEARS_BACK) | st.dates(date(2021, 1, 1), AS_OF)


def maybe(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or null."""
    return st.none() | values


def usually(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Seldom null."""
    return st.integers(0, 5).flatmap(lambda n: values if n else st.none())


def rarely(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Mostly null."""
    return st.integers(0, 3).flatmap(lambda n: values if n == 3 else st.none())


def money(*amounts: str, most: int = 20_000) -> st.SearchStrategy[Decimal]:
    """Yuan: one of the round amounts, or any to the fen."""
    anything = st.integers(0, most * 100).map(lambda fen: Decimal(fen) / 100)
    return st.sampled_from([Decimal(amount) for amount in amounts]) | anything if amounts else anything


_projects, _workers, _firms = st.sampled_from(PROJECTS), st.sampled_from(WORKERS), st.sampled_from(FIRMS)
_accounts, _deposits, _months = st.sampled_from(ACCOUNTS), st.sampled_from(DEPOSITS), st.sampled_from(MONTHS)
_wages = ("0.01", "1000.00", "4000.00", "5000.00", "6000.00")


def _row(**columns: Any) -> st.SearchStrategy[Row]:
    return st.fixed_dictionaries(
        {name: value if isinstance(value, st.SearchStrategy) else st.just(value) for name, value in columns.items()}
    )


ROWS: dict[str, st.SearchStrategy[Row]] = {
    "region": _row(region_code=st.sampled_from(REGIONS), name="地区", level="county", parent_code=None),
    "enterprise": _row(enterprise_id=_firms, name="单位", region_code=maybe(st.sampled_from(REGIONS))),
    "project": _row(
        project_id=_projects,
        name="项目",
        region_code=st.sampled_from(REGIONS),
        industry=st.sampled_from(("housing", "transport")),
        owner_id=_firms,
        contractor_id=_firms,
        government_invested=st.booleans(),
        contract_price=st.sampled_from([Decimal(n) for n in ("2999999.99", "3000000.00", "10000000.00", "1234567.89")]),
        contract_signed_on=st.sampled_from(SIGNED) | days() | long_days(),
        permit_required=st.booleans(),
        permit_issued_on=usually(days()),
        started_on=usually(days() | long_days()),
        filed_on=maybe(days()),
        updated_on=maybe(days()),
        planned_end_on=None,
        completed_on=rarely(days() | long_days()),
        labour_cost_ratio=maybe(st.just(Decimal("0.2"))),
        labour_cost_monthly=maybe(money("5000.00")),
        payment_guarantee_on=maybe(days()),
        pay_day=st.sampled_from((1, 10, 14, 15, 20, 30, 31)),
        pay_next_month=st.booleans(),
    ),
    "pause": _row(
        project_id=_projects,
        kind=st.sampled_from(("stop", "late_start", "winter", "spring_festival", "completion")),
        from_on=days(),
        to_on=maybe(days()),
        approved_on=usually(days()),
    ),
    "wage_account": _row(
        account_id=_accounts,
        project_id=_projects,
        bank_id="BANK",
        opened_on=days(),
        agreement_signed_on=maybe(days()),
        closing_notice_on=maybe(days()),
        closed_on=rarely(days()),
    ),
    "account_entry": _row(
        entry_id=st.integers(100, 999).map(lambda n: f"E{n}"),
        account_id=_accounts,
        booked_on=days(),
        direction=st.sampled_from(("in", "out")),
        amount=money("1000.00", "5000.00"),
        counterparty_kind=st.sampled_from(("owner", "contractor", "worker", "other")),
        worker_id=maybe(_workers),
        wage_month=maybe(_months),
        balance_after=money("0.00", "2000.00", "2500.00", "4000.00", "5000.00"),
    ),
    "deposit": _row(
        deposit_id=_deposits,
        project_id=_projects,
        kind=st.sampled_from(("cash", "bank_guarantee", "insurance", "company_bond")),
        amount=money("100000.00", "200000.00", "60000.00", "99999.99", most=300_000),
        effective_on=days(),
        expires_on=maybe(days()),
        released_on=rarely(days()),
    ),
    "deposit_draw": _row(
        deposit_id=_deposits, drawn_on=days(), amount=money("50000.00"), replenished_on=rarely(days())
    ),
    "arrears_record": _row(enterprise_id=_firms, found_on=long_days() | days(), cleared_on=maybe(days())),
    "joint_list": _row(enterprise_id=_firms, listed_on=long_days(), removed_on=maybe(long_days() | days())),
    "notice_board": _row(
        project_id=_projects,
        posted_on=days(),
        has_parties=st.booleans(),
        has_wage_terms=st.booleans(),
        has_channels=st.booleans(),
    ),
    "worker": _row(
        worker_id=_workers,
        birth_on=maybe(st.dates(date(1960, 1, 1), date(2012, 12, 31))),
        sex=maybe(st.sampled_from(("male", "female"))),
        identity_valid=st.booleans(),
        wage_card=maybe(st.sampled_from(("C1", "C2"))),
        card_holder_matches=maybe(st.booleans()),
    ),
    "employment": _row(
        employment_id=st.integers(100, 999).map(lambda n: f"M{n}"),
        project_id=_projects,
        worker_id=_workers,
        employer_id=_firms,
        team_id=maybe(st.sampled_from(("T1", "T2"))),
        post=st.sampled_from(("worker", "worker", "labour_manager", "project_manager", "safety_officer")),
        registered_on=maybe(days()),
        contract_signed_on=maybe(days()),
        entered_on=days(),
        left_on=maybe(days()),
        settled_on=maybe(days()),
        day_rate=maybe(money("200.00", "300.00", most=500)),
    ),
    "attendance_day": _row(
        project_id=_projects,
        worker_id=_workers,
        day=days(),
        first_at=st.sampled_from(("07:00:00", "08:00:00")),
        last_at=st.sampled_from(("11:00:00", "11:59:59", "12:00:00", "17:00:00")),
        punches=st.sampled_from((1, 2, 2, 4)),
        supplements=st.sampled_from((0, 0, 1)),
    ),
    "payroll_line": _row(
        line_id=st.integers(100, 999).map(lambda n: f"L{n}"),
        project_id=_projects,
        worker_id=_workers,
        wage_month=_months,
        days=st.integers(0, 31).map(Decimal),
        payable=money(*_wages),
        submitted_on=days(),
        confirmed_on=maybe(days()),
        disputed_on=maybe(days()),
        dispute_closed_on=maybe(days()),
        approved_on=maybe(days()),
    ),
    "wage_payment": _row(
        payment_id=st.integers(100, 999).map(lambda n: f"Z{n}"),
        project_id=_projects,
        worker_id=_workers,
        wage_month=_months,
        amount=money(*_wages),
        paid_on=days(),
        status=st.sampled_from(("paid", "paid", "paid", "failed", "returned")),
        account_id=maybe(_accounts),
    ),
    "clue": _row(
        clue_id=st.integers(100, 999).map(lambda n: f"C{n}"),
        project_id=maybe(_projects),
        received_on=days(),
        workers=st.sampled_from((0, 1, 9, 10, 11)),
        amount=maybe(money("5000.00")),
        closed_on=maybe(days()),
    ),
    "feed": _row(
        project_id=_projects,
        source=st.sampled_from(("attendance", "bank", "payroll")),
        last_received_on=days(),
    ),
}

# How many rows of a table a world may have, where not eight.
_MOST = {"project": 4, "wage_account": 3, "deposit": 3, "attendance_day": 16, "account_entry": 12, "clue": 10}
# Tables whose rows are numbered as they come, so that none is thrown away for a number seen before.
_NUMBERED = {
    "project": "P",
    "wage_account": "A",
    "account_entry": "E",
    "deposit": "D",
    "employment": "M",
    "payroll_line": "L",
    "wage_payment": "Z",
    "clue": "C",
}


@st.composite
def worlds(draw: st.DrawFn, *tables: str, **focus: dict[str, st.SearchStrategy[Any]]) -> Facts:
    """Facts of one to four projects and of the named tables; a key never comes twice.

    `focus` gives columns of a table values of their own, so that a rule has something to find:
    `worlds("clue", clue={"closed_on": st.none()})`.
    """
    return {name: draw(_rows_of(name, focus.get(name, {}))) for name in dict.fromkeys(("project", *tables))}


def _rows_of(name: str, focus: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[list[Row]]:
    key, most = TABLES[name].key, _MOST.get(name, 8)
    row = st.builds(lambda usual, own: usual | own, ROWS[name], _row(**focus)) if focus else ROWS[name]
    # Left to itself, hypothesis makes most tables nearly empty, and then no rule holds.
    least = st.sampled_from((0, most // 2, most))
    if name in _NUMBERED:
        fewest = 1 if name == "project" else 0
        rows = least.flatmap(lambda n: st.lists(row, min_size=max(n, fewest), max_size=most))
        return rows.map(lambda given: [row | {key[0]: f"{_NUMBERED[name]}{n}"} for n, row in enumerate(given, 1)])
    unique = tuple_of(key)
    return least.flatmap(lambda n: st.lists(row, min_size=n // 2, max_size=most, unique_by=unique))


def tuple_of(key: tuple[str, ...]) -> Callable[[Row], tuple[Any, ...]]:
    """What identifies a row of a table with that key."""
    return lambda row: tuple(row[column] for column in key)
