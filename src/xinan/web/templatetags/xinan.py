"""Template tags of the components: `{% load xinan %}`. One tag a component, one filter a kind of figure."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.utils.translation import get_language

from xinan.kernel.text import Text
from xinan.rules.model import Addressee, Basis, Level, Link
from xinan.web.components import figures
from xinan.web.components.looks import CONDITION_LOOKS, INDUSTRY_WORDS, LEVEL_LOOKS, LINK_ICONS, Condition
from xinan.web.components.risk import OutlookView
from xinan.web.components.views import (
    AccountLine,
    CellState,
    ClockView,
    EvidenceTable,
    Facet,
    HeatTable,
    LinkState,
    MaskedPerson,
    MeasureView,
    PageView,
    Problem,
    Step,
    Tile,
)

register = template.Library()
View = dict[str, Any]


def _language() -> str:
    return get_language() or "zh-hans"


@register.filter
def say(text: Text | str | None) -> str:
    """A Text in the reader's language; anything else as it is."""
    if isinstance(text, Text):
        return text.in_language(_language())
    return str(text) if text is not None else ""


@register.filter
def money(amount: Decimal | int | None) -> str:
    """An exact amount in yuan."""
    return figures.money(amount, language=_language())


@register.filter
def money_short(amount: Decimal | int | None) -> str:
    """An amount as it is spoken of."""
    return figures.money_short(amount, language=_language())


@register.filter
def whole(amount: Decimal | int) -> str:
    """An amount to the yuan, for cells without room for more."""
    return f"{amount:,.0f}"


@register.filter
def day_text(value: date | datetime | None) -> str:
    """A date, or a moment to the minute."""
    return figures.day(value)


@register.filter
def cell_text(value: object) -> str:
    """Any cell of a table."""
    return figures.cell(value, language=_language())


@register.filter
def measure_text(measure: MeasureView) -> str:
    """A measure with its unit."""
    return figures.measure(measure.value, measure.unit, language=_language())


@register.filter
def industry_text(industry: str) -> str:
    """The trade's name of an industry."""
    words = INDUSTRY_WORDS.get(industry)
    return words.in_language(_language()) if words else industry


@register.filter
def articles_text(articles: str) -> str:
    """Article numbers as they are cited: 第 26、55 条; what is no number stays as it is."""
    numbers = [part.strip() for part in articles.split(",")]
    if not all(number[:1].isdigit() for number in numbers):
        return articles
    return f"art. {', '.join(numbers)}" if _language().startswith("en") else f"第{'、'.join(numbers)}条"


@register.filter
def at(sequence: Sequence[Any], index: int) -> object:
    """The item at `index`; None beyond the end."""
    return sequence[index] if index is not None and 0 <= index < len(sequence) else None


@register.filter
def person_of(table: EvidenceTable, worker_id: str) -> MaskedPerson | None:
    """The masked person behind a worker id of an evidence table."""
    return table.people.get(worker_id)


@register.inclusion_tag("components/level.html")
def level_badge(level: Level | str, *, count: int | None = None, small: bool = False) -> View:
    """A level as colour, shape and word."""
    return {"look": LEVEL_LOOKS[Level(level)], "count": count, "small": small}


@register.inclusion_tag("components/shape.html")
def shape(name: str, *, tone: str = "") -> View:
    """The drawing of a look, without its word: only beside the word."""
    return {"shape": name, "tone": tone}


@register.inclusion_tag("components/shape.html")
def level_shape(level: Level | str) -> View:
    """The drawing of a level."""
    look = LEVEL_LOOKS[Level(level)]
    return {"shape": look.shape, "tone": look.tone}


@register.inclusion_tag("components/link_state.html")
def link_state(state: LinkState) -> View:
    """A link's condition as a badge with its name."""
    return {"state": state}


@register.inclusion_tag("components/link_name.html")
def link_name(link: Link | str) -> View:
    """A link's icon and name."""
    which = Link(link)
    return {"icon": LINK_ICONS[which], "title": which.title}


@register.inclusion_tag("components/condition.html")
def condition_badge(condition: Condition | str) -> View:
    """A condition as colour, shape and word."""
    return {"look": CONDITION_LOOKS[Condition(condition)]}


