"""Sheet 04: entries and exits; the times on the roster follow from all that is reported of a person."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from xinan.intake.history import event_model
from xinan.intake.keys import fresh_key
from xinan.intake.parties import is_placed, teams_of, units_of
from xinan.intake.reading.rows import Row
from xinan.intake.restating import restate
from xinan.intake.roster import Course, Passage, Spell, course_of
from xinan.intake.taking import Taken, Taking, refuse_future, refuse_unknown_person
from xinan.kernel.text import Text
from xinan.workforce.enums import PassageKind
from xinan.workforce.models import Employment, EntryExit

_ENTRY = "1"
_COPIED = ("employer_id", "team_id", "post", "work_type", "registered_on", "contract_signed_on", "day_rate")


@dataclass
class _Person:
    """All that is known of one worker's comings and goings on the project."""

    worker_id: str
    employments: list[Employment] = field(default_factory=list)
    recorded: set[Passage] = field(default_factory=set)
    gone: dict[Passage, int] = field(default_factory=dict)
    rows: dict[Passage, Row] = field(default_factory=dict)
    repeated: list[Row] = field(default_factory=list)

    @property
    def present_from(self) -> date | None:
        """The first day of a stay whose entry nobody reported."""
        reported = {passage.on for passage in self.recorded if passage.entry}
        unreported = [e.entered_on for e in self.employments if e.entered_on not in reported]
        return min(unreported, default=None)

    def add(self, row: Row) -> None:
        """One more row about this person."""
        on, entry = row.values["day"], row.values["entry_type"] == _ENTRY
        if Passage(on, entry) in self.recorded:
            self.repeated.append(row)
        else:
            self.rows[Passage(on, entry, row.number)] = row


def take_entries(rows: Sequence[Row], taking: Taking) -> Taken:
    """Record each row's entry or exit and bring the person's employments in step.

    The same person's entry (or exit) on another day, with nothing in between, corrects the recorded one.
    """
    taken = Taken()
    units, teams = units_of(taking.project_id), teams_of(taking.project_id)
    people = _people([row for row in rows if is_placed(row, units, teams, taken)], taking, taken)
    writes = _Writes(taking, teams)
    for person in people.values():
        course = course_of([*person.recorded, *person.rows], present_from=person.present_from)
        for misfit in course.misfits:
            _refuse_misfit(taken, person.rows[misfit])
        writes.passages(person, course, taken)
        writes.restatements(person, course)
        writes.employments(person, course)
        writes.settlements(person, taken)
    writes.flush()
    return taken


def _people(rows: Sequence[Row], taking: Taking, taken: Taken) -> dict[str, _Person]:
    ids = taking.persons.find(row.values["identity"] for row in rows)
    people: dict[str, _Person] = {}
    employments = defaultdict(list)
    for employment in Employment.objects.filter(project_id=taking.project_id, worker_id__in=set(ids.values())).order_by(
        "entered_on"
    ):
        employments[employment.worker_id].append(employment)
    recorded = defaultdict(set)
    for worker_id, on, kind in EntryExit.objects.filter(
        project_id=taking.project_id, worker_id__in=set(ids.values())
    ).values_list("worker_id", "on", "kind"):
        recorded[worker_id].add(Passage(on, kind == PassageKind.ENTRY))
    gone = _gone(taking.project_id, recorded)
    for row in rows:
        worker_id = ids.get(row.values["identity"], "")
        if row.values["day"] > taking.today:
            refuse_future(taken, row, "进退场日期")
        elif not employments[worker_id]:
            refuse_unknown_person(taken, row)
        else:
            known = _Person(worker_id, employments[worker_id], recorded[worker_id], gone[worker_id])
            people.setdefault(worker_id, known).add(row)
    return people


def _gone(project_id: str, recorded: Mapping[str, set[Passage]]) -> dict[str, dict[Passage, int]]:
    """The passages of these workers that were reported once and corrected since, with their keys."""
    events = event_model(EntryExit)._default_manager.filter(
        project_id=project_id, worker_id__in=recorded.keys(), pgh_label="delete"
    )
    found: dict[str, dict[Passage, int]] = defaultdict(dict)
    for key, worker_id, on, kind in events.order_by("pgh_id").values_list("pgh_obj_id", "worker_id", "on", "kind"):
        passage = Passage(on, kind == PassageKind.ENTRY)
        if passage not in recorded[worker_id]:
            found[worker_id][passage] = key
    return found


