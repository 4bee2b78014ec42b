"""Makes the demo's province on the first start: schema, facts, days, people, a full evaluation. Kept from then on."""

import shutil
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from xinan.gateways.home import home
from xinan.gateways.migrating import migrate
from xinan.gateways.wiring import Wiring, wiring
from xinan.jobs.demo import bodies, cases, clues, days, officers_at_work, offices, sign_ins, state
from xinan.jobs.demo.greeting import SignIn
from xinan.jobs.demo.load_snapshot import Snapshot, load
from xinan.jobs.demo.state import State
from xinan.jobs.demo.steps import Advance, Steps
from xinan.jobs.demo.workers import sealed_workers
from xinan.kernel.clock import Clock
from xinan.kernel.text import Text
from xinan.monitoring.enums import RunKind
from xinan.monitoring.live import full_run
from xinan.monitoring.models import EvaluationRun
from xinan.simulation.places import region_rows
from xinan.simulation.province import Ledger, make_projects
from xinan.simulation.window import Options, Window
from xinan.simulation.write import SnapshotWriter

SEED = 1


@dataclass(frozen=True, slots=True)
class Size:
    """How large a new province is: projects, mean workers a project, months of history."""

    projects: int
    workers: int
    months: int


def ensure(steps: Steps, *, size: Size, fresh: bool) -> list[SignIn]:
    """Bring the database to this version and, where it holds nothing, a province into it; gives who may sign in.

    A province that was not finished is made anew; `fresh` makes a finished one anew too. Somebody's own data stay.
    """
    found = state.state()
    if found is State.LOADING or (fresh and found is State.READY):
        with steps.step(Text("清除未完成或旧的演示数据", "Removing the unfinished or old demo")):
            state.empty()
        found = State.EMPTY
    with steps.step(Text("准备数据库结构", "Bringing the database to this version")), _patience(found):
        migrate()
    if found is State.OWN:
        steps.say(Text("数据库中已有数据，不加载演示省份。", "The database has data of its own; no demo is loaded."))
    if found is not State.EMPTY:
        _evaluate(steps, clock=wiring().clock)
        return sign_ins.kept()
    with state.unhurried():
        state.mark(State.LOADING)
        people = _make(steps, size=size, outside=wiring())
    state.mark(State.READY)
    return people


def _patience(found: State) -> AbstractContextManager[None]:
    """Commits wait for the disk wherever there is something to lose."""
    return state.unhurried() if found is State.EMPTY else nullcontext()


def _make(steps: Steps, *, size: Size, outside: Wiring) -> list[SignIn]:
    today = outside.clock.today()
    folder = home() / "demo"
    shutil.rmtree(folder, ignore_errors=True)
    with steps.step(Text(f"模拟 {size.projects} 个项目", f"Simulating {size.projects} projects")) as advance:
        _simulate(folder, size=size, end=today, advance=advance)
    with steps.step(Text("写入事实", "Loading the facts")) as advance:
        load(Snapshot(folder), seal=partial(sealed_workers, keyring=outside.keyring), advance=advance)
    with steps.step(Text("开设各角色账号", "Making the people who sign in")):
        people = sign_ins.make(since=today.replace(month=1, day=1))
        offices.make(today=today)
        bodies.make(on=today, now=outside.clock.now())
    _let_them_work(steps, outside=outside)
    with steps.step(Text("工人反映欠薪，各地受理", "Workers complaining, officers taking it up")):
        clues.make(today=today, keyring=outside.keyring)
    with steps.step(Text("立案查办，一案双查", "Cases opened, both tracks under way")):
        cases.make(today=today, keyring=outside.keyring)
    with steps.step(Text("期限逐日提醒、逐级上报", "Clocks reminding and telling up, day by day")) as advance:
        days.let_pass(since=today - timedelta(days=clues.DAYS + 1), now=outside.clock.now(), advance=advance)
    _evaluate(steps, clock=outside.clock)
    return people


def _let_them_work(steps: Steps, *, outside: Wiring) -> None:
    """What stood some days ago, and what officers and a firm made of it since."""
    today = outside.clock.today()
    with steps.step(Text("各级办理预警", "People at work over the warnings")):
        officers_at_work.evaluate_then(today=today)
        officers_at_work.play(today=today, keyring=outside.keyring)


def _evaluate(steps: Steps, *, clock: Clock) -> None:
    """Evaluate every project, unless that was done today: a demo that stood still for days has missed its nights."""
    if EvaluationRun.objects.filter(kind=RunKind.FULL, as_of=clock.today(), error="").exists():
        return
    with steps.step(Text("全量评估", "Evaluating every project")):
        full_run(clock=clock)


def _simulate(folder: Path, *, size: Size, end: date, advance: Advance) -> None:
    options = Options(SEED, size.projects, size.workers, Window(end, size.months))
    ledger = Ledger()
    with SnapshotWriter(folder, end=end, file_format="parquet") as writer:
        writer.add_regions(region_rows())
        for done, draft in enumerate(make_projects(options, ledger), start=1):
            writer.add(draft)
            advance(done, size.projects)
        writer.write_truth(ledger.truth())
