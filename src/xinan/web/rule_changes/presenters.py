"""Changes as the pages show them."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from xinan.kernel.regions import REGIONS, counties_of
from xinan.kernel.text import Text
from xinan.monitoring.book import current_book
from xinan.monitoring.change_enums import ChangeEventKind, ChangeState
from xinan.monitoring.change_models import RuleChange
from xinan.monitoring.change_policies import may_draft
from xinan.people.scope import Scope
from xinan.rules.book import ParameterBook
from xinan.rules.model import Rule
from xinan.rules.parameters import Parameter, ParameterKind
from xinan.rules.registry import RULES
from xinan.rules.switches import ENABLED, switch_of
from xinan.rules.values import value_from_json
from xinan.web.catalogue.parameters import UNIT_WORDS, bounds_words, value_words
from xinan.web.rule_changes.forms import Choices
from xinan.web.rule_changes.views_data import ChangeLine, EventLine, ParameterChoice, Stage
from xinan.web.shell.scope_words import place_name

SHARED_TITLE: Final = Text("各规则共用的参数", "Parameters shared by all rules")
_WHOLE: Final = Text("全省", "Whole province")
_FOLLOWS: Final = Text("按上级数值执行", "follows the wider place")
_STATES: Final = {
    ChangeState.DRAFT: (Text("草案", "Draft"), "grey"),
    ChangeState.TRIED: (Text("已试算", "Tried"), "blue"),
    ChangeState.SHADOW: (Text("影子运行", "In the shadow"), "blue"),
    ChangeState.SUBMITTED: (Text("待复核", "To be decided"), "orange"),
    ChangeState.REJECTED: (Text("已退回", "Refused"), "red"),
    ChangeState.WITHDRAWN: (Text("已撤回", "Withdrawn"), "grey"),
}


def rules_by_id() -> dict[str, Rule]:
    """The rules by identifier."""
    return {rule.id: rule for rule in RULES}


def owner_title(owner: str) -> Text:
    """The rule's title, or that of the shared parameters."""
    rule = rules_by_id().get(owner)
    return rule.title if rule else SHARED_TITLE


def unit_words(parameter: Parameter) -> Text:
    """The unit after a value; none for shares and flags, whose values say it."""
    return (
        UNIT_WORDS.get(parameter.unit, Text(parameter.unit, parameter.unit))
        if not _unitless(parameter)
        else Text("", "")
    )


def unit_after(parameter: Parameter) -> Text:
    """The unit behind a value; behind a ladder said apart, as it is that of every step."""
    unit = unit_words(parameter)
    return Text(f"，单位：{unit.zh}", f", in {unit.en}") if parameter.kind.is_ladder and unit.zh else unit


def _unitless(parameter: Parameter) -> bool:
    return parameter.kind in (ParameterKind.SHARE, ParameterKind.FLAG) or parameter.unit.startswith("share")


def change_lines(changes: Sequence[RuleChange], *, today: date) -> list[ChangeLine]:
    """The changes of a list; which of the approved ones holds today is asked once for all."""
    holding = holding_now(today=today)
    return [change_line(change, holding=holding, today=today) for change in changes]


def change_line(change: RuleChange, *, holding: Mapping[tuple[str, str, str], int], today: date) -> ChangeLine:
    """One change in words."""
    book = current_book()
    parameter = book.parameter(change.owner, change.name)
    state, tone = _standing(change, holding=holding, today=today)
    rule = rules_by_id().get(change.owner)
    return ChangeLine(
        number=change.pk,
        url=reverse("rule-change", args=[change.pk]),
        rule=owner_title(change.owner),
        rule_url=reverse("rule", args=[rule.link.value, rule.name]) if rule else "",
        parameter=parameter.title,
        place=place_name(change.region_code) if change.region_code else _WHOLE,
        before=_kept(change.value_before, parameter),
        after=_FOLLOWS if change.ends else _kept(change.value, parameter),
        unit=unit_after(parameter),
        state=state,
        tone=tone,
        author=change.author.display_name,
        drafted_at=change.drafted_at,
        from_on=change.from_on,
        in_force_from=change.in_force_from,
    )


def holding_now(*, today: date) -> dict[tuple[str, str, str], int]:
    """The approved change that holds today for each parameter and place."""
    approved = RuleChange.objects.filter(state=ChangeState.APPROVED, in_force_from__lte=today)
    ordered = approved.order_by("in_force_from", "decided_at", "pk")
    return {(c.owner, c.name, c.region_code): c.pk for c in ordered}


