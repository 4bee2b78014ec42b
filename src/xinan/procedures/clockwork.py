"""Clocks in the database: begun, ended, moved, with their next act; many at once, statements not growing with them.

Everything here runs inside the transaction of an action that holds the proceedings' rows.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from xinan.kernel.calendar import WorkingCalendar
from xinan.kernel.deadlines import Length
from xinan.kernel.period import DateRange
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.procedures.definition import ClockRule
from xinan.procedures.enums import OPEN_CLOCKS, ActAt, ClockEventKind, ClockState, CountedFrom, RequestState
from xinan.procedures.lengths import Lengths, lengths_on
from xinan.procedures.models import Clock, ClockAct, ClockEvent, ClockPause, Proceeding
from xinan.procedures.reckoning import End, Planned, Run, day_of, end_of, next_act
from xinan.procedures.registry import find_procedure, procedures
from xinan.procedures.transitions import clock_changes

NO_REASON = Text("", "")


@dataclass(frozen=True, slots=True)
class Fired:
    """What a proceeding (already in its new state) set off, when that happened, and the days given with it."""

    proceeding: Proceeding
    triggers: frozenset[str]
    at: datetime
    plan_on: date | None = None
    until_on: date | None = None

    def counted_from(self, source: CountedFrom) -> date | None:
        """The day given from which a clock counts; None: from the trigger. Raises ValueError where it was not given."""
        if source in (CountedFrom.TRIGGER, CountedFrom.RECORDED):
            return None
        given = self.plan_on if source is CountedFrom.PLAN_ON else self.until_on
        if given is None:
            raise ValueError(f"a clock of {self.proceeding.procedure} counts from a day that was not given")
        return given


def known_rules(prefix: str = "") -> Q:
    """The clocks whose rule this release has; `prefix` leads to the clock (`clock__`)."""
    known = Q(pk__in=())
    for procedure in procedures():
        known |= Q(**{f"{prefix}proceeding__procedure": procedure.code, f"{prefix}code__in": list(procedure.clocks)})
    return known


def rule_of(clock: Clock) -> ClockRule:
    """The clock's rule."""
    return find_procedure(clock.proceeding.procedure).clocks[clock.code]


def apply_triggers(
    fired: Sequence[Fired], *, now: datetime, calendar: WorkingCalendar, fresh: bool = False
) -> list[Clock]:
    """End, void and start clocks; the clocks started. `fresh`: just opened, so that no clock can be running yet."""
    running = {} if fresh else _open_clocks(one.proceeding for one in fired)
    ended: list[Clock] = []
    voided: list[Clock] = []
    begun: list[tuple[Fired, str]] = []
    for one in fired:
        procedure = find_procedure(one.proceeding.procedure)
        own = running.get(one.proceeding.pk, {})
        changes = clock_changes(procedure, one.triggers, running=own.keys(), state=one.proceeding.state)
        ended += [_ended(own[code], at=one.at) for code in changes.ended]
        voided += [own[code] for code in changes.voided]
        begun += [(one, code) for code in changes.started]
    end_clocks(ended, voided, now=now)
    started = start_clocks(begun, now=now, calendar=calendar)
    if ended or voided:
        settle_escalation({clock.proceeding_id for clock in (*ended, *voided)}, now=now)
    return started


def end_clocks(ended: Sequence[Clock], voided: Sequence[Clock], *, now: datetime) -> None:
    """Write that these clocks are over; `ended` say by their state whether in time."""
    if not ended and not voided:
        return
    by_state: dict[str, list[Clock]] = defaultdict(list)
    for clock in ended:
        by_state[clock.state].append(clock)
    by_state[ClockState.VOID] = list(voided)
    for state, clocks in by_state.items():
        if clocks:
            Clock.objects.filter(pk__in=[clock.pk for clock in clocks]).update(state=state, ended_at=now, escalation=0)
    every = [*ended, *voided]
    ClockAct.objects.filter(clock__in=every, done_at=None).delete()
    ClockPause.objects.filter(clock__in=every, state=RequestState.ASKED).update(state=RequestState.WITHDRAWN)
    ClockEvent.objects.bulk_create(
        ClockEvent(clock=clock, kind=state, at=now, due_on=clock.due_on)
        for state, clocks in by_state.items()
        for clock in clocks
    )


