"""Fifty officers at work on a province of data while facts pour in: how long pages take, and whether a move is lost."""

import http.client
import random
import re
import statistics
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from secrets import token_hex
from typing import Final
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from tools.bench.intake.served import Served, serving, working
from tools.bench.lines import Line, at_most, stated
from tools.bench.province import Size
from tools.bench.punches import A_BATCH, made_punches
from tools.bench.stored import environment
from xinan.gateways.wiring import wiring
from xinan.monitoring.live import full_run
from xinan.people.actions.add_user import NewPost, add_user
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.procedures.models import Proceeding, Step
from xinan.registry.models import Project, ProjectChange

OFFICERS: Final = 50
SECONDS: Final = 90.0
# Between two looks at a page; whoever reads is slower than whoever measures.
THINKS_SECONDS: Final = 8.0
PUNCHES_A_SECOND: Final = 100
PAGE_TARGET: Final = 0.2
_PATIENCE: Final = 60.0
_VERSION: Final = re.compile(rb'name="version" value="(\d+)"')


@dataclass
class Seen:
    """What the officers met, all together."""

    took: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    answers: Counter[str] = field(default_factory=Counter)
    made: list[tuple[int, str]] = field(default_factory=list)  # warnings signed for, by whom, as the page said
    untold: int = 0  # who came too late and was not told of whom
    lock: threading.Lock = field(default_factory=threading.Lock)


def measure(size: Size) -> Iterator[Line]:
    """The server runs as `xinan serve`, the worker as `xinan worker`."""
    full_run(clock=wiring().clock)
    ProjectChange.objects.all().delete()
    punches = made_punches(random.Random(3), seconds=SECONDS, a_second=PUNCHES_A_SECOND)  # noqa: S311 a sample, no secret
    officers = _officers()
    seen, here = Seen(), environment()
    with serving(here) as served, working(here):
        until = time.monotonic() + SECONDS
        threads = [
            threading.Thread(target=_Officer(user, places, served, number, seen).work, args=(until,), daemon=True)
            for number, (user, places) in enumerate(officers)
        ]
        punches.begin(time.monotonic())
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(SECONDS + _PATIENCE)
    names = {user.display_name for user, _ in officers}
    yield from _lines(size, seen, names=names, punches_sent=punches.sent, refused=punches.refused)