def _standing(change: RuleChange, *, holding: Mapping[tuple[str, str, str], int], today: date) -> tuple[Text, str]:
    state = ChangeState(change.state)
    if state is not ChangeState.APPROVED:
        return _STATES[state]
    if change.in_force_from and change.in_force_from > today:
        return Text("已批准，待施行", "Approved, not yet in force"), "blue"
    if holding.get((change.owner, change.name, change.region_code)) == change.pk:
        return Text("施行中", "In force"), "ok"
    return Text("已不再施行", "No longer in force"), "grey"


def _kept(value: object, parameter: Parameter) -> Text:
    if value is None:
        return Text("—", "—")
    return value_words(value_from_json(value, parameter), parameter)


def stages(change: RuleChange, *, today: date) -> tuple[Stage, ...]:
    """The way of a change: draft, trial, shadow, decision, in force."""
    state = ChangeState(change.state)
    tried = change.trials.filter(state="done", revision=change.revision).exists()
    decided = state in (ChangeState.APPROVED, ChangeState.REJECTED)
    submitted = decided or state is ChangeState.SUBMITTED
    in_force = bool(state is ChangeState.APPROVED and change.in_force_from and change.in_force_from <= today)
    refused = state is ChangeState.REJECTED
    reached = (
        (Text("起草", "Drafted"), True, None),
        (Text("历史试算", "Tried on history"), tried, _skipped_trial(change, tried=tried)),
        (
            Text("影子运行", "In the shadow"),
            change.shadow_since is not None,
            _skipped_shadow(change, submitted=submitted),
        ),
        (Text("提交", "Submitted"), submitted, None),
        (Text("已退回", "Refused") if refused else Text("第二人批准", "Approved by a second person"), decided, None),
        (Text("施行", "In force"), in_force, _day(change)),
    )
    made, here = [], state is ChangeState.WITHDRAWN or refused
    for title, done, note in reached:
        current = not done and not here and not (note and title.zh != "施行")
        here = here or current
        shown = "done" if done else "current" if current else "ahead"
        made.append(Stage(title, "failed" if refused and title.zh == "已退回" else shown, note))
    return tuple(made)


def _skipped_trial(change: RuleChange, *, tried: bool) -> Text | None:
    return Text("撤销变更，可不试算", "optional to take a change back") if change.reverts_id and not tried else None


def _skipped_shadow(change: RuleChange, *, submitted: bool) -> Text | None:
    if change.shadow_since is None:
        return Text("未运行", "not run") if submitted else Text("可选", "optional")
    return None


def _day(change: RuleChange) -> Text | None:
    day = change.in_force_from or change.from_on
    return Text(f"{day} 起", f"from {day}")


def event_lines(change: RuleChange) -> list[EventLine]:
    """Everything that happened to a change, the latest first."""
    system = pgettext("who did it", "系统")
    return [
        EventLine(
            event.at,
            str(ChangeEventKind(event.kind).label),
            event.by.display_name if event.by else system,
            event.words,
        )
        for event in change.events.select_related("by").order_by("-at", "-pk")
    ]


def parameter_choices(owner: str, *, book: ParameterBook, today: date) -> list[ParameterChoice]:
    """What may be changed of a rule: its parameters, then its switch."""
    owned = dict(book.owners[owner])
    rule = rules_by_id().get(owner)
    if rule is not None:
        switch = owned.pop(ENABLED, None) or switch_of(rule)
        owned[ENABLED] = switch
    return [_choice(owner, parameter, today=today) for parameter in owned.values()]


def _choice(owner: str, parameter: Parameter, *, today: date) -> ParameterChoice:
    return ParameterChoice(
        name=parameter.name,
        title=parameter.title,
        value=value_words(parameter.step(on=today).value, parameter),
        unit=unit_after(parameter),
        bounds=bounds_of(parameter),
        article=parameter.bounds.article if parameter.bounds else "",
        fixed=parameter.name == ENABLED and parameter.bounds is not None,
        url=f"{reverse('rule-change-new')}?rule={owner}&name={parameter.name}",
    )


def bounds_of(parameter: Parameter) -> Text | None:
    """The bounds in words; for a switch that it stays on."""
    if parameter.bounds is None:
        return None
    if parameter.name == ENABLED:
        return Text("不得停用", "may not be switched off")
    return bounds_words(parameter.bounds, parameter)


def place_choices(scope: Scope, *, today: date) -> Choices:
    """The places for which a person may draft, the province first, counties under their city."""
    found = [("", _("全省"))] if may_draft(scope, region_code="") else []
    for place in REGIONS:
        if place.level != "prefecture" or not place.is_valid(on=today):
            continue
        for each in (place, *counties_of(place.code, on=today)):
            if may_draft(scope, region_code=each.code):
                indent = "" if each.level == "prefecture" else "　"
                found.append((each.code, f"{indent}{each.text.in_language(_language())}"))
    return found


def _language() -> str:
    return get_language() or "zh"
