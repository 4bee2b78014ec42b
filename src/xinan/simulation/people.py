"""The people of a project: managers and supervisors, teams of workers, entering and leaving."""

from dataclasses import dataclass
from datetime import date, timedelta

from xinan.simulation.chance import Chance
from xinan.simulation.draft import Draft
from xinan.simulation.facts import FEN, EmploymentRow, WorkerRow
from xinan.simulation.names import team_name

KEY_POSTS = ("project_manager", "safety_officer", "chief_supervisor", "safety_supervisor")
_SUPERVISION = ("chief_supervisor", "safety_supervisor")
_SUPERVISED_FROM = 16  # people: smaller sites share a supervisor, who is not on their roster
_TEAM = 16
_MEAN_STAY = 240.0  # days
_SHORTEST_STAY = 25
_LATEST_ENTRY = 20  # day of the month, where wages are due in the month itself
_MANAGER_RATES = {"project_manager": 620, "chief_supervisor": 560}
_YEAR = 365.25


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place to be filled: post, team and pay for a day (yuan)."""

    post: str
    team: str | None
    employer_id: str
    rate: int


def hire(draft: Draft) -> None:
    """Employments and workers of the project, from its start to its completion or the last day."""
    begun = draft.plan.started_on
    if begun is None:
        return
    chance = Chance(draft.options.seed, "people", draft.plan.number)
    for place, slot in enumerate(_slots(draft, chance=chance)):
        _fill(draft, slot, place=place, begun=begun, chance=chance)


def _slots(draft: Draft, *, chance: Chance) -> list[_Slot]:
    plan = draft.plan
    posts = ["labour_manager", "project_manager", "safety_officer"]
    if plan.size >= _SUPERVISED_FROM:
        posts += _SUPERVISION
    supervisor = draft.supervisor or plan.contractor
    slots = [
        _Slot(
            post,
            None,
            supervisor.enterprise_id if post in _SUPERVISION else plan.contractor.enterprise_id,
            _MANAGER_RATES.get(post, 360) + 10 * chance.whole(-4, 6),
        )
        for post in posts
    ]
    workers = plan.size - len(posts)
    for team in range(-(-workers // _TEAM)):
        employer = draft.subcontractors[team % len(draft.subcontractors)].enterprise_id
        base = 5 * chance.whole(48, 76)
        for _ in range(min(_TEAM, workers - team * _TEAM)):
            rate = base + 5 * chance.whole(-6, 8)
            slots.append(_Slot("worker", f"{plan.project_id}-{team_name(team)}", employer, rate))
    return slots


def _fill(draft: Draft, slot: _Slot, *, place: int, begun: date, chance: Chance) -> None:
    """One person after another in a place; managers stay to the end."""
    plan, window = draft.plan, draft.window
    last = (plan.completed_on or window.end + timedelta(days=400)) - timedelta(days=1)
    entered = _first_entry(draft, slot, begun=begun, chance=chance)
    while entered is not None and entered <= min(last, window.end):
        left = last if plan.completed_on else None
        if slot.post == "worker":
            stay = _SHORTEST_STAY + int(chance.numpy.exponential(_MEAN_STAY))
            leaves = max(entered, window.first) + timedelta(days=stay)
            # A worker who would stay but a few days more is kept to the end.
            left = leaves if leaves <= min(last, window.end) - timedelta(days=3) else left
        _employ(draft, slot, entered=entered, left=left, chance=chance)
        if left is None or left == last:
            return
        entered = _next_entry(draft, left + timedelta(days=chance.whole(1, 9)))


def _first_entry(draft: Draft, slot: _Slot, *, begun: date, chance: Chance) -> date | None:
    window, delay = draft.window, chance.whole(0, 14)
    if slot.post != "worker" or chance.happens(0.4):
        return begun if begun >= window.first else max(begun, window.first - timedelta(days=delay * 9))
    if begun < window.first:
        return max(begun, window.first - timedelta(days=chance.whole(0, 160)))
    return _next_entry(draft, begun + timedelta(days=delay))


def _next_entry(draft: Draft, day: date) -> date | None:
    """The first day from `day` on which someone new may enter: not in a pause, nor too late for this month's payroll."""
    plan = draft.plan
    while plan.paused(day) or (not plan.pay_next_month and day.day > _LATEST_ENTRY):
        day += timedelta(days=1)
        if day > draft.window.end:
            return None
    return day


def _employ(draft: Draft, slot: _Slot, *, entered: date, left: date | None, chance: Chance) -> None:
    number = len(draft.employments) + 1
    worker_id = f"W{draft.plan.number + 1:05d}{number:05d}"
    signed = entered - timedelta(days=chance.whole(0, 3))
    draft.employments.append(
        EmploymentRow(
            employment_id=f"E{draft.plan.number + 1:05d}{number:05d}",
            project_id=draft.project_id,
            worker_id=worker_id,
            employer_id=slot.employer_id,
            team_id=slot.team,
            post=slot.post,
            registered_on=signed,
            contract_signed_on=signed,
            entered_on=entered,
            left_on=left,
            settled_on=left + timedelta(days=chance.whole(6, 12)) if left else None,
            day_rate=slot.rate * FEN,
        )
    )
    draft.workers.append(_worker(worker_id, slot, draft=draft, chance=chance))


def _worker(worker_id: str, slot: _Slot, *, draft: Draft, chance: Chance) -> WorkerRow:
    """A person of working age on every simulated day; the oldest are well below the age of retirement."""
    female = chance.happens(0.12)
    youngest = 27 if slot.post != "worker" else 20
    age = chance.real(youngest, 48.0) if female else min(58.0, youngest + abs(float(chance.numpy.normal(22, 10))))
    return WorkerRow(
        worker_id=worker_id,
        birth_on=draft.window.end - timedelta(days=int((age + 1.0) * _YEAR)),
        sex="female" if female else "male",
        identity_valid=True,
        wage_card=f"card-{worker_id}",
        card_holder_matches=True,
    )
