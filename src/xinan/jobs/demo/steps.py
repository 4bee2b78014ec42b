"""Shows what the demo is at: a bar while a step runs, one line when it is done."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn

from xinan.kernel.text import Text

# Called with how much is done and how much there is in all.
Advance = Callable[[int, int], None]


class Steps:
    """The steps of one start, told in one language."""

    def __init__(self, console: Console, *, language: str) -> None:
        self.console = console
        self.language = language

    def say(self, text: Text) -> None:
        """One line."""
        self.console.print(text.in_language(self.language))

    @contextmanager
    def step(self, title: Text) -> Iterator[Advance]:
        """A step while the block runs; it may call what it is given to move the bar."""
        name = title.in_language(self.language)
        started = time.monotonic()
        columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
        hidden = not self.console.is_terminal
        with Progress(*columns, TimeElapsedColumn(), console=self.console, transient=True, disable=hidden) as progress:
            task = progress.add_task(name, total=None)

            def advance(done: int, total: int) -> None:
                progress.update(task, completed=done, total=total)

            yield advance
        self.console.print(f"[green]✓[/] {name} [dim]{time.monotonic() - started:.1f} s[/]")
