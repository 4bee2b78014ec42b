"""Template tags of handling: `{% load handling %}`."""

from collections.abc import Mapping

from django import template

from xinan.web.components.views import WarningView
from xinan.web.handling.views_data import HandlingView

register = template.Library()


@register.filter
def of_warning(views: Mapping[int, HandlingView], warning: WarningView) -> HandlingView | None:
    """How this warning is handled; None where it is of a past day or the viewer has no part in it."""
    return views.get(int(warning.id)) if views and warning.id.isdecimal() else None
