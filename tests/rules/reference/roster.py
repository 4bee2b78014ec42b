"""The roster rules once more, in plain loops, from the rulebook alone."""

from collections.abc import Callable
from datetime import date, timedelta

from tests.rules.reference.known import (
    Facts,
    Found,
    Row,
    due_on,
    is_active,
    is_valid,
    known,
    ladder,
    of_project,
    paid,
    plus,
    seconds,
)
from xinan.kernel.period import Month

DAY = timedelta(days=1)


def stays_on(row: Row, day: date) -> bool:
    """On roster on a day."""
    return bool(row["entered_on"] <= day and (row["left_on"] is None or row["left_on"] >= day))


def run_up_to(as_of: date, first: date, holds: Callable[[date], bool]) -> date | None:
    """The first day of the unbroken run of days that hold up to the as-of day, not before `first`."""
    day, since = as_of, None
    while day >= first and holds(day):
        since, day = day, day - DAY
    return since


def recent_valid(facts: Facts, project: Row, as_of: date) -> dict[str, list[date]]:
    """Valid days of the last 30, by worker."""
    days: dict[str, list[date]] = {}
    for row in of_project(facts["attendance_day"], project):
        if is_valid(row) and (as_of - row["day"]).days < 30:
            days.setdefault(row["worker_id"], []).append(row["day"])
    return days


