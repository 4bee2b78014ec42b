"""A figure is entered by one person: checked against the law's bounds, laid before a second one."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from xinan.casework.law.parameters import Parameter, parameters
from xinan.casework.lawbook.enums import FigureState
from xinan.casework.lawbook.models import LegalFigure
from xinan.casework.lawbook.policies import may_enter
from xinan.casework.lawbook.telling import tell_approvers
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.kernel.regions import region
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope


@dataclass(frozen=True, slots=True)
class NewFigure:
    """What is entered: for which parameter and place, from which day, by which document."""

    code: str
    region_code: str
    value: Decimal
    from_on: date
    source: str
    reason: str = ""


@transaction.atomic
def enter_figure(new: NewFigure, *, by: User, scope: Scope, now: datetime) -> LegalFigure:
    """The figure, waiting for a second person.

    Raises NotFound (no such parameter, or one that a statute fixes), NotAllowed (not their place), InvalidValue
    (`figure-bounds`, `figure-from`, `figure-source`, `region-unknown`), Conflict (`figure-waits`).
    """
    parameter = parameters().get(new.code)
    if parameter is None or not parameter.may_be_entered:
        raise NotFound(
            "figure-unknown",
            Text("没有这个可以录入的参数。", "There is no such figure to be entered."),
            Text("从列表中选择。", "Choose one from the list."),
        )
    region(new.region_code)
    if not may_enter(scope, region_code=new.region_code):
        raise NotAllowed(
            "figure-not-yours",
            Text("这个地区的数值不由您录入。", "The figures of this place are not yours to enter."),
            Text("由省或者该市州的根治欠薪办录入。", "The office of the province or of its city does."),
        )
    _check(parameter, new)
    waiting = LegalFigure.objects.filter(
        code=new.code, region_code=new.region_code, from_on=new.from_on, state=FigureState.SUBMITTED
    )
    if waiting.exists():
        raise Conflict(
            "figure-waits",
            Text("同一地区、同一施行日已有待复核的数值。", "A figure of the same place and day waits already."),
            Text("先复核或者撤回那一项。", "Decide on it, or take it back."),
        )
    figure = LegalFigure.objects.create(
        code=new.code,
        region_code=new.region_code,
        value=new.value,
        from_on=new.from_on,
        source=new.source.strip(),
        reason=new.reason.strip(),
        author=by,
        entered_at=now,
    )
    tell_approvers(figure, now=now)
    return figure


def _check(parameter: Parameter, new: NewFigure) -> None:
    least, most = parameter.least or Decimal("0.01"), parameter.most
    if new.value < least or (most is not None and new.value > most):
        upper = Text(f"至 {most}", f" and {most}") if most is not None else Text("以上", " or more")
        raise InvalidValue(
            "figure-bounds",
            Text(f"数值 {new.value} 超出范围。", f"{new.value} is out of bounds."),
            Text(f"在 {least} {upper.zh}之间填写。", f"Give a value between {least}{upper.en}."),
        )
    first = parameter.steps[0].from_on
    if new.from_on < first:
        raise InvalidValue(
            "figure-from",
            Text(
                f"施行日 {new.from_on} 早于该规定施行的 {first}。",
                f"{new.from_on} is before {first}, when the law began.",
            ),
            Text(f"填写 {first} 或以后的日期。", f"Give {first} or a later day."),
        )
    if not new.source.strip():
        raise InvalidValue(
            "figure-source",
            Text("没有写明依据。", "No source is given."),
            Text("写明文件名称和文号。", "Name the document and its number."),
        )
