"""`xinan calendar`: a published year entered from the command line, open clocks reckoned anew."""

from datetime import date, timedelta
from typing import Annotated

import typer
from rich.console import Console

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.procedures.actions.publish_year import publish_year
from xinan.procedures.actions.recompute_clocks import recompute_clocks

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The working calendar clocks run by.")


@app.command()
def publish(
    year: Annotated[int, typer.Argument(help="The year of the arrangement.")],
    off: Annotated[list[str], typer.Option("--off", help="Days off: 2027-01-01..2027-01-03, or one day; repeat.")],
    source: Annotated[str, typer.Option("--source", help="The notice's number.")],
    work: Annotated[list[str] | None, typer.Option("--work", help="A worked Saturday or Sunday; repeat.")] = None,
) -> None:
    """Keep the arrangement of a year as the State Council published it, and move the open clocks."""
    days_off = [day for span in off for day in _days(span)]
    weekends = [day for span in work or () for day in _days(span)]
    row, moved = publish_year(
        year,
        days_off=days_off,
        work_weekends=weekends,
        source=source,
        by=None,
        scope=None,
        now=wiring().clock.now(),
    )
    Console(highlight=False).print(f"{row.year}: {len(row.days_off)} days off, {moved} clocks moved")


@app.command()
def recompute() -> None:
    """Reckon every open clock anew by the calendar in force; what the night does by itself."""
    moved = recompute_clocks(now=wiring().clock.now())
    Console(highlight=False).print(f"{moved} clocks moved")


def _days(span: str) -> list[date]:
    """The days of `2027-01-01..2027-01-03`, both ends included, or of a single date; raises InvalidValue."""
    first_text, _dots, last_text = span.partition("..")
    try:
        first, last = date.fromisoformat(first_text), date.fromisoformat(last_text or first_text)
    except ValueError:
        raise _bad(span) from None
    if last < first:
        raise _bad(span)
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _bad(span: str) -> InvalidValue:
    return InvalidValue(
        "calendar-span",
        Text(f"无法识别日期：{span}", f"No days can be read in: {span}"),
        Text("写作 2027-01-01..2027-01-03 或 2027-04-05。", "Write 2027-01-01..2027-01-03, or 2027-04-05."),
    )
