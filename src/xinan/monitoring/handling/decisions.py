"""What a run's news means for the proceeding of a warning. Pure."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final

from xinan.kernel.text import Text
from xinan.monitoring.enums import LEVEL_RANKS, SettledAs, WarningState
from xinan.monitoring.handling.lasting import curable_by_data
from xinan.monitoring.handling.news import News
from xinan.rules.model import Addressee, Level, Rule
from xinan.rules.registry import find_rule

PUSHED: Final = "pushed"
SIGNED: Final = "signed"
MERGED: Final = "merged"
_FIRMS: Final = frozenset({Addressee.CONTRACTOR, Addressee.OWNER, Addressee.BANK})


class Deed(StrEnum):
    """What is done with the proceeding."""

    OPEN = "open"
    REOPEN = "reopen"  # settled by people, and it did not hold
    INHERIT = "inherit"  # a new episode within an exemption stays exempted
    CURE = "cure"
    MERGE = "merge"
    PUSH_AGAIN = "push_again"
    RELEVEL = "relevel"


@dataclass(frozen=True, slots=True)
class Moment:
    """When the run speaks, and how long evidence holds against the data (xinan.monitoring.handling.grace)."""

    now: datetime
    as_of: date
    grace: Callable[[str], timedelta]


def deeds_of(news: News, *, moment: Moment) -> tuple[Deed, ...]:
    """What to do, in order; nothing for most."""
    if news.proceeding_open and not news.inherited:
        return _of_open(news)
    if news.state == WarningState.CURED or not is_handled(find_rule(news.rule), level=news.level):
        return ()
    if news.settled_as:
        reopens = news.state == WarningState.OPEN and reopened_because(news, moment=moment)
        return (Deed.REOPEN,) if reopens else ()
    return (Deed.INHERIT,) if _still_exempted(news, as_of=moment.as_of) else (Deed.OPEN,)


def first_state(news: News) -> str:
    """Where a proceeding begins: merged while the warning is not said by itself, else pushed.

    Missing data are owed by the firm: nobody has to sign for them first.
    """
    if news.state != WarningState.OPEN:
        return MERGED
    return SIGNED if news.level == Level.GREY else PUSHED


def is_handled(rule: Rule, *, level: str) -> bool:
    """Whether a warning gets a proceeding: all that say something of wages, and grey ones that a firm owes data for."""
    return level != Level.GREY or not _FIRMS.isdisjoint(rule.addressees)


def reopened_because(news: News, *, moment: Moment) -> Text | None:
    """Why what people settled does not hold any more; None where it does."""
    rose = LEVEL_RANKS[news.level] > LEVEL_RANKS.get(news.settled_level, 0)
    if news.settled_as in {SettledAs.EVIDENCE, SettledAs.FALSE_ALARM} and rose:
        before, now = Level(news.settled_level).title, Level(news.level).title
        return Text(
            f"办结后等级由“{before.zh}”升为“{now.zh}”，重新打开。",
            f"Reopened: its level rose from {before.en} to {now.en} after it was closed.",
        )
    if news.settled_as == SettledAs.EVIDENCE:
        return _data_disagree(news, moment=moment)
    if news.settled_as == SettledAs.EXEMPTED and news.settled_until is not None and news.settled_until < moment.as_of:
        day = news.settled_until
        return Text(
            f"豁免已于 {day} 到期，仍未消除，重新打开。",
            f"Reopened: the exemption ended on {day}, and it still stands.",
        )
    return None


def _data_disagree(news: News, *, moment: Moment) -> Text | None:
    if news.settled_at is None or not curable_by_data(news.rule):
        return None
    if news.settled_at + moment.grace(news.region_code) > moment.now:
        return None
    return Text(
        "已凭证据核销，但宽限期后数据仍显示问题存在，重新打开。",
        "Reopened: it was closed by evidence, but after the grace the data still show it.",
    )


def _of_open(news: News) -> tuple[Deed, ...]:
    if news.state == WarningState.CURED:
        return (Deed.CURE,)
    level = (Deed.RELEVEL,) if news.level != news.proceeding_level else ()
    merged, stands = news.proceeding_state == MERGED, news.state == WarningState.OPEN
    if merged and stands:
        return (*level, Deed.PUSH_AGAIN)
    return level if merged or stands else (*level, Deed.MERGE)


def _still_exempted(news: News, *, as_of: date) -> bool:
    until = news.before_settled_until
    return news.before_settled_as == SettledAs.EXEMPTED and until is not None and until >= as_of
