"""After every run the proceedings follow the warnings, in the transaction of the run and over all of them at once."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.db import connection
from django.db.models import F
from procrastinate.contrib.django import app

from xinan.monitoring.actions.reconcile import Scope
from xinan.monitoring.causes import cause_words
from xinan.monitoring.enums import SettledAs, WarningState
from xinan.monitoring.handling.decisions import Deed, Moment, deeds_of, reopened_because
from xinan.monitoring.handling.grace import grace_in, least_grace
from xinan.monitoring.handling.news import News, news_of
from xinan.monitoring.handling.opening import openings_for
from xinan.monitoring.models import EvaluationRun, Warning
from xinan.procedures.actions.change_levels import change_levels
from xinan.procedures.actions.close_by_system import close_by_system
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.rules.model import Level

TELL: Final = "tell_of_warnings"
# What somebody has to be told of; the others are seen where they are.
_TOLD: Final = frozenset({Deed.OPEN, Deed.REOPEN, Deed.CURE, Deed.PUSH_AGAIN})

ToDo = Mapping[Deed, Sequence[News]]


@dataclass(frozen=True, slots=True)
class FollowedUp:
    """How many proceedings were opened, reopened, cured and so on (Deed)."""

    done: Mapping[str, int]


def hold_proceedings(scope: Scope) -> None:
    """Take the open proceedings that a run may speak of, before it touches a warning; held until its transaction ends.

    Whoever makes a move takes the proceeding first and then marks the warning: a run that began at the warnings would wait
    for them while they wait for it.
    """
    given: dict[str, Any] = {"everything": scope.everything, "projects": sorted(scope.project_ids or ())}
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, given | {"firms": bool(scope.enterprise_ids)})


_HOLD: Final = """
SELECT count(*) FROM (
    SELECT id FROM procedures_proceeding
    WHERE procedure = 'warning' AND closed_at IS NULL
        AND (%(everything)s OR project_id = ANY(%(projects)s) OR %(firms)s AND project_id = '')
    ORDER BY id FOR UPDATE
) held
"""


def follow_up(run: EvaluationRun, *, everything: bool, now: datetime) -> FollowedUp:
    """Make the proceedings say what the run found. One statement where it found nothing new.

    Runs in the transaction of the run. Whoever is to be told is told by a job that becomes due with the same commit.
    """
    moment = Moment(now=now, as_of=run.as_of, grace=lambda region: grace_in(region, on=run.as_of))
    news = news_of(run, everything=everything, as_of=run.as_of, settled_before=now - least_grace(on=run.as_of))
    todo: dict[Deed, list[News]] = defaultdict(list)
    for each in news:
        for deed in deeds_of(each, moment=moment):
            todo[deed].append(each)
    if todo:
        _cure(todo.get(Deed.CURE, ()), now=now)
        _relevel(todo.get(Deed.RELEVEL, ()), now=now)
        _merge(todo.get(Deed.MERGE, ()), now=now)
        _push_again(todo.get(Deed.PUSH_AGAIN, ()), now=now)
        _inherit(todo.get(Deed.INHERIT, ()), now=now)
        _open(todo, moment=moment)
        if not _TOLD.isdisjoint(todo):
            app.configure_task(TELL).defer(at=now.isoformat())
    return FollowedUp(Counter({deed.value: len(each) for deed, each in todo.items()}))


def _cure(news: Sequence[News], *, now: datetime) -> None:
    by_cause: dict[str, list[int]] = defaultdict(list)
    for each in news:
        by_cause[each.cause].append(_proceeding(each))
    for cause, ids in by_cause.items():
        words = cause_words(cause)
        close_by_system(ids, "cure", now=now, reason=words.zh if words else "")


def _relevel(news: Sequence[News], *, now: datetime) -> None:
    if news:
        change_levels({_proceeding(each): each.level for each in news}, now=now)


def _merge(news: Sequence[News], *, now: datetime) -> None:
    silent = [_proceeding(each) for each in news if each.state == WarningState.WITHHELD]
    graver = [_proceeding(each) for each in news if each.state == WarningState.SUPPRESSED]
    if silent:
        close_by_system(silent, "merge", now=now, reason="数据中断，暂不下结论。")
    if graver:
        close_by_system(graver, "merge", now=now, reason="并入同一项目更重的预警一并处置。")


def _push_again(news: Sequence[News], *, now: datetime) -> None:
    for move, chosen in (
        ("push_again", [_proceeding(each) for each in news if each.level != Level.GREY]),
        ("push_to_firm", [_proceeding(each) for each in news if each.level == Level.GREY]),
    ):
        if chosen:
            close_by_system(chosen, move, now=now, reason="恢复单独研判，重新推送。")


def _inherit(news: Sequence[News], *, now: datetime) -> None:
    """One statement for each day on which an exemption ends; a new episode within one is a rare thing."""
    by_day = defaultdict(list)
    for each in news:
        by_day[each.before_settled_until].append(each.warning_id)
    for until, ids in by_day.items():
        Warning.objects.filter(pk__in=ids).update(
            settled_as=SettledAs.EXEMPTED, settled_at=now, settled_level=F("level"), settled_until=until
        )


def _open(todo: ToDo, *, moment: Moment) -> None:
    again = list(todo.get(Deed.REOPEN, ()))
    if again:
        Warning.objects.filter(pk__in=[each.warning_id for each in again]).update(
            settled_as="", settled_at=None, settled_level="", settled_until=None
        )
    fresh = [*todo.get(Deed.OPEN, ()), *again]
    if fresh:
        open_proceedings(openings_for(fresh, on=moment.as_of, reasons=_reasons(fresh, moment)), now=moment.now)


def _reasons(news: Sequence[News], moment: Moment) -> list[str]:
    return [_reason(each, moment) for each in news]


def _reason(news: News, moment: Moment) -> str:
    because = reopened_because(news, moment=moment)
    if because:
        return because.zh
    return "同一问题消除后再次出现。" if news.inherited else ""


def _proceeding(news: News) -> int:
    if news.proceeding_id is None:
        raise ValueError(f"warning {news.warning_id} has no proceeding")
    return news.proceeding_id
