"""What a warning is called outside its page: the project and the rule, and nobody's name."""

from collections.abc import Sequence

from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.procedures.models import Proceeding
from xinan.registry.models import Project
from xinan.rules.registry import find_rule


def titles_of(proceedings: Sequence[Proceeding]) -> dict[int, Text]:
    """The title of each warning's proceeding by its number; two statements."""
    ids = {int(each.subject_id) for each in proceedings}
    rules = dict(Warning.objects.filter(pk__in=ids).values_list("pk", "rule"))
    named = {each.project_id for each in proceedings if each.project_id}
    names = dict(Project.objects.filter(pk__in=named).values_list("pk", "name"))
    return {
        each.pk: _title(rules[int(each.subject_id)], project=names.get(each.project_id, ""))
        for each in proceedings
        if int(each.subject_id) in rules
    }


def _title(rule: str, *, project: str) -> Text:
    title = find_rule(rule).title
    return Text(f"{project}：{title.zh}", f"{project}: {title.en}") if project else title
