"""The rules of the notice board, in plain loops."""

from datetime import date

from tests.rules.reference.known import Facts, Found, known, ladder, of_project, of_project_finding, plus


def missing(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        started = project["started_on"]
        if started is None or project["completed_on"] is not None or of_project(seen["notice_board"], project):
            continue
        level = ladder((as_of - started).days, [("blue", 1), ("yellow", 15)])
        if level:
            found.append(of_project_finding(project, level, plus(started, 1)))
    return found


def incomplete(facts: Facts, as_of: date) -> Found:
    seen = known(facts, as_of)
    found = []
    for project in seen["project"]:
        boards = of_project(seen["notice_board"], project)
        if boards:
            newest = max(boards, key=lambda board: board["posted_on"])
            if not (newest["has_parties"] and newest["has_wage_terms"] and newest["has_channels"]):
                found.append(of_project_finding(project, "blue", newest["posted_on"]))
    return found