@register.inclusion_tag("components/chain.html")
def link_chain(states: Sequence[LinkState], *, anchors: bool = False) -> View:
    """The seven links as one picture, with reasons."""
    return {"states": states, "anchors": anchors}


@register.inclusion_tag("components/chain_strip.html")
def chain_strip(states: Sequence[LinkState]) -> View:
    """The seven links in a line of a list."""
    return {"states": states}


@register.inclusion_tag("components/clock.html")
def clock(view: ClockView) -> View:
    """A statutory deadline and where it stands today."""
    return {"clock": view}


@register.inclusion_tag("components/evidence.html")
def evidence_table(table: EvidenceTable) -> View:
    """The rows behind a finding."""
    return {"table": table}


@register.inclusion_tag("components/heat.html")
def heat_table(table: HeatTable) -> View:
    """Workers by months."""
    return {"table": table, "states": [state for state in CellState if state is not CellState.NONE]}


@register.inclusion_tag("components/person.html")
def masked_person(person: MaskedPerson) -> View:
    """A worker, masked, with the button that asks for more."""
    return {"person": person}


@register.inclusion_tag("components/law.html")
def law_citation(basis: Sequence[Basis]) -> View:
    """Where a rule stands in the law, and what is not law."""
    return {"basis": basis}


@register.inclusion_tag("components/measures.html")
def measures_list(measures: Sequence[MeasureView]) -> View:
    """The named figures of a finding."""
    return {"measures": measures}


@register.inclusion_tag("components/addressees.html")
def addressee_list(addressees: Sequence[Addressee]) -> View:
    """Who must act."""
    return {"addressees": addressees}


@register.inclusion_tag("components/empty.html")
def empty_state(title: str, text: str = "", *, icon: str = "checks", url: str = "", action: str = "") -> View:
    """Nothing here, why, and what to do next."""
    return {"title": title, "text": text, "icon": icon, "url": url, "action": action}


@register.inclusion_tag("components/loading.html")
def loading_state(label: str = "", *, rows: int = 3) -> View:
    """Something is being fetched."""
    return {"label": label, "rows": range(rows)}


@register.inclusion_tag("components/error.html")
def error_state(problem: Problem) -> View:
    """What is wrong and what would be right."""
    return {"problem": problem}


@register.inclusion_tag("components/progress.html")
def progress_bar(label: str, done: int, total: int, *, note: str = "") -> View:
    """How far something is."""
    return {"label": label, "done": done, "total": total, "note": note, "share": done * 100 // total if total else 0}


@register.inclusion_tag("components/steps.html")
def steps_list(steps: Sequence[Step]) -> View:
    """The steps of something that takes a while."""
    return {"steps": steps}


@register.inclusion_tag("components/facet.html")
def facet(view: Facet, *, opened: bool = True) -> View:
    """A filter with counts."""
    return {"facet": view, "opened": opened}


@register.inclusion_tag("components/pagination.html")
def pagination(page: PageView) -> View:
    """Where one is in a long list."""
    return {"page": page}


@register.inclusion_tag("components/tiles.html")
def stat_tiles(tiles: Sequence[Tile]) -> View:
    """Figures worth a look."""
    return {"tiles": tiles}


@register.inclusion_tag("components/toast.html")
def toast(text: str, *, kind: str = "info") -> View:
    """A message that does not interrupt."""
    return {"text": text, "kind": kind}


@register.inclusion_tag("components/account_chart.html")
def account_chart(line: AccountLine, *, outlook: OutlookView | None = None, chart_id: str = "account") -> View:
    """The balance of the wage accounts against wages due, as a picture and as a table; with what lies ahead, dashed."""
    points = [
        {"day": point.day.isoformat(), "balance": str(point.balance), "due": str(point.due)} for point in line.points
    ]
    ahead = {
        "days": [
            {
                "day": day.day.isoformat(),
                "balance": str(day.balance),
                "earned": str(day.earned),
                "comes": str(day.comes),
            }
            for day in (outlook.days if outlook else ())
        ],
        "short_on": outlook.short_on.isoformat() if outlook and outlook.short_on else "",
    }
    return {
        "line": line,
        "points": points,
        "ahead": ahead,
        "chart_id": chart_id,
        "data_id": f"{chart_id}-data",
        "ahead_id": f"{chart_id}-ahead",
    }
