"""All findings of a day, by the plain-Python reading of the rulebook: what the simulation is judged by."""

from collections import Counter
from datetime import date

from tests.simulation.judge import people, registry, wages
from tests.simulation.judge.facts import Facts, Row
from xinan.kernel.period import Month

Identity = tuple[str, str, str, str, str]  # rule, project, subject kind, subject, period

RULES = (*registry.JUDGES, *people.JUDGES, *wages.JUDGES, "enterprise/repeat")


def judge(tables: dict[str, list[Row]], *, as_of: date) -> set[Identity]:
    """Every finding that is neither withheld nor a detail of another."""
    facts = Facts(tables, as_of)
    found: set[Identity] = set()
    for project in facts.projects:
        found |= _project(facts, project)
    return _without_details(found) | _repeats(facts, found)


def _project(facts: Facts, project: Row) -> set[Identity]:
    key = project["project_id"]
    found: set[Identity] = {
        (rule, key, "project", key, "") for rule, holds in registry.JUDGES.items() if holds(facts, project)
    }
    for rule, holds in {**people.JUDGES, **wages.JUDGES}.items():
        found |= {(rule, key, kind, subject, period) for kind, subject, period in holds(facts, project)}
    return found


def _without_details(found: set[Identity]) -> set[Identity]:
    """below-agreed is a detail of no-transfer of the same month."""
    return {
        row for row in found if not (row[0] == "funding/below-agreed" and ("funding/no-transfer", *row[1:]) in found)
    }


def _repeats(facts: Facts, found: set[Identity]) -> set[Identity]:
    red: Counter[str] = Counter()
    for project in facts.projects:
        months = [row[4] for row in found if row[0] == "wages/unpaid" and row[1] == project["project_id"]]
        if any(_red(facts, project, Month.parse(month)) for month in months):
            red[project["contractor_id"]] += 1
    return {("enterprise/repeat", "", "enterprise", firm, "") for firm, count in red.items() if count >= 2}


def _red(facts: Facts, project: Row, month: Month) -> bool:
    paid, workers = facts.paid(project), facts.valid_days(project)[month]
    overdue = (facts.today - facts.due_on(project, month)).days
    unpaid = sum(not paid.get((worker, str(month))) for worker in workers)
    return overdue >= 61 or (overdue >= 31 and unpaid * 10 >= len(workers))
