"""How much one machine may ask, and how much all of them together: the excess is told when to come again (429).

Shared by every machine interface. Both limits count within one process; with several processes a client that spreads
its connections may reach their sum.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from time import monotonic, sleep

from django.conf import settings

from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text

_REMEMBERED = 10_000  # clients whose allowance is remembered; those idle longest are forgotten
_LINGER = 0.05  # seconds a request turned away is kept, so that clients who do not wait cannot fill the time of others


class TooMany(XinanError):
    """The client, or all of them together, ask more than can be answered; `wait` is in seconds."""

    def __init__(self, code: str, what: Text, *, wait: float) -> None:
        self.wait = max(1, round(wait + 0.5))
        remedy = Text(f"请在 {self.wait} 秒后重试。", f"Try again in {self.wait} s.")
        super().__init__(code, what, remedy)


@dataclass
class _Allowance:
    """What a client has left at a moment."""

    left: float
    at: float


class RateLimit:
    """At most `rate` units a second for each key on average, `burst` at once.

    >>> limit = RateLimit(rate=1, burst=2, timer=lambda: 100.0)
    >>> [limit.wait("a") for _ in range(3)], limit.wait("b")
    ([0.0, 0.0, 1.0], 0.0)
    """

    def __init__(self, *, rate: float, burst: float, timer: Callable[[], float] = monotonic) -> None:
        self._rate, self._burst, self._timer = rate, burst, timer
        self._allowances: dict[str, _Allowance] = {}
        self._lock = threading.Lock()

    def wait(self, key: str, *, units: float = 1.0) -> float:
        """Take `units` of what `key` has; 0 where it had them, else the seconds until it will, and nothing is taken."""
        now = self._timer()
        with self._lock:
            known = self._allowances.pop(key, None)
            left = self._burst if known is None else min(self._burst, known.left + (now - known.at) * self._rate)
            short = units - left
            self._allowances[key] = _Allowance(left if short > 0 else left - units, now)
            if len(self._allowances) > _REMEMBERED:
                del self._allowances[next(iter(self._allowances))]
        return max(0.0, short / self._rate)

    def check(self, key: str, *, units: float = 1.0) -> None:
        """As `wait`, raising TooMany `rate.client`."""
        wait = self.wait(key, units=units)
        if wait > 0:
            raise TooMany(
                "rate.client",
                Text("本凭证的请求过于频繁。", "This client sends more requests than it may."),
                wait=wait,
            )


class Gate:
    """At most `width` requests are worked on at once; `queue` more may wait, `patience` seconds at most."""

    def __init__(self, *, width: int, queue: int, patience: float, linger: float = _LINGER) -> None:
        self._places = threading.Semaphore(width)
        self._lock = threading.Lock()
        self._queue, self._patience, self._linger = queue, patience, linger
        self._waiting = 0

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Work on one request; raises TooMany `rate.overload` where there is no room in time."""
        if not self._enter():
            sleep(self._linger)
            raise TooMany(
                "rate.overload",
                Text("系统繁忙，请求未受理。", "The system is busy; the request was not taken."),
                wait=self._patience,
            )
        try:
            yield
        finally:
            self._places.release()

    def _enter(self) -> bool:
        if self._places.acquire(blocking=False):
            return True
        with self._lock:
            if self._waiting >= self._queue:
                return False
            self._waiting += 1
        try:
            return self._places.acquire(timeout=self._patience)
        finally:
            with self._lock:
                self._waiting -= 1


GATE = Gate(
    width=int(settings.XINAN_API_GATE["width"]),
    queue=int(settings.XINAN_API_GATE["queue"]),
    patience=settings.XINAN_API_GATE["patience"],
)
RATE = RateLimit(rate=settings.XINAN_API_RATE["rate"], burst=settings.XINAN_API_RATE["burst"])
