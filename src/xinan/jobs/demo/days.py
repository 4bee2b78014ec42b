"""The days since people began to work, one after the other: what clocks do of themselves, done on the day it was due."""

from datetime import date, datetime, time, timedelta

from xinan.jobs.demo.steps import Advance
from xinan.kernel.clock import CHINA
from xinan.procedures.actions.run_due_acts import run_due_acts

_AT = time(9, 5)
_AT_ONCE = 100_000


def let_pass(*, since: date, now: datetime, advance: Advance) -> int:
    """Work off every morning what fell due, up to now; how many acts that were."""
    total = (now.date() - since).days + 1
    done = 0
    for place in range(total):
        morning = datetime.combine(since + timedelta(days=place), _AT, CHINA)
        done += run_due_acts(now=min(morning, now), limit=_AT_ONCE)
        advance(place + 1, total)
    return done + run_due_acts(now=now, limit=_AT_ONCE)