class _Writes:
    """Collects what is to be written, and writes it at once."""

    def __init__(self, taking: Taking, teams: dict[tuple[str, str], str]) -> None:
        self._taking = taking
        self._teams = teams
        self._new_passages: list[EntryExit] = []
        self._new: list[Employment] = []
        self._changed: dict[str, Employment] = {}
        self._said: list[int] = []
        self._again: list[tuple[str, Passage]] = []
        self._said_stays: list[str] = []

    def passages(self, person: _Person, course: Course, taken: Taken) -> None:
        """The person's new passages, in place of those they correct."""
        mine = EntryExit.objects.filter(project_id=self._taking.project_id, worker_id=person.worker_id)
        for passage in course.replaced:
            mine.filter(on=passage.on, kind=_kind(passage)).delete()
        for passage in person.rows.keys() - set(course.misfits):
            self._new_passages.append(
                EntryExit(
                    # What was reported before and is reported anew is the same passage in the history, too.
                    pk=person.gone.get(Passage(passage.on, passage.entry)),
                    project_id=self._taking.project_id,
                    worker_id=person.worker_id,
                    on=passage.on,
                    kind=_kind(passage),
                    batch_id=self._taking.batch_id,
                )
            )
        corrections = len({p.entry for p in course.replaced})
        news = len(person.rows) - len(course.misfits)
        taken.count("changed", min(corrections, news))
        taken.count("added", max(news - corrections, 0))

    def restatements(self, person: _Person, course: Course) -> None:
        """What the rows say that stands already, and which corrected passages they say were none."""
        again = {Passage(row.values["day"], row.values["entry_type"] == _ENTRY) for row in person.repeated}
        said = again | {Passage(p.on, p.entry) for p in person.rows.keys() - set(course.misfits)}
        stands = said | person.recorded - set(course.replaced)
        for passage in said:
            begins, ends = _slot(passage, stands)
            self._said += [
                key
                for other, key in person.gone.items()
                if other.entry == passage.entry and begins <= other.on <= ends and other not in stands
            ]
        for passage in again:
            self._again.append((person.worker_id, passage))
            self._said_stays += [
                e.employment_id
                for e in person.employments
                if (e.entered_on if passage.entry else e.left_on) == passage.on
            ]

    def employments(self, person: _Person, course: Course) -> None:
        """One employment for each spell: one that begins then, else one whose entry was not reported, else a new one."""
        starts = {spell.entered.on for spell in course.spells if spell.entered}
        free = [e for e in person.employments if e.entered_on not in starts]
        for spell in course.spells:
            employment = self._employment_of(spell, person, free)
            entered = spell.entered.on if spell.entered else employment.entered_on
            self._set(employment, entered_on=entered, left_on=spell.left.on if spell.left else None)

    def settlements(self, person: _Person, taken: Taken) -> None:
        """The day a leaver's wages were settled stands on the stay that ended with that exit."""
        for row in (*person.repeated, *person.rows.values()):
            settled_on, left_on = row.values["settled_on"], row.values["day"]
            written = False
            if settled_on is not None:
                for employment in (*person.employments, *self._new):
                    if employment.worker_id == person.worker_id and employment.left_on == left_on:
                        written = self._set(employment, settled_on=settled_on) or written
            if row in person.repeated:
                taken.count("changed" if written else "unchanged")

    def flush(self) -> None:
        """Write all of it."""
        EntryExit.objects.bulk_create(self._new_passages, batch_size=1000)
        Employment.objects.bulk_create(self._new, batch_size=1000)
        Employment.objects.bulk_update(
            self._changed.values(), ["entered_on", "left_on", "settled_on", "batch_id"], batch_size=500
        )
        self._restate()

    def _restate(self) -> None:
        wanted = {(worker, passage.on, _kind(passage)) for worker, passage in self._again}
        workers = {worker for worker, _passage in self._again}
        rows = EntryExit.objects.filter(project_id=self._taking.project_id, worker_id__in=workers)
        found = rows.values_list("pk", "worker_id", "on", "kind") if workers else ()
        stand = [key for key, *passage in found if tuple(passage) in wanted]
        restate(EntryExit, [*stand, *self._said], batch_id=self._taking.batch_id)
        restate(Employment, self._said_stays, batch_id=self._taking.batch_id)

    def _employment_of(self, spell: Spell, person: _Person, free: list[Employment]) -> Employment:
        if spell.entered is None:
            return free.pop(0) if free else person.employments[0]
        for employment in person.employments:
            if employment.entered_on == spell.entered.on:
                return employment
        if free:
            return free.pop(0)
        latest = person.employments[-1]
        employment = Employment(
            employment_id=fresh_key(),
            project_id=latest.project_id,
            worker_id=latest.worker_id,
            entered_on=spell.entered.on,
            batch_id=self._taking.batch_id,
            **{name: getattr(latest, name) for name in _COPIED} | self._place(person.rows.get(spell.entered)),
        )
        self._new.append(employment)
        person.employments.append(employment)
        return employment

    def _place(self, row: Row | None) -> dict[str, Any]:
        """With whom a person comes back: as the row says."""
        if row is None:
            return {}
        enterprise, team = row.values["enterprise_code"], row.values["team_name"]
        return {"employer_id": enterprise, "team_id": self._teams[enterprise, team] if team else None}

    def _set(self, employment: Employment, **values: date | None) -> bool:
        if all(getattr(employment, name) == value for name, value in values.items()):
            return False
        for name, value in values.items():
            setattr(employment, name, value)
        employment.batch_id = self._taking.batch_id
        if employment not in self._new:
            self._changed[employment.employment_id] = employment
        return True


def _kind(passage: Passage) -> str:
    return PassageKind.ENTRY.value if passage.entry else PassageKind.EXIT.value


def _slot(passage: Passage, stands: Collection[Passage]) -> tuple[date, date]:
    """From the last passage of the other kind before this one to the first after it."""
    others = [other.on for other in stands if other.entry != passage.entry]
    before, after = [on for on in others if on <= passage.on], [on for on in others if on > passage.on]
    return max(before, default=date.min), min(after, default=date.max)


def _refuse_misfit(taken: Taken, row: Row) -> None:
    if row.values["entry_type"] == _ENTRY:
        what = Text("此前已进场，尚未退场。", "Has entered before and not left since.")
        remedy = Text("请补上中间的退场行，或删去多余的进场行。", "Add the exit between them, or remove this entry.")
    else:
        what = Text("退场之前没有进场。", "Leaves without having entered.")
        remedy = Text("请补上进场行，或核对日期。", "Add the entry, or check the day.")
    taken.refuse(row, "进退场类型", code="misfit", what=what, remedy=remedy)
