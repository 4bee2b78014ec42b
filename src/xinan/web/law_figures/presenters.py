"""The figures of the law ready to print: what is in force where, what is not known and what that means."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from django.utils.translation import gettext as _

from xinan.casework.law.parameters import Parameter, Step
from xinan.casework.lawbook.enums import FigureState
from xinan.casework.lawbook.models import LegalFigure
from xinan.casework.lawbook.policies import may_approve, may_enter
from xinan.kernel.regions import PROVINCE_CODE, REGIONS, counties_of
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.web.proceedings.frame import say
from xinan.web.shell.scope_words import place_name

_UNITS: Final = {
    "yuan": Text("元", "yuan"),
    "persons": Text("人", "people"),
    "months": Text("个月", "months"),
    "years": Text("年", "years"),
    "share": Text("（比例）", "(share)"),
}
_TONES: Final = {
    FigureState.SUBMITTED: "yellow",
    FigureState.APPROVED: "ok",
    FigureState.REJECTED: "red",
    FigureState.WITHDRAWN: "grey",
}
UNSET: Final = Text("未录入", "Not entered")


@dataclass(frozen=True, slots=True)
class StepLine:
    """A value from a day on, at a place."""

    place: Text
    value: Text
    from_on: date
    source: str
    in_force: bool
    unset: bool


@dataclass(frozen=True, slots=True)
class ParameterView:
    """A parameter with what is in force; `unset`: in none of its places is a value known today."""

    code: str
    name: Text
    unit: Text
    is_law: bool
    bounds: Text | None
    unset: bool
    unset_means: Text | None
    steps: tuple[StepLine, ...]
    waiting: int

    @property
    def now(self) -> StepLine | None:
        """What is in force for the whole province, or the country."""
        return next((line for line in self.steps if line.in_force), None)


@dataclass(frozen=True, slots=True)
class FigureView:
    """What somebody entered."""

    id: int
    place: Text
    value: Text
    from_on: date
    source: str
    reason: str
    state: str
    tone: str
    author: str
    approver: str
    words: str
    may_decide: bool
    may_withdraw: bool


def parameter_view(parameter: Parameter, *, today: date, waiting: int) -> ParameterView:
    """A parameter of the current book."""
    return ParameterView(
        code=parameter.code,
        name=parameter.name,
        unit=_UNITS.get(parameter.unit, Text(parameter.unit, parameter.unit)),
        is_law=parameter.is_law,
        bounds=bounds_of(parameter),
        unset=parameter.on(today, region_code=PROVINCE_CODE).value is None,
        unset_means=parameter.unset_means,
        steps=tuple(_step(parameter, step, today=today) for step in reversed(parameter.steps)),
        waiting=waiting,
    )


def figure_view(figure: LegalFigure, parameter: Parameter, *, user: User, scope: Scope) -> FigureView:
    """One entry, as this person sees it."""
    waits = figure.state == FigureState.SUBMITTED
    return FigureView(
        id=figure.pk,
        place=place_name(figure.region_code),
        value=_value(parameter, figure.value),
        from_on=figure.from_on,
        source=figure.source,
        reason=figure.reason,
        state=str(FigureState(figure.state).label),
        tone=_TONES[FigureState(figure.state)],
        author=str(figure.author),
        approver=str(figure.approver) if figure.approver is not None else "",
        words=figure.decision_words,
        may_decide=waits and may_approve(user, scope, figure=figure),
        may_withdraw=waits and figure.author_id == user.pk,
    )


def bounds_of(parameter: Parameter) -> Text | None:
    """Within which values the law lets a place choose."""
    if parameter.least is None or parameter.most is None:
        return None
    unit = _UNITS.get(parameter.unit, Text("", ""))
    return Text(
        f"{parameter.least:,} 至 {parameter.most:,} {unit.zh}", f"{parameter.least:,} to {parameter.most:,} {unit.en}"
    )


def places_for(scope: Scope, *, today: date) -> Sequence[tuple[str, str]]:
    """The places for which a person may enter figures: the province first, counties under their city."""
    found = [(PROVINCE_CODE, _("全省"))] if may_enter(scope, region_code=PROVINCE_CODE) else []
    for city in REGIONS:
        if city.level != "prefecture" or not city.is_valid(on=today):
            continue
        for each in (city, *counties_of(city.code, on=today)):
            if may_enter(scope, region_code=each.code):
                found.append((each.code, f"{'' if each.level == 'prefecture' else '　'}{say(each.text)}"))
    return found


def _step(parameter: Parameter, step: Step, *, today: date) -> StepLine:
    in_force = step.from_on <= today and parameter.on(today, region_code=step.region_code) is step
    return StepLine(
        place=place_name(step.region_code) if step.region_code else Text("全国", "The country"),
        value=_value(parameter, step.value),
        from_on=step.from_on,
        source=step.source,
        in_force=in_force,
        unset=step.value is None,
    )


def _value(parameter: Parameter, value: Decimal | None) -> Text:
    if value is None:
        return UNSET
    unit = _UNITS.get(parameter.unit, Text("", ""))
    shown = f"{value:,.2f}" if parameter.unit == "yuan" else f"{value.normalize():f}"
    return Text(f"{shown} {unit.zh}", f"{shown} {unit.en}")