def _officers() -> list[tuple[User, str]]:
    """Two of each county, so that they meet over the same warnings; then cities; one of the province."""
    counties = sorted(set(Project.objects.values_list("region_code", flat=True)))
    posts = [(Role.COUNTY_INSPECTOR, code) for code in counties for _ in range(2)][: OFFICERS - 6]
    posts += [(Role.CITY_OFFICE, f"{code[:4]}00") for code in counties[:: max(1, len(counties) // 5)]][:5]
    posts += [(Role.PROVINCE_OFFICE, "")]
    return [(_officer(role, region), region) for role, region in posts]


def _officer(role: Role, region: str) -> User:
    post = NewPost(role, region_code=region)
    name = f"officer-{token_hex(4)}"
    return add_user(name, display_name=name, password=token_hex(12), post=post, from_on=wiring().clock.today())


class _Officer:
    """One officer with a browser's session: reads pages, and signs for what waits."""

    def __init__(self, user: User, place: str, served: Served, number: int, seen: Seen) -> None:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        self._cookies = {
            settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value,
            settings.CSRF_COOKIE_NAME: token_hex(16),
        }
        self._name, self._place, self._port, self._seen = user.display_name, place, served.port, seen
        self._chance = random.Random(number)  # noqa: S311 a sample, no secret
        prefix = place[:4] if place.endswith("00") else place
        self._projects = list(
            Project.objects.filter(region_code__startswith=prefix).values_list("project_id", flat=True)[:40]
        )
        waiting = Proceeding.objects.filter(procedure="warning", state="pushed", region_code__startswith=prefix)
        self._waiting = [int(each) for each in waiting.order_by("id").values_list("subject_id", flat=True)[:30]]

    def work(self, until: float) -> None:
        """Until the time is up."""
        connection = http.client.HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        time.sleep(self._chance.random() * THINKS_SECONDS)
        while time.monotonic() < until:
            self._one_thing(connection)
            time.sleep(self._chance.expovariate(1 / THINKS_SECONDS))
        connection.close()

    def _one_thing(self, connection: http.client.HTTPConnection) -> None:
        turn = self._chance.random()
        if turn < 0.25 and self._waiting:
            self._sign(connection, self._waiting.pop(0))
        elif turn < 0.5:
            self._get(connection, "inbox", "/")
        elif turn < 0.75 and self._projects:
            self._get(connection, "project page", f"/projects/{self._chance.choice(self._projects)}/")
        else:
            self._get(connection, "own work", "/handling/")

    def _sign(self, connection: http.client.HTTPConnection, warning: int) -> None:
        self._get(connection, "warning page", f"/warnings/{warning}/")
        address = f"/warnings/{warning}/moves/sign/"
        status, page = self._get(connection, "dialog of a move", address)
        version = _VERSION.search(page)
        if status != 200 or version is None:
            with self._seen.lock:
                self._seen.answers[f"dialog {status}"] += 1
            return
        body = urlencode({"version": version[1].decode(), "reason": ""})
        headers = self._headers() | {
            "Content-Type": "application/x-www-form-urlencoded",
            "X-CSRFToken": self._cookies[settings.CSRF_COOKIE_NAME],
        }
        status, page = self._ask(connection, "a move", "POST", address, body=body, headers=headers)
        with self._seen.lock:
            self._seen.answers[f"move {status}"] += 1
            if status == 302:
                self._seen.made.append((warning, self._name))
            elif status == 409 and b"officer-" not in page.replace(self._name.encode(), b""):
                self._seen.untold += 1

    def _get(self, connection: http.client.HTTPConnection, kind: str, address: str) -> tuple[int, bytes]:
        return self._ask(connection, kind, "GET", address, headers=self._headers())

    def _ask(
        self,
        connection: http.client.HTTPConnection,
        kind: str,
        method: str,
        address: str,
        *,
        body: str | None = None,
        headers: dict[str, str],
    ) -> tuple[int, bytes]:
        began = time.monotonic()
        try:
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        except (http.client.HTTPException, OSError):
            connection.close()  # the server may close a connection that thinks; a browser asks again
            connection.request(method, address, body, headers)
            answer = connection.getresponse()
            content = answer.read()
        with self._seen.lock:
            self._seen.took[kind].append(time.monotonic() - began)
            if answer.status >= 500:
                self._seen.answers[f"{kind} {answer.status}"] += 1
        return answer.status, content

    def _headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items())}


def _lines(size: Size, seen: Seen, *, names: set[str], punches_sent: int, refused: int) -> Iterator[Line]:
    if refused or any(" 5" in answer for answer in seen.answers):
        raise RuntimeError(f"{refused} punches refused; {dict(seen.answers)}")
    how = (
        f"{OFFICERS} officers of counties, cities and the province for {SECONDS:.0f} s, each thinking {THINKS_SECONDS:.0f} s"
        f" in the mean between two pages, on {size.stored_projects:,} projects × {size.stored_workers} workers;"
        f" meanwhile {punches_sent:,} punches, {A_BATCH} a message, `xinan worker` evaluating"
    )
    for kind, took in sorted(seen.took.items()):
        of = f"{len(took)} times, p95 {sorted(took)[int(len(took) * 0.95)]:.2f} s, slowest {max(took):.2f} s"
        yield at_most(f"{kind}, median seconds", statistics.median(took), PAGE_TARGET, of=of, how=how)
    steps = Step.objects.filter(move="sign", by__display_name__in=names)
    kept = [(int(subject), name) for subject, name in steps.values_list("proceeding__subject_id", "by__display_name")]
    lost = sum((Counter(seen.made) - Counter(kept)).values()) + sum((Counter(kept) - Counter(seen.made)).values())
    twice = len(kept) - len({subject for subject, _ in kept})
    met = ", ".join(f"{answer}: {count}" for answer, count in sorted(seen.answers.items()))
    yield at_most(
        "moves lost or done twice", lost + twice, 0, of=f"{len(seen.made)} made; {met}", how=how, shown="{:.0f}".format
    )
    yield stated("too late, and not told by whom", str(seen.untold), how="answers 409 that name nobody")
