"""The panel on top of the inbox: what waits to be done, and what to do first."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.urls import reverse

from xinan.kernel.text import Text
from xinan.monitoring.queries.todo import PROCEDURE, NextClock, Tasks, Todo, next_clock, red_since
from xinan.procedures.registry import find_procedure
from xinan.web.inbox.filters import Filters
from xinan.web.inbox.judged import Judged
from xinan.web.inbox.standing import Standing, ranked
from xinan.web.inbox.views_data import NextThing, TodoItem, TodoPanel

_LOOKS: Final = {
    Todo.OVERDUE: (Text("已逾期", "Overdue"), "alarm", "red"),
    Todo.TODAY: (Text("今天到期", "Due today"), "clock-hour-4", "orange"),
    Todo.UNSIGNED: (Text("待签收", "To sign for"), "writing-sign", "blue"),
    Todo.VERIFY: (Text("待核实", "To verify"), "checklist", "blue"),
    Todo.NEW_RED: (Text("新转红", "Newly red"), "trending-up", "red"),
}


def todo_title(todo: Todo) -> Text:
    """What a kind of waiting work is called."""
    return _LOOKS[todo][0]


def todo_panel(filters: Filters, every: Sequence[Standing], *, judged: Judged, address: str) -> TodoPanel | None:
    """Over the whole scope, whatever the filters; None of a past day. One query at most, for the clock that ran out first."""
    if judged.past:
        return None
    items = tuple(_item(todo, filters, every, today=judged.day, address=address) for todo in Todo)
    return TodoPanel(items, _first(every, today=judged.day, complaints=judged.hears))


def _item(todo: Todo, filters: Filters, every: Sequence[Standing], *, today: date, address: str) -> TodoItem:
    there = [standing for standing in every if standing.tasks.count(todo)]
    title, icon, tone = _LOOKS[todo]
    chosen = filters.todo == (todo,)
    query = filters.query(todo=()) if chosen else Filters(todo=(todo,)).query()
    return TodoItem(
        todo=todo,
        title=title,
        icon=icon,
        tone=tone if there else "none",
        projects=len(there),
        note=_note(todo, sum(standing.tasks.count(todo) for standing in there), today=today),
        url=f"{address}?{query}",
        active=chosen,
    )


def _note(todo: Todo, number: int, *, today: date) -> Text:
    if todo is Todo.NEW_RED:
        since = red_since(today)
        return Text(f"{since:%m-%d} 以来 {number} 条", f"{number} since {since:%m-%d}")
    if todo in (Todo.OVERDUE, Todo.TODAY):
        return Text(f"{number} 个期限", f"{number} clock" if number == 1 else f"{number} clocks")
    return Text(f"{number} 条预警", f"{number} warning" if number == 1 else f"{number} warnings")


def _first(every: Sequence[Standing], *, today: date, complaints: bool) -> NextThing | None:
    """The clock longest over; else one that ends today; else what waits longest on the project of the highest index."""
    for kind in Todo:
        there = ranked(standing for standing in every if standing.tasks.count(kind))
        if not there:
            continue
        gravest = max(there, key=lambda standing: standing.tasks.late_days) if kind is Todo.OVERDUE else there[0]
        clock = next_clock(gravest.project_id, complaints=complaints) if kind in (Todo.OVERDUE, Todo.TODAY) else None
        return NextThing(
            gravest.name,
            _clock_said(clock, today=today) if clock else _said(kind, gravest.tasks),
            f"{reverse('project', args=[gravest.project_id])}#p-warnings",
        )
    return None


def _clock_said(clock: NextClock, *, today: date) -> Text:
    rule = find_procedure(PROCEDURE).clocks.get(clock.code)
    name = rule.name if rule else Text(clock.code, clock.code)
    days = (today - clock.due_on).days
    if days <= 0:
        return Text(f"“{name.zh}”今天到期", f"“{name.en}” ends today")
    over = "1 day" if days == 1 else f"{days} days"
    return Text(f"“{name.zh}”已逾期 {days} 天", f"“{name.en}” is {over} overdue")


def _said(kind: Todo, tasks: Tasks) -> Text:
    number = tasks.count(kind)
    warnings = "1 warning" if number == 1 else f"{number} warnings"
    return {
        Todo.UNSIGNED: Text(f"{number} 条预警待签收", f"{warnings} to sign for"),
        Todo.VERIFY: Text(f"{number} 条预警待核实", f"{warnings} to verify"),
        Todo.NEW_RED: Text(f"{number} 条预警新转红", f"{warnings} newly red"),
    }.get(kind, todo_title(kind))
