"""Template tags of the frame: `{% load shell %}`."""

from dataclasses import dataclass
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput, Select
from django.http import HttpRequest
from django.utils.safestring import SafeString

from xinan.gateways.wiring import wiring
from xinan.kernel.text import Text
from xinan.notices.queries import unread_count
from xinan.people.models import User
from xinan.web.shell.navigation import sections_for
from xinan.web.shell.presenters import scopes_of

register = template.Library()
Context = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Crumb:
    """One step of the way to a page; the last has no address."""

    title: str | Text
    url: str = ""


def _sections(context: template.Context) -> Any:
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    return sections_for(user, path=request.path) if request and user is not None and user.is_authenticated else ()


@register.inclusion_tag("shell/side_bar.html", takes_context=True)
def side_bar(context: template.Context) -> Context:
    """The side bar of the person who asks."""
    return {"sections": _sections(context)}


@register.inclusion_tag("shell/foot_bar.html", takes_context=True)
def foot_bar(context: template.Context) -> Context:
    """The bar at the foot of a phone."""
    return {"items": [item for section in _sections(context) for item in section.items if item.foot]}


@register.inclusion_tag("shell/top_bar.html", takes_context=True)
def top_bar(context: template.Context) -> Context:
    """Who looks, with which scope, and the tools."""
    request: HttpRequest | None = context.get("request")
    user = getattr(request, "user", None)
    # The frame is an edge: it reads the clock once, to say which posts are held today.
    scopes = scopes_of(user, on=wiring().clock.today()) if isinstance(user, User) else ()
    unread = unread_count(user) if isinstance(user, User) else 0
    return {
        "request": request,
        "user": user,
        "scopes": scopes,
        "unread": unread,
        "csrf_token": context.get("csrf_token"),
    }


@register.filter
def styled(field: BoundField) -> SafeString:
    """A form field with the page's classes, tied to its hint and error for screen readers."""
    widget = field.field.widget
    kind = "form-select" if isinstance(widget, Select) else "form-control"
    attributes: dict[str, str | bool] = {} if isinstance(widget, CheckboxInput) else {"class": kind}
    described = [f"{field.id_for_label}-hint"] if field.help_text else []
    if field.errors:
        attributes["aria-invalid"] = "true"
        described.append(f"{field.id_for_label}-error")
    if described:
        attributes["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attributes)


@register.inclusion_tag("shell/crumbs.html")
def crumbs(*steps: str | Text) -> Context:
    """The way to a page: title, address, title, address, …, title."""
    pairs = list(zip(steps[::2], [*steps[1::2], ""], strict=False))
    return {"crumbs": [Crumb(title, str(url)) for title, url in pairs]}