def unregistered(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        employments = of_project(facts["employment"], project)
        recent = recent_valid(facts, project, as_of)
        uncovered = [
            (worker, day)
            for worker, days in recent.items()
            for day in days
            if plus(day, 3) < as_of
            and not any(
                row["worker_id"] == worker
                and stays_on(row, day)
                and row["registered_on"] is not None
                and row["registered_on"] <= plus(day, 3)
                for row in employments
            )
        ]
        if uncovered:
            people = len({worker for worker, _ in uncovered})
            level = "red" if people >= 3 and people * 10 >= len(recent) else "yellow"
            since = min(plus(day, 4) for _, day in uncovered)
            found.append((project["project_id"], project["project_id"], None, level, since))
    return found


def no_contract(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        employments = of_project(facts["employment"], project)
        judged, lacking = 0, []
        for worker, days in recent_valid(facts, project, as_of).items():
            own = [row for row in employments if row["worker_id"] == worker]
            present = [row for row in own if stays_on(row, as_of)]
            if not present:
                continue
            judged += 1
            signed = [row["contract_signed_on"] for row in own if row["contract_signed_on"] is not None]
            if not any(day <= min(days) for day in signed):
                lacking.append(max(min(days), min(row["entered_on"] for row in present)))
        if lacking:
            level = "orange" if len(lacking) * 5 >= judged else "yellow"
            found.append((project["project_id"], project["project_id"], None, level, min(lacking)))
    return found


def no_labour_manager(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        if project["started_on"] is None:
            continue
        managers = [row for row in of_project(facts["employment"], project) if row["post"] == "labour_manager"]

        def holds(day: date, project: Row = project, managers: list[Row] = managers) -> bool:
            return is_active(facts, project, day) and not any(stays_on(row, day) for row in managers)

        since = run_up_to(as_of, plus(project["started_on"], 15), holds)
        if since:
            found.append((project["project_id"], project["project_id"], None, "yellow", since))
    return found


def _on_roster(facts: Facts, as_of: date, *, level: str, speaks_of: Callable[[Row], bool]) -> Found:
    """Projects with somebody on the roster of whom something is true, since the earliest entry."""
    found = []
    people = {row["worker_id"] for row in facts["worker"] if speaks_of(row)}
    for project in facts["project"]:
        entered = [
            row["entered_on"]
            for row in of_project(facts["employment"], project)
            if row["worker_id"] in people and stays_on(row, as_of)
        ]
        if entered:
            found.append((project["project_id"], project["project_id"], None, level, min(entered)))
    return found


def identity_invalid(facts: Facts, as_of: date) -> Found:
    return _on_roster(known(facts, as_of), as_of, level="blue", speaks_of=lambda row: not row["identity_valid"])


def card_mismatch(facts: Facts, as_of: date) -> Found:
    return _on_roster(
        known(facts, as_of), as_of, level="yellow", speaks_of=lambda row: row["card_holder_matches"] is False
    )


def birthday(birth: date, years: int) -> date:
    """The day on which somebody turns so many; 29 February becomes 1 March."""
    try:
        return birth.replace(year=birth.year + years)
    except ValueError:
        return date(birth.year + years, 3, 1)


def under_age(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        for worker in facts["worker"]:
            days = [
                row["day"]
                for row in of_project(facts["attendance_day"], project)
                if row["worker_id"] == worker["worker_id"] and is_valid(row)
            ]
            if worker["birth_on"] is None or not days:
                continue
            level = None
            for age, reached in ((18, "yellow"), (16, "red")):
                if min(days) < birthday(worker["birth_on"], age):
                    level = reached
            if level:
                found.append((project["project_id"], worker["worker_id"], None, level, min(days)))
    return found


def retires_on(worker: Row) -> date:
    """The day on which retirement age is reached, by the decision of 2024-09-13."""
    original, first, step, most = (
        (60, Month(1965, 1), 4, 36) if worker["sex"] == "male" else (50, Month(1975, 1), 2, 60)
    )
    delay, begins = 0, first
    while Month.of(worker["birth_on"]) >= begins and delay < most:
        delay, begins = delay + 1, begins.shift(step)
    month = Month.of(worker["birth_on"]).shift(original * 12 + delay)
    return month.next.first if worker["birth_on"].day > month.days else month.first.replace(day=worker["birth_on"].day)


def over_age(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    workers = {row["worker_id"]: row for row in facts["worker"]}
    for project in facts["project"]:
        since = [
            max(row["entered_on"], plus(retires_on(worker), 1))
            for row in of_project(facts["employment"], project)
            if (worker := workers.get(row["worker_id"]))
            and worker["birth_on"]
            and worker["sex"]
            and stays_on(row, as_of)
            and retires_on(worker) < as_of
        ]
        if since:
            found.append((project["project_id"], project["project_id"], None, "blue", min(since)))
    return found


def two_places(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    projects = {row["project_id"] for row in facts["project"]}
    recent = [
        row
        for row in facts["attendance_day"]
        if row["project_id"] in projects and is_valid(row) and (as_of - row["day"]).days < 30
    ]
    met: dict[tuple[str, str], set[date]] = {}
    for here in recent:
        for there in recent:
            if (
                here["worker_id"] == there["worker_id"]
                and here["day"] == there["day"]
                and here["project_id"] != there["project_id"]
                and _share_time(here, there)
            ):
                met.setdefault((here["project_id"], here["worker_id"]), set()).add(here["day"])
    for (project, worker), days in met.items():
        found.append((project, worker, None, "orange" if len(days) >= 5 else "yellow", min(days)))
    return found


def _share_time(here: Row, there: Row) -> bool:
    begins = max(seconds(here["first_at"]), seconds(there["first_at"]))
    return begins < min(seconds(here["last_at"]), seconds(there["last_at"]))


def shared_card(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    cards = {row["worker_id"]: row["wage_card"] for row in facts["worker"]}
    for project in facts["project"]:
        came: dict[str, dict[str, date]] = {}
        for row in of_project(facts["employment"], project):
            card = cards.get(row["worker_id"])
            if card is not None:
                holders = came.setdefault(card, {})
                holders[row["worker_id"]] = min(row["entered_on"], holders.get(row["worker_id"], row["entered_on"]))
        second = [sorted(holders.values())[1] for holders in came.values() if len(holders) >= 2]
        if second:
            found.append((project["project_id"], project["project_id"], None, "red", min(second)))
    return found


def leaver_unsettled(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        since, longest = [], 0
        for row in of_project(facts["employment"], project):
            if row["left_on"] is None or row["settled_on"] is not None:
                continue
            began = run_up_to(as_of, plus(row["left_on"], 15), _owes(facts, project, row["worker_id"], as_of))
            if began:
                since.append(began)
                longest = max(longest, (as_of - row["left_on"]).days)
        if since:
            level = ladder(longest, [("yellow", 15), ("red", 30)])
            if any(clue["closed_on"] is None for clue in of_project(facts["clue"], project)):
                level = "yellow"
            assert level
            found.append((project["project_id"], project["project_id"], None, level, min(since)))
    return found


def _owes(facts: Facts, project: Row, worker: str, as_of: date) -> Callable[[date], bool]:
    """Whether, by a day, no line of the worker was confirmed, or a month was overdue that is unpaid to this day."""
    lines = [row for row in of_project(facts["payroll_line"], project) if row["worker_id"] == worker]
    worked = {
        Month.of(row["day"])
        for row in of_project(facts["attendance_day"], project)
        if row["worker_id"] == worker and is_valid(row)
    }
    unpaid = [month for month in worked if paid(facts, project, worker, month, as_of) == 0]

    def owes(day: date) -> bool:
        confirmed = any(row["confirmed_on"] is not None and row["confirmed_on"] <= day for row in lines)
        overdue = any(month < Month.of(day) and due_on(project, month) < day for month in unpaid)
        return not confirmed or overdue

    return owes


def paid_not_present(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        hands = {row["worker_id"] for row in of_project(facts["employment"], project) if row["post"] == "worker"}
        seen = {(row["worker_id"], Month.of(row["day"])) for row in of_project(facts["attendance_day"], project)}
        since: dict[tuple[str, Month], date] = {}
        for row in of_project(facts["wage_payment"], project):
            worker, month = row["worker_id"], Month.parse(row["wage_month"])
            if row["status"] != "paid" or row["account_id"] is None or worker not in hands:
                continue
            if month >= Month.of(as_of) or (worker, month) in seen:
                continue
            if paid(facts, project, worker, month, as_of) > 0:
                began = max(row["paid_on"], month.next.first)
                since[worker, month] = min(began, since.get((worker, month), began))
        if since:
            level = "red" if len({worker for worker, _ in since}) >= 10 else "orange"
            found.append((project["project_id"], project["project_id"], None, level, min(since.values())))
    return found
