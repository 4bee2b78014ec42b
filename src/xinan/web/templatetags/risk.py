"""Template tags of the risk index and the outlook of the wage account."""

from collections.abc import Mapping
from typing import Any

from django import template

from xinan.web.components.risk import OutlookView, RiskView

register = template.Library()
View = Mapping[str, Any]


@register.inclusion_tag("components/risk_panel.html")
def risk_panel(view: RiskView | None) -> View:
    """The index with a bar of its parts, each with its reasons and the way to its rows."""
    return {"view": view}


@register.inclusion_tag("components/risk_sheet.html")
def risk_sheet(view: RiskView, *, withheld: int = 0) -> View:
    """Why a project stands where it does in the list: the parts in short."""
    return {"view": view, "withheld": withheld}


@register.inclusion_tag("components/outlook.html")
def account_outlook(view: OutlookView | None) -> View:
    """What lies ahead of the wage account, in words and figures; the chart draws it."""
    return {"view": view}
