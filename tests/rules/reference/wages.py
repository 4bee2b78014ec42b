"""The rules of wages once more, in plain loops, from the rulebook alone."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from fractions import Fraction

from tests.rules.reference.known import Facts, Found, Row, due_on, known, ladder, of_project, paid, plus, stretch
from tests.rules.reference.pay import (
    earliest,
    employment_in,
    is_made_good,
    is_past,
    lines_of,
    months_back,
    of_month,
    payments_of,
    valid_days,
)
from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month

# The monthly minimum wage of Jilin, of the places in the generated worlds: 2021-12-01 and 吉政函〔2024〕66号.
# 南关区 of 长春, 昌邑区 of 吉林, 延吉市.
MINIMUM_WAGE = {
    "220102": [(date(2021, 12, 1), Decimal(1880)), (date(2024, 10, 1), Decimal(2120))],
    "220202": [(date(2021, 12, 1), Decimal(1760)), (date(2024, 10, 1), Decimal(1920))],
    "222401": [(date(2021, 12, 1), Decimal(1760)), (date(2024, 10, 1), Decimal(1920))],
}
OVERDUE = [("yellow", 1), ("orange", 31), ("red", 61)]


def _months(facts: Facts, as_of: date) -> list[tuple[Row, Month]]:
    return [
        (project, month)
        for project in facts["project"]
        for month in months_back(as_of)
        if valid_days(facts, project, month)
    ]


def _is_due(project: Row, month: Month, day: date) -> bool:
    return is_past(month, day) and due_on(project, month) < day


def unpaid(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project, month in _months(facts, as_of):

        def stands(worker: str, day: date, project: Row = project, month: Month = month) -> bool:
            return _is_due(project, month, day) and paid(facts, project, worker, month, day) == 0

        workers = list(valid_days(facts, project, month))
        nothing = [worker for worker in workers if stands(worker, as_of)]
        since = earliest(workers, stands, as_of)
        if since is not None:
            overdue = (as_of - due_on(project, month)).days
            many = len(nothing) * 10 >= len(workers) and overdue >= 31
            found.append(of_month(project, month, "red" if many else ladder(overdue, OVERDUE) or "", since))
    return found


def part_paid(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project, month in _months(facts, as_of):
        lines = lines_of(facts, project, month)

        def stands(
            worker: str, day: date, project: Row = project, month: Month = month, lines: list[Row] = lines
        ) -> bool:
            mine = [row for row in lines if row["worker_id"] == worker and row["submitted_on"] <= day]
            payable = sum((row["payable"] for row in mine), Decimal(0))
            return _is_due(project, month, day) and 0 < paid(facts, project, worker, month, day) < payable

        since = earliest(list(valid_days(facts, project, month)), stands, as_of)
        if since is not None:
            level = ladder((as_of - due_on(project, month)).days, OVERDUE)
            found.append(of_month(project, month, level or "", since))
    return found


def no_payroll(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project, month in _months(facts, as_of):
        tenth = month.next.first.replace(day=10)
        if not lines_of(facts, project, month) and as_of > tenth:
            level = ladder((as_of - tenth).days, [("yellow", 1), ("orange", 21)])
            found.append(of_month(project, month, level or "", plus(tenth, 1)))
    return found


def below_minimum(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project, month in _months(facts, as_of):
        in_force = [wage for day, wage in MINIMUM_WAGE[project["region_code"]] if day <= month.last][-1]
        for worker, days in valid_days(facts, project, month).items():
            lost = [
                row["amount"]
                for row in payments_of(facts, project, month)
                if row["worker_id"] == worker and row["status"] != "paid" and not is_made_good(facts, row)
            ]
            counted = paid(facts, project, worker, month, as_of) + sum(lost, Decimal(0))
            if days >= 21 and _is_due(project, month, as_of) and counted < in_force:
                since = stretch(lambda day, p=project, m=month: _is_due(p, m, day), as_of)
                found.append((project["project_id"], worker, str(month), "red", since))
    return found


def outside_account(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project, month in _months(facts, as_of):
        opened = [row["opened_on"] for row in of_project(facts["wage_account"], project)]
        if not opened or Month.of(min(opened)) > month:
            continue
        outside = [
            row
            for row in payments_of(facts, project, month)
            if row["status"] == "paid" and row["account_id"] is None and not row["payment_id"].startswith("S:")
        ]
        since = earliest(outside, lambda row, day, m=month: is_past(m, day) and row["paid_on"] <= day, as_of)
        if since is not None:
            found.append(of_month(project, month, "orange", since))
    return found


def _share_rule(
    facts: Facts,
    as_of: date,
    steps: list[tuple[str, Fraction]],
    judge: Callable[[Row, Month, Row, date], bool | None],
) -> Found:
    """A rule about a share of the month's lines; `judge` says whether a line is meant (None: it does not count)."""
    found: Found = []
    for project, month in _months(facts, as_of):
        lines = lines_of(facts, project, month)

        def level(day: date, project: Row = project, month: Month = month, lines: list[Row] = lines) -> str | None:
            verdicts = [judge(project, month, row, day) for row in lines if row["submitted_on"] <= day]
            counted = [verdict for verdict in verdicts if verdict is not None]
            if not counted or not is_past(month, day):
                return None
            return ladder(Fraction(sum(counted), len(counted)), steps)

        now = level(as_of)
        if now is not None:
            found.append(of_month(project, month, now, stretch(lambda day: level(day) is not None, as_of)))
    return found


