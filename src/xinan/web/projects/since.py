"""That day against today, rule by rule, ready to print."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.monitoring.replay_since import SinceThen
from xinan.rules.model import Level
from xinan.rules.registry import find_rule


@dataclass(frozen=True, slots=True)
class SinceLine:
    """Warnings of one rule with one fate: how many, of which months, and the latest day of what became of them."""

    title: Text
    level: Level
    count: int
    period: str
    on: date | None


@dataclass(frozen=True, slots=True)
class SinceView:
    """What was cured, what stands, what is new."""

    settled: tuple[SinceLine, ...]
    standing: tuple[SinceLine, ...]
    fresh: tuple[SinceLine, ...]
    then: int
    now: int

    @property
    def settled_count(self) -> int:
        """Warnings of that day that are gone."""
        return sum(line.count for line in self.settled)

    @property
    def standing_count(self) -> int:
        """Warnings of that day that stand today."""
        return sum(line.count for line in self.standing)

    @property
    def fresh_count(self) -> int:
        """Warnings that came since."""
        return sum(line.count for line in self.fresh)


def since_view(since: SinceThen) -> SinceView:
    """Grouped by rule, the worst first."""
    return SinceView(
        settled=_lines((each.warning, each.cured_on) for each in since.settled),
        standing=_lines((warning, None) for warning in since.standing),
        fresh=_lines((warning, warning.since) for warning in since.fresh),
        then=len(since.settled) + len(since.standing),
        now=since.open_today,
    )


def _lines(warnings: Iterable[tuple[Warning, date | None]]) -> tuple[SinceLine, ...]:
    by_rule: dict[str, list[tuple[Warning, date | None]]] = defaultdict(list)
    for warning, on in warnings:
        by_rule[warning.rule].append((warning, on))
    lines = [_line(rule, group) for rule, group in by_rule.items()]
    return tuple(sorted(lines, key=lambda line: (-line.level.rank, -line.count, line.title.zh)))


def _line(rule: str, group: list[tuple[Warning, date | None]]) -> SinceLine:
    months = sorted({warning.period for warning, _ in group if warning.period})
    days = [on for _, on in group if on is not None]
    return SinceLine(
        title=find_rule(rule).title,
        level=max((Level(warning.level) for warning, _ in group), key=lambda level: level.rank),
        count=len(group),
        period=months[0] if len(months) == 1 else f"{months[0]} – {months[-1]}" if months else "",
        on=max(days) if len(days) == len(group) and days else None,
    )
