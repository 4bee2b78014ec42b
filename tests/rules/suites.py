"""Every rule with its plain reference, and the generated worlds in which both are compared.

A rule that looks at few tables has worlds of its own, crowded about what it asks; the rules of people at work and
those of money share theirs. `DRAWN` worlds of each are drawn in every run.
"""

from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal
from types import ModuleType

from tests.rules import drawing as st
from tests.rules.agreement import Reference, Suite
from tests.rules.crowds import busy_worlds
from tests.rules.reference import (
    account,
    attendance,
    board,
    complaint,
    data_quality,
    deposit,
    enterprise,
    filing,
    funding,
    roster,
    wages,
)
from tests.rules.reference.known import Facts
from tests.rules.worlds import SIGNED, ago, maybe, rarely, usually, worlds
from tests.rules.worlds_money import money_worlds
from xinan.kernel.period import Month
from xinan.rules.registry import RULES

DRAWN, DRAWN_LARGE, DRAWN_OF_MONEY = 120, 300, 900

TWO = st.sampled_from(("P1", "P2"))
LATEST = st.sampled_from(("2026-02", "2026-03"))
# Not exempt, and with a required amount to be rounded.
PRICES = st.sampled_from([Decimal("10000000.00"), Decimal("3000001.25"), Decimal("6000000.75")])
# The day of a signing, the day before, the day after.
AROUND = [SIGNED[3] + timedelta(days=shift) for shift in (-1, 0, 1)]
OPEN = {"completed_on": st.none()}
# Projects that began of late, so that every step of a ladder of days is met.
BEGUN = worlds(project=OPEN | {"started_on": ago(65), "permit_required": st.just(True), "filed_on": maybe(ago(40))})

FILING: dict[str, st.SearchStrategy[Facts]] = {
    "filing/not-filed": worlds() | BEGUN,
    "filing/no-permit": worlds() | BEGUN,
    "filing/no-labour-cost-clause": worlds(),
    "filing/no-payment-guarantee": worlds() | BEGUN,
    "filing/stale": worlds("pause", project=OPEN | {"updated_on": ago(120, 60)}),
    "filing/stopped-but-working": worlds(
        "pause",
        "attendance_day",
        "wage_payment",
        pause={"project_id": TWO, "to_on": maybe(ago(40, -10))},
        attendance_day={"project_id": TWO, "day": ago(40)},
    ),
}


def _holding(facts: Facts, share: str, less: str) -> Facts:
    """The facts with the account holding so much of what the lines of the last month ask for."""
    last = max((line["wage_month"] for line in facts["payroll_line"]), default="")
    owed = sum((line["payable"] for line in facts["payroll_line"] if line["wage_month"] == last), Decimal(0))
    held = (owed * Decimal(share)).quantize(Decimal("0.01")) - Decimal(less)
    return facts | {"account_entry": [row | {"balance_after": held} for row in facts["account_entry"]]}


# One account that holds about what the workers are still owed.
SHORT = st.builds(
    _holding,
    worlds(
        "wage_account",
        "account_entry",
        "payroll_line",
        "feed",
        project=OPEN | {"started_on": ago(60, 50)},
        wage_account={"project_id": st.just("P1"), "opened_on": ago(60, 50), "closed_on": st.none()},
        account_entry={"account_id": st.just("A1"), "booked_on": ago(40, 10)},
        payroll_line={"project_id": st.just("P1"), "wage_month": LATEST, "submitted_on": ago(40, 10)},
        feed={"source": st.just("bank"), "last_received_on": ago(2)},
    ),
    st.sampled_from(("1", "0.9", "0.8", "0.5")),
    st.sampled_from(("0.00", "0.01")),
)

ACCOUNT: dict[str, st.SearchStrategy[Facts]] = {
    "account/not-opened": worlds("wage_account", "attendance_day"),
    "account/no-agreement": worlds("wage_account"),
    "account/outflow-not-wages": worlds("wage_account", "account_entry", "employment", employment={"project_id": TWO}),
    "account/balance-short": SHORT
    | worlds(
        "wage_account",
        "account_entry",
        "payroll_line",
        "wage_payment",
        "pause",
        "feed",
        project=OPEN,
        wage_account={"project_id": TWO, "opened_on": ago(120, 20)},
        payroll_line={"project_id": TWO, "wage_month": LATEST},
        wage_payment={"project_id": TWO, "wage_month": LATEST, "account_id": st.just("A1")},
    ),
    "account/closed-early": worlds(
        "wage_account",
        "attendance_day",
        "wage_payment",
        "clue",
        project={"completed_on": ago(120, 30)},
        wage_account={
            "project_id": TWO,
            "opened_on": ago(200, 100),
            "closing_notice_on": ago(61, 60) | ago(100, 40),
            "closed_on": ago(31, 28) | ago(60),
        },
        attendance_day={"project_id": TWO, "day": ago(120, 60)},
        clue={"closed_on": usually(ago(80))},
    ),
    "account/no-movement": worlds(
        "wage_account",
        "account_entry",
        "feed",
        project=OPEN | {"started_on": ago(200, 100)},
        wage_account={"project_id": TWO, "opened_on": ago(120, 90), "closed_on": st.none()},
        account_entry={"booked_on": ago(61, 59)},
    )
    | worlds(
        "wage_account",
        "account_entry",
        "pause",
        "feed",
        project=OPEN,
        wage_account={"project_id": TWO, "opened_on": ago(61, 59) | ago(120, 55), "closed_on": rarely(ago(20))},
        account_entry={"booked_on": ago(61, 59) | ago(120, 50)},
    ),
}