def unconfirmed(facts: Facts, as_of: date) -> Found:
    def judge(_: Row, __: Month, line: Row, day: date) -> bool | None:
        if (day - line["submitted_on"]).days <= 7:
            return None
        answers = (line["confirmed_on"], line["disputed_on"])
        return not any(answer is not None and answer <= day for answer in answers)

    shares = [("blue", Fraction(5, 100)), ("yellow", Fraction(20, 100)), ("orange", Fraction(30, 100))]
    return _share_rule(known(facts, as_of), as_of, shares, judge)


def days_mismatch(facts: Facts, as_of: date) -> Found:
    facts = known(facts, as_of)

    def judge(project: Row, month: Month, line: Row, _: date) -> bool:
        return bool(line["days"] - valid_days(facts, project, month)[line["worker_id"]] > 3)

    return _share_rule(facts, as_of, [("blue", Fraction(10, 100)), ("yellow", Fraction(30, 100))], judge)


def rate_out_of_range(facts: Facts, as_of: date) -> Found:
    facts = known(facts, as_of)

    def judge(project: Row, month: Month, line: Row, _: date) -> bool | None:
        employment = employment_in(facts, project, line["worker_id"], month)
        if employment is None or employment["day_rate"] is None:
            return None
        agreed = line["days"] * employment["day_rate"]
        if agreed == 0:
            return bool(line["payable"] > 0)
        return not Fraction(1, 2) <= Fraction(line["payable"]) / Fraction(agreed) <= 2

    return _share_rule(facts, as_of, [("yellow", Fraction(10, 100))], judge)


def disputed(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []

    def stands(line: Row, day: date) -> bool:
        if line["disputed_on"] is None or line["dispute_closed_on"] is not None:
            return False
        third = CHINA.nth_working_day_after(line["disputed_on"], 3)
        return day > third and is_past(Month.parse(line["wage_month"]), day)

    for project, month in _months(facts, as_of):
        lines = lines_of(facts, project, month)
        since = earliest(lines, stands, as_of)
        if since is not None:
            workers = {row["worker_id"] for row in lines if stands(row, as_of)}
            found.append(of_month(project, month, "red" if len(workers) >= 10 else "yellow", since))
    return found


def failures(facts: Facts, project: Row, month: Month, as_of: date) -> list[date]:
    """The deadlines, all past, of the failed payments of a month that were not made good."""
    deadlines = [
        CHINA.nth_working_day_after(row["paid_on"], 3)
        for row in payments_of(facts, project, month)
        if row["status"] in ("failed", "returned") and not is_made_good(facts, row)
    ]
    return [day for day in deadlines if day < as_of]


def failed_not_repaid(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project, month in _months(facts, as_of):
        missed = failures(facts, project, month, as_of)
        if missed:
            since = earliest(missed, lambda deadline, day, m=month: day > deadline and is_past(m, day), as_of)
            overdue = (as_of - min(missed)).days
            found.append(of_month(project, month, "yellow" if overdue >= 10 else "blue", since or as_of))
    return found


def outlier(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        everything = sorted({Month.of(row["day"]) for row in of_project(facts["attendance_day"], project)})
        years = [(str(y), [m for m in everything if m.year == y]) for y in {m.year for m in months_back(as_of)}]
        spans = [(str(month), [month], 50_000) for month in months_back(as_of)]
        for name, months, limit in [*spans, *((name, months, 300_000) for name, months in years)]:
            for worker in {w for month in months for w in valid_days(facts, project, month)}:
                theirs = [month for month in months if worker in valid_days(facts, project, month)]

                def above(
                    day: date, w: str = worker, ms: list[Month] = theirs, most: int = limit, p: Row = project
                ) -> bool:
                    return sum(paid(facts, p, w, m, day) for m in ms if is_past(m, day)) > most

                if above(as_of):
                    found.append((project["project_id"], worker, name, "red", stretch(above, as_of)))
    return found


def uniform_pay(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project, month in _months(facts, as_of):
        groups: dict[tuple[str, Decimal], list[Row]] = {}
        for line in lines_of(facts, project, month):
            employment = employment_in(facts, project, line["worker_id"], month)
            if employment is not None and employment["team_id"] is not None:
                groups.setdefault((employment["team_id"], line["payable"]), []).append(line)

        def stands(lines: list[Row], day: date, month: Month = month) -> bool:
            days = [row["days"] for row in lines if row["submitted_on"] <= day]
            return is_past(month, day) and len(days) >= 10 and max(days) - min(days) > 3

        since = earliest(list(groups.values()), stands, as_of)
        if since is not None:
            found.append(of_month(project, month, "orange", since))
    return found
