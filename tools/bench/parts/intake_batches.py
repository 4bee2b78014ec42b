"""Large batches: against a bare COPY, their memory, and a month of wages by Excel."""

import statistics
import time
from collections.abc import Iterator, Sequence
from datetime import date

from django.db import connection

from tests.intake import site
from tests.intake.site import Hand
from tests.intake.workbooks import workbook
from tools.bench.intake.amounts import Amounts
from tools.bench.intake.clerk import Clerk
from tools.bench.intake.load import Load, Told, apply
from tools.bench.intake.served import Served
from tools.bench.intake.sites import ARROW, CSV, NDJSON, Sender, body_of, days_before, punches, sending
from tools.bench.lines import Line, at_most, share
from xinan.intake.models import Batch

COPY_TARGET, MEMORY_TARGET, MONTH_TARGET = 0.4, 500.0, 3.0
LAST = date(2026, 11, 20)
FORMS = {"Arrow": ARROW, "NDJSON": NDJSON, "CSV": CSV}
PATIENCE = 300.0
_COLUMNS = "project_id, worker_id, at, direction, method, supplement, batch_id"


def against_copy(served: Served, sender: Sender, *, amounts: Amounts) -> Iterator[Line]:
    """The same punches by COPY and by each form of body, in turn; the best of the rounds of each."""
    rows = list(punches(sender.hands, days_before(LAST, amounts.days)))
    bodies = {name: sending(sender, body_of(rows, form), form) for name, form in FORMS.items()}
    _send(served, bodies["Arrow"], rows=len(rows))  # what they come to in the table
    with (
        connection.cursor() as cursor,
        cursor.copy(
            f"COPY (SELECT {_COLUMNS} FROM workforce_punch ORDER BY at, worker_id) TO STDOUT"  # noqa: S608
        ) as copy,
    ):
        content = b"".join(bytes(piece) for piece in copy)
    took: dict[str, list[float]] = {}
    for _ in range(amounts.rounds):
        _empty_punches()
        took.setdefault("COPY", []).append(_copied(content))
        for name, whole in bodies.items():
            _empty_punches()
            took.setdefault(name, []).append(_send(served, whole, rows=len(rows)).median)
    _empty_punches()
    best = {name: min(seconds) for name, seconds in took.items()}
    counted = (
        f"{len(rows):,} punches of one site in one request, checked, its people found, its days summed up, answered"
        f" after the commit; COPY of the same rows into the same table, its indexes, foreign keys and triggers on, in"
        f" one transaction in the order in which a site has them; tables emptied before each; best of {amounts.rounds}"
    )
    for name in FORMS:
        of = f"{len(rows) / best[name]:,.0f} rows/s, COPY {len(rows) / best['COPY']:,.0f} rows/s"
        what = f"attendance by the native interface, {name}, against a bare COPY"
        yield share(what, best["COPY"] / best[name], COPY_TARGET, of=of, how=counted)


def memory(served: Served, sender: Sender, *, amounts: Amounts, form: str) -> Iterator[Line]:
    """One very large batch in one form; the server was started for it, so that the peak is its own."""
    rows = list(punches(sender.hands, days_before(LAST, amounts.large_days)))
    _empty_punches()
    idle = max(served.peaks())
    body = body_of(rows, FORMS[form])
    told = _send(served, sending(sender, body, FORMS[form]), rows=len(rows))
    peak = max(served.peaks())
    of = f"{idle:.0f} MiB before; {len(rows) / told.median:,.0f} rows/s"
    how = (
        f"{len(rows):,} punches, {len(body) / 2**20:.0f} MiB of {form} in one request; the largest resident size that"
        " any process of the server ever had (VmHWM)"
    )
    _empty_punches()
    size = "a batch of 1,000,000 rows" if len(rows) == 1_000_000 else "a large batch"
    yield at_most(f"{size}, {form}, peak memory in MiB", peak, MEMORY_TARGET, of=of, how=how, shown="{:.0f}".format)


def month_by_excel(served: Served, hands: Sequence[Hand], *, amounts: Amounts) -> Iterator[Line]:
    """The clerk's upload by the page, until the worker has taken both sheets; a month each round."""
    clerk = Clerk.signed_in(served.port)
    took = []
    for month in range(9, 9 - amounts.rounds - 1, -1):
        days = site.workdays(date(2026, month, 1), date(2026, month, 31 if month in (7, 8) else 30))[:26]
        files = {
            "06.xlsx": workbook("attendance", site.attendance(hands, days)),
            "07.xlsx": workbook(
                "payroll",
                site.payroll(hands, month=f"2026-{month:02d}", days=len(days), paid_on=date(2026, month + 1, 12)),
            ),
        }
        took.append(clerk.upload(files, rows=len(hands) * (2 * len(days) + 1)))
    how = (
        f"attendance ({len(hands)} × 26 × 2 punches) and payroll ({len(hands)} lines) of a month as two .xlsx, people"
        " known; from the upload by the page of a signed-in clerk to both batches done in the database by `xinan worker`;"
        f" median of {len(took)} months, the worker otherwise idle"
    )
    of = ", ".join(f"{seconds:.2f}" for seconds in took)
    name = f"a {len(hands)}-worker month by Excel, seconds"
    yield at_most(name, statistics.median(took), MONTH_TARGET, of=of, how=how)


def _send(served: Served, whole: bytes, *, rows: int) -> Told:
    """One request; every row of it must be in."""
    told = apply(Load(served.port, [[whole]], PATIENCE, again=False))
    batch = Batch.objects.order_by("-pk").first()
    if told.good != 1 or batch is None or batch.added != rows:
        raise RuntimeError(f"{told.statuses}, {batch.added if batch else 0} of {rows} rows added")
    return told


def _copied(content: bytes) -> float:
    with connection.cursor() as cursor:
        began = time.monotonic()
        with cursor.copy(f"COPY workforce_punch ({_COLUMNS}) FROM STDIN") as copy:
            copy.write(content)
        return time.monotonic() - began


def _empty_punches() -> None:
    """Both kinds of writing find the same: empty tables, a checkpoint behind them."""
    with connection.cursor() as cursor:
        cursor.execute("SHOW synchronous_commit")
        (commit,) = cursor.fetchone()
        if commit != "on":
            raise RuntimeError("commits do not reach the disk")
        cursor.execute("TRUNCATE workforce_punch, workforce_attendanceday")
        cursor.execute("CHECKPOINT")
