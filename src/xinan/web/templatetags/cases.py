"""`{% load cases %}`: the way from a clue to its case, for those to whom the case is open."""

from typing import Any

from django import template

from xinan.casework.cases.policies import may_open_in
from xinan.casework.cases.queries import case_of_clue
from xinan.casework.models import Clue
from xinan.web.handling.asking import asking

register = template.Library()


@register.inclusion_tag("cases/of_clue.html", takes_context=True)
def case_link(context: dict[str, Any], clue: Clue) -> dict[str, object]:
    """The case of a clue, or the way to open one; nothing for who may do neither."""
    who = asking(context["request"])
    found = case_of_clue(clue.pk, scope=who.scope)
    region = clue.region_code or (clue.project.region_code if clue.project is not None else "")
    able = clue.merged_into_id is None and who.user.organisation_id is not None
    return {"case": found, "clue": clue, "opens": able and may_open_in(who.scope, region_code=region)}
