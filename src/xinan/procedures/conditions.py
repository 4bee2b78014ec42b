"""What must have come before a move: steps made, periods over, rights not yet lost; and the day on which it happened."""

from collections.abc import Container, Mapping
from datetime import date, datetime

from xinan.kernel.text import Text
from xinan.procedures.definition import Move, Procedure
from xinan.procedures.enums import ClockState, Need
from xinan.procedures.errors import MoveIncomplete, MoveRefused
from xinan.procedures.models import Clock, Proceeding

_RUNNING = (ClockState.RUNNING, ClockState.PAUSED)


def check_made_before(procedure: Procedure, move: Move, *, made: Container[str]) -> None:
    """Raises MoveRefused (`move-requires`) where a move that has to come before was never made."""
    for code in move.requires:
        if code not in made:
            first = procedure.moves[code].name
            raise MoveRefused(
                "move-requires",
                Text(f"“{move.name.zh}”前须先“{first.zh}”。", f"“{first.en}” comes before “{move.name.en}”."),
                Text(f"先办理“{first.zh}”。", f"Make “{first.en}” first."),
            )


def last_clocks(proceeding: Proceeding, move: Move) -> dict[str, Clock]:
    """Of the clocks on which the move depends, the last run of each; one statement, none where it depends on no clock."""
    wanted = {*move.waits_out, *move.within}
    if not wanted:
        return {}
    return {clock.code: clock for clock in Clock.objects.filter(proceeding=proceeding, code__in=wanted).order_by("pk")}


def check_waited(procedure: Procedure, move: Move, *, clocks: Mapping[str, Clock], now: datetime | None = None) -> None:
    """Raises MoveRefused (`move-too-early`) while a clock runs that has to run out first; without `now` as it is written."""
    for code in move.waits_out:
        clock = clocks.get(code)
        if clock is not None and clock.state in _RUNNING and (now is None or now < clock.due_at):
            period = procedure.clocks[code].name
            raise MoveRefused(
                "move-too-early",
                Text(
                    f"“{period.zh}”至 {clock.due_on} 届满，此前不能“{move.name.zh}”。",
                    f"“{period.en}” runs until {clock.due_on}; “{move.name.en}” is not possible before it is over.",
                ),
                Text(f"{clock.due_on} 之后办理。", f"Come back after {clock.due_on}."),
            )


def check_in_time(procedure: Procedure, move: Move, *, clocks: Mapping[str, Clock], at: datetime) -> None:
    """Raises MoveRefused (`move-too-late`) where it happened after the end of the period in which it is possible."""
    for code in move.within:
        clock = clocks.get(code)
        if clock is not None and at >= clock.due_at:
            period = procedure.clocks[code].name
            raise MoveRefused(
                "move-too-late",
                Text(
                    f"“{period.zh}”已于 {clock.due_on} 届满，不能再“{move.name.zh}”。",
                    f"“{period.en}” ended on {clock.due_on}; “{move.name.en}” is no longer possible.",
                ),
                Text(
                    "确在期限内发生的，填写实际发生日并附证明。",
                    "Where it happened in time, give the day on which it did, with proof.",
                ),
            )


def check_happened(move: Move, day: date | None, *, today: date) -> None:
    """Raises MoveIncomplete where the day it happened is missing, lies ahead, or is not asked for."""
    wanted = Need.HAPPENED_ON in move.needs
    if wanted and day is None:
        raise MoveIncomplete(
            "happened_on",
            Text(f"“{move.name.zh}”须填写发生日。", f"“{move.name.en}” needs the day it happened."),
            Text("填写日期后再提交。", "Give the day and send it again."),
        )
    if not wanted and day is not None:
        raise MoveIncomplete(
            "happened_on",
            Text(f"“{move.name.zh}”以办理当日为准。", f"“{move.name.en}” counts from the day it is made."),
            Text("不要填写发生日。", "Leave the day out."),
        )
    if day is not None and day > today:
        raise MoveIncomplete(
            "happened_on",
            Text(f"发生日 {day} 还没有到，今天是 {today}。", f"The day {day} lies ahead; today is {today}."),
            Text(f"填写 {today} 或以前的日期。", f"Give {today} or an earlier day."),
        )
