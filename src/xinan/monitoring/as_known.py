"""A project's own row as it was known at the end of a day (rulebook, “As-of”)."""

from copy import copy
from datetime import date
from typing import Final

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.registry.models import Project
from xinan.rules.vocabulary import TABLES, When

# The day from which the law the rules rest on (条例) is in force, and from which every parameter has a value.
FIRST_DAY: Final = date(2020, 5, 1)


def project_as_known(project: Project, *, day: date) -> Project:
    """A copy in which dates that had not come are null; NotFound for a project whose contract was signed later.

    What carries no date of its own (price, pay day, place) is as it is now. The copy is for reading only.
    """
    known = copy(project)
    for column in TABLES["project"].columns:
        value = getattr(project, column.name)
        if not isinstance(value, date) or value <= day:
            continue
        if column.when is When.EXISTS_FROM:
            raise NotFound(
                "project-not-yet",
                Text(
                    f"{day} 还没有这个项目：施工合同签订于 {value}。",
                    f"There was no such project on {day}: its contract was signed on {value}.",
                ),
                Text(f"请选 {value} 或以后的日子。", f"Choose {value} or a later day."),
            )
        if column.when is When.KNOWN_FROM:
            setattr(known, column.name, None)
    return known
