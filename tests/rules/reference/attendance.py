"""The attendance rules once more, in plain loops, from the rulebook alone."""

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction

from tests.rules.reference.known import Facts, Found, is_active, is_valid, known, ladder, of_project, plus
from tests.rules.reference.roster import stays_on
from xinan.kernel.calendar import CHINA
from xinan.kernel.period import Month

KEY_POSTS = {"project_manager", "safety_officer", "chief_supervisor", "safety_supervisor"}


def days_after(first: date, last: date) -> list[date]:
    """The days after `first` up to `last`."""
    return [first + timedelta(days=n) for n in range(1, (last - first).days + 1)]


def looked_back(as_of: date) -> list[Month]:
    """The twelve months before that of the as-of day."""
    return [Month.of(as_of).shift(-n) for n in range(12, 0, -1)]


def silent_site(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        employments = of_project(facts["employment"], project)
        attended = [row["day"] for row in of_project(facts["attendance_day"], project)]
        if not attended:
            continue
        silence, since = 0, None
        for day in days_after(max(attended), as_of):
            active = is_active(facts, project, day)
            silence += active and not CHINA.is_day_off(day)
            holds = active and silence >= 3 and any(stays_on(row, day) for row in employments)
            since = (since or day) if holds else None
        if since:
            level = ladder(silence, [("blue", 3), ("yellow", 7), ("red", 15)])
            found.append((project["project_id"], project["project_id"], None, level, since))
    return found


def never_started(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        if project["started_on"] is None or of_project(facts["attendance_day"], project):
            continue
        count, since = 0, None
        for day in days_after(project["started_on"], as_of):
            active = is_active(facts, project, day)
            count += active
            since = (since or day) if active and count >= 10 else None
        if since:
            level = ladder(count, [("yellow", 10), ("red", 30)])
            found.append((project["project_id"], project["project_id"], None, level, since))
    return found


def low_rate(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        employments = of_project(facts["employment"], project)
        valid = [row for row in of_project(facts["attendance_day"], project) if is_valid(row)]
        for month in looked_back(as_of):
            present = sum(row["day"] in month for row in valid)
            if not present:
                continue
            expected = 0
            for day in days_after(plus(month.first, -1), month.last):
                if CHINA.is_working_day(day) and is_active(facts, project, day):
                    expected += len({row["worker_id"] for row in employments if stays_on(row, day)})
            level = "yellow" if present * 10 < expected * 4 else "blue" if present * 10 < expected * 6 else None
            if level:
                found.append((project["project_id"], project["project_id"], str(month), level, month.next.first))
    return found


def key_post_absent(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        key = [row for row in of_project(facts["employment"], project) if row["post"] in KEY_POSTS]
        valid = [row for row in of_project(facts["attendance_day"], project) if is_valid(row)]
        for month in looked_back(as_of):
            site = {row["day"] for row in valid if row["day"] in month}
            rates = []
            for worker in {row["worker_id"] for row in key}:
                stays = [row for row in key if row["worker_id"] == worker]
                expected = {day for day in site if any(stays_on(row, day) for row in stays)}
                there = {row["day"] for row in valid if row["worker_id"] == worker} & expected
                if expected:
                    rates.append(Fraction(len(there), len(expected)))
            if rates and min(rates) < Fraction(80, 100):
                level = "orange" if min(rates) < Fraction(40, 100) else "yellow"
                found.append((project["project_id"], project["project_id"], str(month), level, month.next.first))
    return found


def hand_typed(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        for month in looked_back(as_of):
            rows = [row for row in of_project(facts["attendance_day"], project) if row["day"] in month]
            punches = sum(row["punches"] for row in rows)
            if not punches:
                continue
            share = Fraction(sum(row["supplements"] for row in rows), punches)
            level = "orange" if share > Fraction(80, 100) else "yellow" if share > Fraction(20, 100) else None
            if level:
                found.append((project["project_id"], project["project_id"], str(month), level, month.next.first))
    return found


def same_moment(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        moments = Counter(
            (row["day"], row["first_at"], row["last_at"])
            for row in of_project(facts["attendance_day"], project)
            if (as_of - row["day"]).days < 30
        )
        days = [day for (day, _, _), workers in moments.items() if workers >= 10]
        if days:
            found.append((project["project_id"], project["project_id"], None, "orange", min(days)))
    return found


def single_punch(facts: Facts, as_of: date) -> Found:
    facts, found = known(facts, as_of), []
    for project in facts["project"]:
        for month in looked_back(as_of):
            rows = [row for row in of_project(facts["attendance_day"], project) if row["day"] in month]
            invalid = sum(not is_valid(row) for row in rows)
            if invalid * 10 > len(rows) * 3:
                found.append((project["project_id"], project["project_id"], str(month), "blue", month.next.first))
    return found
