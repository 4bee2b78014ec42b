"""Sheet 03: put people on the project's roster, by real name."""

from collections.abc import Sequence
from typing import Any

from xinan.intake.keys import fresh_key
from xinan.intake.parties import is_placed, teams_of, units_of
from xinan.intake.persons import person_of
from xinan.intake.reading.rows import Row
from xinan.intake.restating import restate
from xinan.intake.taking import Taken, Taking, worst
from xinan.workforce.enums import Post
from xinan.workforce.models import Employment

_MANAGER_ROLE = "10"
_WRITTEN = ("employer_id", "team_id", "post", "work_type", "registered_on")


def take_people(rows: Sequence[Row], taking: Taking) -> Taken:
    """Enter each row's person as a worker, and on the roster unless there already.

    Until sheet 04 says when somebody came, they count as there from the day of registration.
    """
    taken = Taken()
    units, teams = units_of(taking.project_id), teams_of(taking.project_id)
    good = [row for row in rows if is_placed(row, units, teams, taken)]
    people = [person_of(row.values) for row in good]
    known = {person.identity for person in people} & set(taking.persons.find(person.identity for person in people))
    ids = taking.persons.enrol(people)
    amended = taking.persons.amend(person for person in people if person.identity in known)
    latest = _latest_employments(taking.project_id, [ids[person.identity] for person in people])
    new: list[Employment] = []
    changed: list[Employment] = []
    unchanged: list[str] = []
    for row in good:
        identity = row.values["identity"]
        employment = latest.get(ids[identity])
        outcome = "added"
        if employment is None:
            new.append(_employment(row, ids[identity], teams, taking))
        else:
            outcome = "changed" if _amend(employment, row, teams) else "unchanged"
            if outcome == "changed":
                employment.batch_id = taking.batch_id
                changed.append(employment)
            else:
                unchanged.append(employment.employment_id)
        taken.count(worst(outcome, amended.get(identity, "unchanged")))
    Employment.objects.bulk_create(new, batch_size=1000)
    Employment.objects.bulk_update(
        changed, ["employer", "team", "post", "work_type", "registered_on", "batch_id"], batch_size=500
    )
    restate(Employment, unchanged, batch_id=taking.batch_id)
    return taken


def _latest_employments(project_id: str, worker_ids: Sequence[str]) -> dict[str, Employment]:
    rows = Employment.objects.filter(project_id=project_id, worker_id__in=worker_ids).order_by("entered_on")
    return {employment.worker_id: employment for employment in rows}


def _said(row: Row, teams: dict[tuple[str, str], str]) -> dict[str, Any]:
    """What the row says of an employment; without what it leaves empty."""
    values = row.values
    enterprise, team = values["enterprise_code"], values["team_name"]
    said = {
        "employer_id": enterprise,
        "team_id": teams[enterprise, team] if team else None,
        "post": values["post"] or (Post.OTHER_MANAGER.value if values["work_role"] == _MANAGER_ROLE else None),
        "work_type": values["work_type"],
        "registered_on": values["registered_on"],
    }
    return {name: value for name, value in said.items() if value is not None}


def _employment(row: Row, worker_id: str, teams: dict[tuple[str, str], str], taking: Taking) -> Employment:
    said: dict[str, Any] = {"post": Post.WORKER.value, "registered_on": taking.today} | _said(row, teams)
    return Employment(
        employment_id=fresh_key(),
        project_id=taking.project_id,
        worker_id=worker_id,
        entered_on=said["registered_on"],
        batch_id=taking.batch_id,
        **said,
    )


def _amend(employment: Employment, row: Row, teams: dict[tuple[str, str], str]) -> bool:
    """Bring the employment to what the row says; a manager's post is not lost where the row only says “manager”."""
    said = _said(row, teams)
    if row.values["post"] is None and employment.post != Post.WORKER:
        said.pop("post", None)
    differs = {name: value for name, value in said.items() if getattr(employment, name) != value}
    for name, value in differs.items():
        setattr(employment, name, value)
    return bool(differs)