DEPOSIT: dict[str, st.SearchStrategy[Facts]] = {
    "deposit/missing": worlds("arrears_record", "joint_list", "deposit"),
    "deposit/too-small": worlds(
        "arrears_record",
        "joint_list",
        "deposit",
        project={"permit_issued_on": ago(120, 20), "contract_price": PRICES},
        deposit={
            "project_id": TWO,
            "effective_on": ago(120),
            "expires_on": maybe(ago(1, -1) | ago(60, -60)),
            "released_on": rarely(ago(40)),
        },
    ),
    "deposit/expiring": worlds(
        "deposit",
        project=OPEN,
        deposit={"project_id": TWO, "effective_on": ago(120), "expires_on": usually(ago(-29, -31) | ago(40, -45))},
    ),
    "deposit/expired": worlds(
        "deposit",
        project=OPEN,
        deposit={"project_id": TWO, "effective_on": ago(120), "expires_on": usually(ago(60, -10))},
    ),
    "deposit/not-replenished": worlds(
        "deposit",
        "deposit_draw",
        deposit={"project_id": TWO, "effective_on": ago(120)},
        deposit_draw={"drawn_on": ago(60)},
    ),
    "deposit/return-overdue": worlds(
        "deposit",
        "clue",
        "attendance_day",
        "wage_payment",
        project={"completed_on": ago(300, 30)},
        deposit={"project_id": TWO, "effective_on": ago(120)},
        clue={"closed_on": usually(ago(60))},
        attendance_day={"worker_id": st.just("W1"), "day": ago(60, 30)},
        wage_payment={
            "worker_id": st.just("W1"),
            "paid_on": ago(30),
            "status": st.just("paid"),
            "account_id": st.just("A1"),
        },
    ),
}

BESIDE: dict[str, st.SearchStrategy[Facts]] = {
    "board/missing": worlds("notice_board") | BEGUN,
    "board/incomplete": worlds("notice_board"),
    "complaint/cluster": worlds("clue", clue={"project_id": TWO, "received_on": ago(45)}),
    "complaint/overdue": worlds("clue", clue={"project_id": TWO}),
    "enterprise/repeat": worlds(
        "wage_account",
        "attendance_day",
        "wage_payment",
        "feed",
        project={"contractor_id": st.just("F1")},
        attendance_day={"day": ago(120, 30)},
        feed={"source": st.just("bank")},
    ),
    "enterprise/listed": worlds("joint_list")
    | worlds(
        "joint_list",
        project={"contract_signed_on": st.just(SIGNED[3]), "contractor_id": st.just("F1")},
        joint_list={"listed_on": st.sampled_from(AROUND), "removed_on": rarely(ago(20))},
    ),
}

AT_WORK = busy_worlds("pause", "worker", "payroll_line", "wage_payment", "clue", "feed")
PAID = money_worlds()
# The forecast looks at the month that falls due next: work in the months before the as-of day.
DUE_SOON = money_worlds(months=(Month(2026, 2), Month(2026, 3)), going_on=True)


def references(*links: ModuleType) -> dict[str, Reference]:
    """The rules of some links by identifier with the functions of the same names."""
    by_link = {module.__name__.rpartition(".")[2]: module for module in links}
    return {
        rule.id: getattr(by_link[rule.link.value], rule.name.replace("-", "_"))
        for rule in RULES
        if rule.link.value in by_link
    }


def _alone(of_rule: Mapping[str, st.SearchStrategy[Facts]], *links: ModuleType) -> dict[str, Suite]:
    return {
        rule_id: Suite({rule_id: reference}, of_rule[rule_id], DRAWN)
        for rule_id, reference in references(*links).items()
    }


ALONE: dict[str, Suite] = {
    **_alone(FILING, filing),
    **_alone(ACCOUNT, account),
    **_alone(DEPOSIT, deposit),
    **_alone(BESIDE, board, complaint, enterprise),
}
PEOPLE = {"people": Suite(references(roster, attendance), AT_WORK, DRAWN_LARGE)}
MONEY = {"money": Suite(references(wages, data_quality, funding), PAID | DUE_SOON, DRAWN_OF_MONEY)}
SUITES = ALONE | PEOPLE | MONEY
