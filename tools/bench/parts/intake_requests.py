"""Small requests: the national interface against a bare view, single facts against ezrules, and a crowd of clients."""

import time
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from django.db import connection
from django.db.models import QuerySet

from tools.bench.intake.amounts import Amounts
from tools.bench.intake.bare_view import ADDRESS
from tools.bench.intake.load import Load, Told, apply
from tools.bench.intake.served import Served
from tools.bench.intake.sites import Sender, national_attendance, single_facts
from tools.bench.lines import Line, Met, at_least, at_most, share, stated
from tools.bench.rivals import ezrules
from xinan.gateways.database import connection_url
from xinan.intake.models import Batch, BatchSource, BatchState, WaitingFact
from xinan.registry.models import ProjectChange

NATIONAL_TARGET, RIVAL_TARGET, CROWD_TARGET, AFTER_TARGET = 0.25, 5.0, 0.8, 1.2
LINES = 20
CLIENTS = 8
MOST_A_SECOND = 1_000  # requests made beforehand for a second of load, all clients together
DAY = date(2026, 11, 2)
PATIENCE = 150.0
_WAITING = (BatchState.RECEIVED, BatchState.RUNNING)


def national(served: Served, senders: Sequence[Sender], *, amounts: Amounts) -> Iterator[Line]:
    """Both views get the same messages over the same middleware; ours last, for the worker is busy from then on."""
    each = int(amounts.window * amounts.rounds * MOST_A_SECOND / CLIENTS) + 1
    made = [
        national_attendance(sender, each, lines=LINES, day=DAY, paths=(ADDRESS, "/open.api"))
        for sender in senders[:CLIENTS]
    ]
    await_quiet()
    bare = [apply(Load(served.port, [one for one, _ in made], amounts.window)) for _ in range(amounts.rounds)]
    rounds = [[other[turn :: amounts.rounds] for _, other in made] for turn in range(amounts.rounds)]
    ours = [apply(Load(served.port, requests, amounts.window, again=False)) for requests in rounds]
    waiting, ended = _national_batches().filter(state__in=_WAITING).count(), time.monotonic()
    await_quiet()
    drained = time.monotonic() - ended
    _check([*bare, *ours])
    taken = _national_batches().filter(state=BatchState.DONE, rejected=0).count()
    sent = sum(told.good for told in ours)
    if taken != sent:
        raise RuntimeError(f"{sent} messages were answered, {taken} taken whole")
    of = f"{_rate(ours):.0f} requests/s, {_rate(ours) * LINES:,.0f} lines/s; bare view {_rate(bare):.0f} requests/s"
    how = (
        f"WorkerAttendance.Add with {LINES} lines, signed and under AES, {CLIENTS} clients; answered once committed; the"
        f" bare view checks the signature with the secret in memory and does nothing else; {amounts.rounds} ×"
        f" {amounts.window:.0f} s each; `xinan worker` runs and takes ours meanwhile; of {sent} messages {waiting} waited at"
        f" the end and were taken and evaluated within {drained:.0f} s more; clients {_share(ours)} of a core"
    )
    yield share(
        "the national interface against an empty view", _rate(ours) / _rate(bare), NATIONAL_TARGET, of=of, how=how
    )


def against_ezrules(served: Served, senders: Sequence[Sender], *, amounts: Amounts) -> Iterator[Line]:
    """Ours and theirs in turn, each with the two cores to itself but for our worker, which is busy with ours."""
    name = f"single facts against ezrules {ezrules.VERSION}"
    try:
        with ezrules.served(connection_url(connection.settings_dict)) as rival:
            each = int(amounts.window * MOST_A_SECOND / CLIENTS) + 1
            theirs, ours = [], []
            apply(Load(rival.port, [rival.requests(90 + n, 20) for n in range(CLIENTS)], 2.0))  # it compiles its rules
            for turn in range(amounts.rounds):
                requests = [rival.requests(client, each) for client in range(CLIENTS)]
                theirs.append(apply(Load(rival.port, requests, amounts.window, again=False)))
                facts = [single_facts(one, each, day=DAY + timedelta(days=4 + turn)) for one in senders[:CLIENTS]]
                ours.append(apply(Load(served.port, facts, amounts.window, again=False)))
                waiting = WaitingFact.objects.filter(batch_id=None).count()
                await_quiet()
            rules = rival.rules
    except ezrules.Unavailable as fault:
        yield Line(name, "", f"≥ {RIVAL_TARGET:g}×", Met.FAILED, str(fault))
        return
    _check([*ours, *theirs])
    of = f"{_rate(ours):.0f} requests/s, p95 {ours[-1].p95 * 1000:.0f} ms ÷ {_rate(theirs):.0f}, {theirs[-1].p95 * 1000:.0f} ms"
    how = (
        f"{CLIENTS} clients, {amounts.rounds} × {amounts.window:.0f} s each in turn, same PostgreSQL, commits to disk;"
        f" ours: one punch a request, answered once committed, `xinan worker` taking and evaluating them meanwhile"
        f" ({waiting} waited at the end); theirs: POST /api/v2/evaluate, {rules} rules of its own demonstration, its own"
        f" events, {ezrules.PROCESSES} processes, a Redis beside it, its Celery workers not running; clients {_share(ours)}"
        " of a core"
    )
    yield at_least(name, _rate(ours) / _rate(theirs), RIVAL_TARGET, of=of, how=how)


