"""Starts the demo's parts, tells where to sign in, waits, and stops everything in order."""

import signal
import time
from contextlib import ExitStack

from rich.console import Console

from xinan.gateways import embedded_postgres
from xinan.gateways.home import home, postgres_dir
from xinan.jobs.arguments import language
from xinan.jobs.demo import children, greeting
from xinan.jobs.demo.province import Size, ensure
from xinan.jobs.demo.steps import Steps
from xinan.kernel.text import Text

ANSWER_SECONDS = 60.0
WATCH_SECONDS = 0.5


def run(*, size: Size, port: int, address: str, fresh: bool, prepare_only: bool) -> None:
    """The demo from beginning to end; returns when it was asked to stop.

    Raises XinanError where a part fails; by then nothing is left running.
    """
    console = Console()
    steps = Steps(console, language=language())
    with ExitStack() as stack:
        stack.callback(
            steps.say, Text("已停止；数据保留，再次启动即可继续。", "Stopped. The data stay for the next start.")
        )
        stack.callback(embedded_postgres.stop, postgres_dir())
        try:
            people = ensure(steps, size=size, fresh=fresh)
            if prepare_only:
                return
            started = _start(stack, steps, port=port, address=address)
            greeting.show(console, address=address, people=people, language=steps.language)
            _watch(started)
        except KeyboardInterrupt:
            pass  # asked to stop, which is how a demo ends
        finally:
            # A second Ctrl-C must not cut the stopping short and leave something behind.
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _start(stack: ExitStack, steps: Steps, *, port: int, address: str) -> list[children.Child]:
    logs = home() / "logs"
    with steps.step(Text("启动网页服务和后台任务", "Starting the pages and the background work")):
        # Stopped in the reverse order: the pages first, so that nobody asks for work that is not done any more.
        worker = children.start("worker", ["worker"], log=logs / "worker.log")
        stack.callback(worker.stop)
        pages = children.start("web", ["serve", "--port", str(port)], log=logs / "web.log")
        stack.callback(pages.stop)
        children.wait_for_page(address, server=pages, seconds=ANSWER_SECONDS)
        worker.require_alive()
    return [worker, pages]


def _watch(started: list[children.Child]) -> None:
    """Wait for a stop; raises DemoFailed where a part ends by itself."""
    while True:
        for child in started:
            child.require_alive()
        time.sleep(WATCH_SECONDS)
