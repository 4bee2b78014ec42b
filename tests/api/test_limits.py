"""What a client may ask comes back with time; a full house turns the excess away and works on."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xinan.api.limits import Gate, RateLimit, TooMany


@given(
    rate=st.floats(1, 100),
    burst=st.integers(1, 50),
    gaps=st.lists(st.floats(0, 2), min_size=1, max_size=200),
)
def test_never_more_than_burst_and_rate_allow(rate: float, burst: int, gaps: list[float]) -> None:
    time = [0.0]
    limit = RateLimit(rate=rate, burst=burst, timer=lambda: time[0])
    taken = 0
    for gap in gaps:
        time[0] += gap
        wait = limit.wait("one")
        taken += wait == 0
        assert taken <= burst + rate * time[0] + 1e-6
        if wait:
            time[0] += wait + 1e-9
            assert limit.wait("one") == 0
            taken += 1


def test_tells_when_to_come_again() -> None:
    limit = RateLimit(rate=0.1, burst=1, timer=lambda: 5.0)
    limit.check("one")
    limit.check("other")
    with pytest.raises(TooMany) as refused:
        limit.check("one")
    assert (refused.value.code, refused.value.wait) == ("rate.client", 10)
    assert "10" in refused.value.remedy.en


def test_a_full_gate_turns_away_and_recovers() -> None:
    gate = Gate(width=2, queue=1, patience=5.0, linger=0.0)
    go, inside = threading.Event(), threading.Semaphore(0)

    def work(_number: int) -> str:
        try:
            with gate.entered():
                inside.release()
                go.wait(5)
                return "done"
        except TooMany as refused:
            return refused.code

    with ThreadPoolExecutor(6) as pool:
        answers = [pool.submit(work, number) for number in range(6)]
        assert inside.acquire(timeout=5)
        assert inside.acquire(timeout=5)
        turned_away = [answer for answer in answers if answer not in _unfinished(answers, leaving=3)]
        assert [answer.result() for answer in turned_away] == ["rate.overload"] * 3
        go.set()
        assert sorted(answer.result() for answer in answers) == ["done"] * 3 + ["rate.overload"] * 3
        assert work(7) == "done"


def _unfinished(answers: list, *, leaving: int) -> list:
    """Waits until no more than `leaving` are still at work."""
    stop = threading.Event()
    for _ in range(500):
        at_work = [answer for answer in answers if not answer.done()]
        if len(at_work) <= leaving:
            return at_work
        stop.wait(0.01)
    raise AssertionError(f"{len(at_work)} still at work")


def test_who_waits_too_long_is_turned_away() -> None:
    gate = Gate(width=1, queue=1, patience=0.05, linger=0.0)
    with gate.entered(), pytest.raises(TooMany), gate.entered():
        pytest.fail("entered a full gate")
    with gate.entered():
        pass
