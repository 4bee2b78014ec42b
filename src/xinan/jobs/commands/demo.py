"""`xinan demo`: a whole province on this machine, until Ctrl-C."""

import signal
from importlib import import_module
from types import FrameType
from typing import Annotated

import typer

from xinan.gateways.home import home
from xinan.jobs.cli import Needs, prepare
from xinan.jobs.demo.lock import only_demo, require_free_port


def command(
    port: Annotated[int, typer.Option(min=1, max=65535, help="Port of the pages.")] = 8000,
    projects: Annotated[int, typer.Option(min=9, help="Projects of a new province.")] = 150,
    workers: Annotated[int, typer.Option(min=5, help="Workers a project, on average.")] = 25,
    months: Annotated[int, typer.Option(min=2, help="Months of history.")] = 6,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw the demo's province away and make a new one.")] = False,
    prepare_only: Annotated[bool, typer.Option("--prepare-only", help="Make the province, start nothing.")] = False,
) -> None:
    """Start a whole province on this machine: database, pages, background work. Ctrl-C stops it; the data stay."""
    # However it is asked to stop, also where a shell started it deaf to Ctrl-C: in order, with nothing left behind.
    for ending in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupted)
    address = f"http://127.0.0.1:{port}/"
    require_free_port(port)
    with only_demo(home(), address=address):
        prepare(Needs.DATABASE)
        province = import_module("xinan.jobs.demo.province")
        supervisor = import_module("xinan.jobs.demo.supervisor")
        size = province.Size(projects=projects, workers=workers, months=months)
        supervisor.run(size=size, port=port, address=address, fresh=fresh, prepare_only=prepare_only)


def _interrupted(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt
