"""The seven links of a project as one chain, from its warnings, its dates and its approved pauses. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.rules.model import CHAIN, Level, Link
from xinan.rules.registry import find_rule
from xinan.web.components.looks import Condition
from xinan.web.components.views import LinkState

# Links that speak of what happens on site: nothing is due before the start.
_AFTER_START = frozenset({Link.FILING, Link.ROSTER, Link.FUNDING, Link.ATTENDANCE, Link.WAGES})


@dataclass(frozen=True, slots=True)
class Situation:
    """What of a project decides on a link without warnings."""

    started_on: date | None
    completed_on: date | None
    paused_until: date | None = None
    paused: bool = False


def chain_of(
    open_warnings: Iterable[Warning], withheld: Iterable[Warning], *, situation: Situation, today: date
) -> tuple[LinkState, ...]:
    """The state of each link with its reasons, the worst first."""
    raised, held = _by_link(open_warnings), _by_link(withheld)
    return tuple(_state(link, raised[link], held[link], situation=situation, today=today) for link in CHAIN)


def _by_link(warnings: Iterable[Warning]) -> dict[Link, list[Warning]]:
    found: dict[Link, list[Warning]] = defaultdict(list)
    for warning in warnings:
        found[Link(warning.rule.split("/")[0])].append(warning)
    return found


def _state(link: Link, raised: list[Warning], held: list[Warning], *, situation: Situation, today: date) -> LinkState:
    if raised:
        worst = max((Level(warning.level) for warning in raised), key=lambda level: level.rank)
        return LinkState(link, Condition.WARNED, worst, _reasons(raised), len(raised))
    if held:
        return LinkState(link, Condition.WITHHELD, None, _reasons(held))
    if link in _AFTER_START and (situation.started_on is None or situation.started_on > today):
        return LinkState(link, Condition.NOT_DUE, None, (Text("尚未开工", "Not started"),))
    if link is Link.ATTENDANCE and situation.paused:
        return LinkState(link, Condition.PAUSED, None, (_until(situation.paused_until),))
    return LinkState(link, Condition.CLEAR)


def _reasons(warnings: list[Warning]) -> tuple[Text, ...]:
    """Titles of the rules, each once, the worst first; at most three, the rest is said in numbers."""
    ordered = sorted(warnings, key=lambda warning: (-Level(warning.level).rank, warning.since))
    months: dict[str, int] = {}
    for warning in ordered:
        months[warning.rule] = months.get(warning.rule, 0) + 1
    said = [_title(rule, number) for rule, number in months.items()]
    return (*said[:3], *([_others(len(said) - 3)] if len(said) > 3 else []))


def _title(rule: str, number: int) -> Text:
    title = find_rule(rule).title
    return title if number == 1 else Text(f"{title.zh}（{number} 条）", f"{title.en} ({number})")


def _others(number: int) -> Text:
    return Text(f"另有 {number} 类", f"{number} more kinds")


def _until(day: date | None) -> Text:
    if day is None:
        return Text("经批准停工", "Approved pause")
    return Text(f"经批准停工至 {day}", f"Approved pause until {day}")