def crowd(served: Served, senders: Sequence[Sender], *, amounts: Amounts) -> Iterator[Line]:
    """More and more clients with single facts, then far too many, then one again."""
    each = int(amounts.window * MOST_A_SECOND / CLIENTS) + 1
    day = DAY + timedelta(days=9)
    facts = [single_facts(sender, each, day=day) for sender in senders]

    def load(clients: int, seconds: float = amounts.window) -> Told:
        return apply(Load(served.port, facts[:clients], seconds))

    await_quiet()
    before = load(1, amounts.window / 2)
    steady = {clients: load(clients) for clients in amounts.steady}
    many = load(amounts.crowd)
    time.sleep(amounts.rest)
    after = load(1, amounts.window / 2)
    _check([before, *steady.values(), many, after])
    peak = max(told.rate for told in steady.values())
    rates = ", ".join(f"{clients}: {told.rate:.0f}" for clients, told in steady.items())
    refused = many.statuses.get("429", 0)
    of = f"{many.rate:.0f} of {peak:.0f} requests/s"
    how = (
        f"single facts, each client with a project of its own; taken a second by clients: {rates}; {amounts.crowd} clients"
        f" that ask again at once, whatever they are answered: p95 {many.p95 * 1000:.0f} ms, {refused:,} requests answered"
        f" 429, {many.without_retry_after} of them without Retry-After, {many.bad} failed otherwise"
    )
    name = f"{amounts.crowd} clients, throughput against the peak"
    kept = share(name, many.rate / peak, CROWD_TARGET, of=of, how=how)
    if many.without_retry_after or many.bad:
        kept = Line(kept.what, kept.measured, kept.target, Met.NO, kept.how)
    yield kept
    ratio = after.median / before.median
    of = f"{after.median * 1000:.1f} ms, before {before.median * 1000:.1f} ms, median"
    how = (
        f"one client, {before.good} facts before and {after.good} after, {amounts.rest:.0f} s after the crowd has gone"
    )
    yield at_most("a request after the crowd, against before", ratio, AFTER_TARGET, of=of, how=how)
    yield stated(
        "a single fact, alone", f"{before.median * 1000:.1f} ms", how="median; committed to disk when answered"
    )


def await_quiet() -> None:
    """Until everything answered has been taken and evaluated, so that the next load finds the cores free."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        busy = (
            WaitingFact.objects.filter(batch_id=None).exists()
            or _national_batches().filter(state__in=_WAITING).exists()
            or ProjectChange.objects.exists()
        )
        if not busy:
            return
        time.sleep(0.2)
    raise TimeoutError("the worker is not done with what was sent")


def _national_batches() -> QuerySet[Batch]:
    return Batch.objects.filter(source=BatchSource.NATIONAL)


def _check(loads: Sequence[Told]) -> None:
    """Nothing but good answers, and 429 where there were too many."""
    for told in loads:
        if told.bad or not told.good:
            raise RuntimeError(f"answers {told.statuses}, {told.lost} connections lost")


def _rate(loads: Sequence[Told]) -> float:
    return sum(told.good for told in loads) / sum(told.seconds for told in loads)


def _share(loads: Sequence[Told]) -> str:
    return f"{sum(told.processor for told in loads) / sum(told.seconds for told in loads):.0%}"
