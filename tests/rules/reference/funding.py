"""The rules of funding once more, in plain loops, from the rulebook alone."""

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from tests.rules.reference.known import (
    Facts,
    Found,
    Row,
    due_on,
    is_active,
    is_valid,
    known,
    of_project,
    of_project_finding,
    paid,
    stretch,
    unpaid_months,
)
from tests.rules.reference.pay import (
    balance,
    employment_in,
    is_past,
    months_back,
    of_month,
    transfers,
    valid_days,
)
from xinan.kernel.period import Month


def _is_without_transfer(facts: Facts, project: Row, month: Month) -> bool:
    days = [month.first + timedelta(days=n) for n in range(month.days)]
    return (
        bool(valid_days(facts, project, month))
        and sum(is_active(facts, project, day) for day in days) >= 15
        and not any(row["booked_on"] in month for row in transfers(facts, project))
    )


def no_transfer(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        for month in months_back(as_of):
            if _is_without_transfer(facts, project, month):
                level = "red" if _is_without_transfer(facts, project, month.previous) else "yellow"
                found.append(of_month(project, month, level, month.next.first))
    return found


def below_agreed(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        agreed = project["labour_cost_monthly"]
        for month in months_back(as_of):
            if agreed is None or not valid_days(facts, project, month):
                continue
            came = sum(row["amount"] for row in transfers(facts, project) if row["booked_on"] in month)
            if came < agreed:
                found.append(of_month(project, month, "orange" if came * 2 < agreed else "yellow", month.next.first))
    return found


def below_payable(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:

        def short(day: date, project: Row = project) -> bool:
            lines = of_project(facts["payroll_line"], project)
            counted = [r for r in lines if is_past(Month.parse(r["wage_month"]), day) and r["submitted_on"] <= day]
            came = sum(row["amount"] for row in transfers(facts, project) if row["booked_on"] <= day)
            return came < sum(row["payable"] for row in counted)

        if short(as_of):
            level = "red" if unpaid_months(facts, project, as_of) else "orange"
            found.append(of_project_finding(project, level, stretch(short, as_of)))
    return found


def forecast_shortfall(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        is_open = any(row["closed_on"] is None for row in of_project(facts["wage_account"], project))
        around = [Month.of(as_of).shift(n) for n in range(-3, 3)]
        due, month = min((due_on(project, m), m) for m in around if due_on(project, m) >= as_of)
        if not is_open or (due - as_of).days > 30 or not is_active(facts, project, as_of):
            continue
        before = max(due_on(project, m) for m in around if due_on(project, m) < as_of)
        pay = {worker: _day_pay(facts, project, worker, month) for worker in valid_days(facts, project, month)}
        inflow = _inflow(facts, project, due, as_of)

        def short(
            day: date,
            project: Row = project,
            month: Month = month,
            pay: dict[str, Fraction] = pay,
            inflow: Fraction = inflow,
        ) -> bool:
            owed = sum(_earned(facts, project, worker, month, worth, day) for worker, worth in pay.items())
            return Fraction(balance(facts, project, day)) + inflow < owed

        def judged(day: date, p: Row = project, due: date = due, before: date = before) -> bool:
            return (due - day).days <= 30 and before < day and is_active(facts, p, day)

        if short(as_of):
            since = stretch(lambda day, s=short, j=judged: j(day) and s(day), as_of)
            found.append(of_project_finding(project, "blue", since))
    return found


def _day_pay(facts: Facts, project: Row, worker: str, month: Month) -> Fraction:
    """The agreed rate, else the worker's mean of the months before, else the project's."""
    employment = employment_in(facts, project, worker, month)
    if employment is not None and employment["day_rate"] is not None:
        return Fraction(employment["day_rate"])
    own, everyone = [Decimal(0), 0], [Decimal(0), 0]
    for earlier in {Month.of(row["day"]) for row in of_project(facts["attendance_day"], project)}:
        if earlier >= month:
            continue
        for person, days in valid_days(facts, project, earlier).items():
            amount = paid(facts, project, person, earlier, date.max)
            for total in [everyone, own] if person == worker else [everyone]:
                total[0] += amount
                total[1] += days
    chosen = own if own[0] > 0 else everyone
    return Fraction(chosen[0]) / chosen[1] if chosen[0] > 0 else Fraction(0)


def _earned(facts: Facts, project: Row, worker: str, month: Month, worth: Fraction, day: date) -> Fraction:
    days = sum(
        1
        for row in of_project(facts["attendance_day"], project)
        if row["worker_id"] == worker and row["day"] in month and row["day"] <= day and is_valid(row)
    )
    return max(days * worth - Fraction(paid(facts, project, worker, month, day)), Fraction(0))


def _inflow(facts: Facts, project: Row, due: date, as_of: date) -> Fraction:
    came = transfers(facts, project)
    if not came:
        return Fraction(0)
    last = max(row["booked_on"] for row in came)
    following = Month.of(last).next
    expected = date(following.year, following.month, min(last.day, following.days))
    three = [Month.of(as_of).shift(-n) for n in (1, 2, 3)]
    recent = sum((row["amount"] for row in came if Month.of(row["booked_on"]) in three), Decimal(0))
    return Fraction(recent) / 3 if expected <= due else Fraction(0)
