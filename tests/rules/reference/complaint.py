"""The rules of complaints, in plain loops."""

from datetime import date

from tests.rules.reference.known import Facts, Found, known, ladder, of_project, of_project_finding, plus


def cluster(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        clues = of_project(seen["clue"], project)
        recent = sorted(clue["received_on"] for clue in clues if (as_of - clue["received_on"]).days < 30)
        large = [clue["received_on"] for clue in clues if clue["closed_on"] is None and clue["workers"] >= 10]
        if recent[2:] or large:
            found.append(of_project_finding(project, "red", min(recent[2:3] + large)))
    return found


def overdue(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        received = [clue["received_on"] for clue in of_project(seen["clue"], project) if clue["closed_on"] is None]
        level = ladder((as_of - min(received)).days, [("orange", 31), ("red", 61)]) if received else None
        if level:
            found.append(of_project_finding(project, level, plus(min(received), 31)))
    return found
