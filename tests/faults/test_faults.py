"""Web, worker and database are killed, and the disk is filled, at thirty points of a running intake: nothing is lost.

Real parts: gunicorn, the worker, PostgreSQL with its files on a small disk of its own, files sent through the page. When a
part is hit is chance (`XINAN_FAULT_SEED` draws the same chances again); whether the test passes is not: it waits for states,
and judges what is in the database at the end.
"""

import os
import random
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.clerk import Clerk
from tests.faults.gate import Gate
from tests.faults.host import Host
from tests.faults.native import Native
from tests.support.database import BINARIES

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("django_db_setup")]

POINTS = 30
FILES_AT_A_TIME = 3
# Generous: they end a test that hangs, they decide nothing else.
PROGRESS_SECONDS, SETTLE_SECONDS = 60.0, 240.0


@pytest.fixture
def host(request: pytest.FixtureRequest) -> Iterator[Host]:
    """The product on a machine of its own, with its tables and nothing else."""
    # Where the account that the server runs as under root can reach it.
    made = Host(Path(f"/tmp/xinan-faults-{os.getpid()}"))  # noqa: S108
    made.prepare()
    try:
        made.start_database()
        (dump,) = Path(request.config.cache.mkdir("xinan-migrated")).glob("*.sql")
        subprocess.run(
            [str(BINARIES / "psql"), made.url, "-q", "-v", "ON_ERROR_STOP=1", "-1", "-f", str(dump)],
            check=True,
            capture_output=True,
        )
        made.start_zygote()
        yield made
    finally:
        made.close()


def say(words: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Past pytest's capture: who reads of a failure must know the seed, and so must who reads of none."""
    with capsys.disabled():
        sys.stdout.write(f"\n{words}\n")


def drawn(seed: int, *, with_disk: bool) -> list[tuple[str, float]]:
    """What is hit at each point, and how many seconds after the intake runs again."""
    chance = random.Random(seed)  # noqa: S311 chances of a test
    parts = ["web"] * 9 + ["worker"] * 9 + ["database"] * 8 + ["disk" if with_disk else "database"] * 4
    assert len(parts) == POINTS
    chance.shuffle(parts)
    return [(part, chance.uniform(0.0, 0.5)) for part in parts]


def hit(host: Host, part: str, *, chance: random.Random) -> None:
    """Kill the part, or leave the disk full for a while, and start again what has ended by it."""
    if part == "disk":
        host.fill_disk()
        time.sleep(chance.uniform(0.2, 0.8))
        if chance.random() < 0.5:
            host.kill("database")
        host.free_disk()
    else:
        host.kill(part)
    host.revive()


def wait_for_progress(host: Host, clerk: Clerk, *, beyond: int) -> None:
    """Until the page accepts files again: the next point must hit an intake that runs."""
    deadline = time.monotonic() + PROGRESS_SECONDS
    while len(clerk.accepted) <= beyond:
        host.revive()
        assert time.monotonic() < deadline, host.log("web")[-3000:]
        time.sleep(0.05)


def settle(host: Host) -> None:
    """Until nothing is left to do; the time that the product would wait for is said to have passed."""
    deadline = time.monotonic() + SETTLE_SECONDS
    while (left := host.call("time_passes")) != []:
        host.revive()
        assert time.monotonic() < deadline, f"still to do: {left}\n{host.log('worker')[-4000:]}"
        time.sleep(1.0)


def test_nothing_accepted_is_lost_and_nothing_is_doubled(host: Host, capsys: pytest.CaptureFixture[str]) -> None:
    seed = int(os.environ.get("XINAN_FAULT_SEED") or secrets.randbits(32))
    say(f"XINAN_FAULT_SEED={seed}, disk filled: {host.has_disk}", capsys)
    made = host.call("set_up")
    assert made, host.log("set_up")[-3000:]
    for part in ("web", "worker"):
        host.start(part)
    clerk, gate = Clerk(host.port, made["session"]), Gate.opened(made["gate"], port=host.port)
    native = Native(host.port, **made["native"])
    clerk.start(hands=FILES_AT_A_TIME)
    gate.start()
    native.start()
    wait_for_progress(host, clerk, beyond=0)
    began = time.monotonic()
    chance = random.Random(seed + 1)  # noqa: S311 chances of a test
    for part, after in drawn(seed, with_disk=host.has_disk):
        time.sleep(after)
        accepted = len(clerk.accepted)
        hit(host, part, chance=chance)
        wait_for_progress(host, clerk, beyond=accepted)
    hit_at = time.monotonic()
    clerk.stop()
    gate.stop()
    native.stop()
    settle(host)
    settled_at = time.monotonic()
    assert len(clerk.accepted) >= POINTS
    assert min(len(gate.serials), native.messages) >= POINTS // 2
    faults = host.call(
        "verdict",
        accepted=clerk.accepted,
        sent=sorted(clerk.sent),
        serials=len(gate.serials),
        gated=gate.lines + native.lines,
    )
    assert faults == [], "\n".join(map(str, [*(faults or [host.log("verdict")[-3000:]]), *host.complaints()]))
    took = f"{hit_at - began:.0f} s of faults, {settled_at - hit_at:.0f} s to settle"
    say(
        f"{took}; {len(clerk.accepted)} files in {clerk.tries} tries, {len(gate.serials)} messages in {gate.tries},"
        f" {native.messages} sendings in {native.tries}",
        capsys,
    )