def start_clocks(begun: Sequence[tuple[Fired, str]], *, now: datetime, calendar: WorkingCalendar) -> list[Clock]:
    """Begin these clocks, each with its first act."""
    if not begun:
        return []
    lengths = lengths_on(day_of(max(fired.at for fired, _code in begun)))
    reckoned: dict[tuple[Run, str, str], tuple[End, Planned | None]] = {}
    clocks, plans = [], []
    for fired, code in begun:
        clock, run = _new_clock(fired, code, now=now, lengths=lengths)
        key = (run, fired.proceeding.procedure, code)
        if key not in reckoned:
            rule = rule_of(clock)
            end = end_of(run, calendar=calendar)
            reckoned[key] = end, next_act(rule, run, end, now=now, done=(), calendar=calendar)
        end, plan = reckoned[key]
        clock.due_on = clock.first_due_on = end.due_on
        clock.due_at, clock.provisional = end.due_at, end.provisional
        clocks.append(clock)
        plans.append(plan)
    Clock.objects.bulk_create(clocks)
    ClockAct.objects.bulk_create(
        ClockAct(clock=clock, kind=plan.code, at=plan.at) for clock, plan in zip(clocks, plans, strict=True) if plan
    )
    ClockEvent.objects.bulk_create(
        ClockEvent(clock=clock, kind=ClockEventKind.STARTED, at=now, due_on=clock.due_on) for clock in clocks
    )
    return clocks


def _new_clock(fired: Fired, code: str, *, now: datetime, lengths: Lengths) -> tuple[Clock, Run]:
    one = fired.proceeding
    rule = find_procedure(one.procedure).clocks[code]
    found = lengths.find(one.procedure, code, rule=rule, level=one.level, region_code=one.region_code)
    counted_from = fired.counted_from(rule.counts_from)
    started_at = now if rule.counts_from is CountedFrom.RECORDED else fired.at
    clock = Clock(proceeding=one, code=code, started_at=started_at, counted_from=counted_from, length=str(found.length))
    return clock, run_of(clock, rule=rule, pauses=())


def run_of(clock: Clock, *, rule: ClockRule, pauses: Iterable[ClockPause]) -> Run:
    """The clock's run with everything granted so far."""
    length = Length.parse(clock.length)
    return Run(
        clock.started_at,
        Length(length.amount + clock.extended, length.unit),
        rule.roll,
        tuple(sorted(paused_days(pause) for pause in pauses if pause.state == RequestState.APPROVED)),
        clock.floor_on,
        clock.counted_from,
        rule.backwards,
    )


def paused_days(pause: ClockPause) -> DateRange:
    """The days a pause takes: as it was, or as it is planned while it lasts."""
    until = pause.resumed_on or pause.until_on or pause.from_on
    return DateRange(pause.from_on, max(until, pause.from_on))


def rereckon(
    clocks: Sequence[Clock],
    *,
    now: datetime,
    calendar: WorkingCalendar,
    kind: ClockEventKind,
    because: Mapping[int, Text] | Text,
    by: User | None = None,
    always: bool = False,
) -> list[Clock]:
    """Reckon open clocks anew and write what moved; the clocks that did. `because` is one reason, or one for each clock.

    `always` writes the event of clocks, too, whose due day stayed, and whatever else the caller changed in their state.
    Clocks come with their proceeding.
    """
    pauses = _pauses_of(clocks)
    moved, events = [], []
    for clock in clocks:
        before = clock.due_on
        changed = _moved(
            clock, end_of(run_of(clock, rule=rule_of(clock), pauses=pauses[clock.pk]), calendar=calendar), now=now
        )
        if changed:
            moved.append(clock)
        if changed or always:
            said = because if isinstance(because, Text) else because[clock.pk]
            events.append(event_of(clock, kind, at=now, by=by, due_before=before, because=said))
    Clock.objects.bulk_update(
        clocks if always else moved,
        ["due_on", "due_at", "provisional", "state", "escalation", "round"],
        batch_size=2000,
    )
    ClockEvent.objects.bulk_create(events)
    replan(clocks if always else moved, now=now, calendar=calendar)
    settle_escalation({clock.proceeding_id for clock in moved}, now=now)
    return moved


def _moved(clock: Clock, end: End, *, now: datetime) -> bool:
    """Take over what was reckoned; whether anything is different."""
    if (end.due_at, end.provisional) == (clock.due_at, clock.provisional):
        return False
    if end.due_at != clock.due_at and (clock.state != ClockState.EXPIRED or end.due_at > now):
        clock.round += 1
    if clock.state == ClockState.EXPIRED and end.due_at > now:
        clock.state, clock.escalation = ClockState.RUNNING, 0
    clock.due_on, clock.due_at, clock.provisional = end.due_on, end.due_at, end.provisional
    return True


def event_of(
    clock: Clock,
    kind: ClockEventKind,
    *,
    at: datetime,
    by: User | None = None,
    due_before: object = None,
    because: Text = NO_REASON,
) -> ClockEvent:
    """What happened to a clock, not yet saved; `due_before` is kept where it differs."""
    event = ClockEvent(clock=clock, kind=kind, at=at, by=by, due_on=clock.due_on)
    event.due_before = due_before if due_before != clock.due_on else None  # type: ignore[assignment]
    event.because, event.because_en = because.zh, because.en
    return event


def replan(clocks: Sequence[Clock], *, now: datetime, calendar: WorkingCalendar) -> None:
    """Put the next act of each open clock in the place of the one that was to come."""
    if not clocks:
        return
    ClockAct.objects.filter(clock__in=clocks, done_at=None).delete()
    done: dict[int, set[str]] = defaultdict(set)
    rounds = {clock.pk: clock.round for clock in clocks}
    halves = {clock.pk: {act.code for act in rule_of(clock).acts if act.at is ActAt.HALF} for clock in clocks}
    for clock_id, kind, number in ClockAct.objects.filter(clock__in=clocks).values_list("clock_id", "kind", "round"):
        if number == rounds[clock_id] or kind in halves[clock_id]:
            done[clock_id].add(kind)
    pauses = _pauses_of(clocks)
    ClockAct.objects.bulk_create(
        ClockAct(clock=clock, kind=plan.code, at=plan.at, round=clock.round)
        for clock in clocks
        if (plan := _plan(clock, done=done[clock.pk], pauses=pauses[clock.pk], now=now, calendar=calendar)) is not None
    )


def _plan(
    clock: Clock, *, done: Collection[str], pauses: Sequence[ClockPause], now: datetime, calendar: WorkingCalendar
) -> Planned | None:
    if clock.ended_at is not None:
        return None
    rule = rule_of(clock)
    run = run_of(clock, rule=rule, pauses=pauses)
    current = next(
        (pause for pause in pauses if pause.state == RequestState.APPROVED and pause.resumed_on is None), None
    )
    paused = clock.state == ClockState.PAUSED and current is not None
    return next_act(
        rule,
        run,
        End(clock.due_on, clock.due_at, clock.provisional, ()),
        now=now,
        done=done,
        paused_until=current.until_on if current is not None and paused else None,
        pause_from=current.from_on if current is not None and not paused else None,
        calendar=calendar,
    )


def settle_escalation(proceeding_ids: Collection[int], *, now: datetime) -> None:
    """Set how far each proceeding has risen: the highest rung of the clocks that are still open."""
    if not proceeding_ids:
        return
    risen = Coalesce(Max("clocks__escalation", filter=Q(clocks__ended_at=None)), 0)
    wrong = [
        one
        for one in Proceeding.objects.filter(pk__in=proceeding_ids).annotate(risen=risen).only("pk", "escalation")
        if one.risen != one.escalation
    ]
    for one in wrong:
        one.escalation, one.escalated_at = one.risen, now if one.risen else None
    Proceeding.objects.bulk_update(wrong, ["escalation", "escalated_at"], batch_size=2000)


def _ended(clock: Clock, *, at: datetime) -> Clock:
    clock.state = ClockState.MET if clock.state == ClockState.PAUSED or at < clock.due_at else ClockState.LATE
    return clock


def _open_clocks(proceedings: Iterable[Proceeding]) -> dict[int, dict[str, Clock]]:
    found: dict[int, dict[str, Clock]] = defaultdict(dict)
    for clock in Clock.objects.filter(proceeding__in=list(proceedings), state__in=OPEN_CLOCKS):
        found[clock.proceeding_id][clock.code] = clock
    return found


def _pauses_of(clocks: Sequence[Clock]) -> dict[int, list[ClockPause]]:
    found: dict[int, list[ClockPause]] = defaultdict(list)
    for pause in ClockPause.objects.filter(clock__in=clocks, state=RequestState.APPROVED).order_by("from_on", "pk"):
        found[pause.clock_id].append(pause)
    return found
