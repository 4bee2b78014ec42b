"""Draft a change of a rule, or revise the draft. What the law does not allow is refused here, with its article."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.kernel.regions import PROVINCE_CODE, region
from xinan.kernel.text import Text
from xinan.monitoring.book import current_book
from xinan.monitoring.change_enums import OPEN_STATES, UNFINISHED, ChangeEventKind, ChangeState
from xinan.monitoring.change_log import held_change, require_author, require_state, write_down
from xinan.monitoring.change_models import RuleChange, ShadowDifference
from xinan.monitoring.change_policies import may_draft
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.rules.book import SHARED
from xinan.rules.parameters import Parameter, Value
from xinan.rules.registry import find_rule
from xinan.rules.switches import varies_by_place
from xinan.rules.values import read_value, same_value, value_to_json


@dataclass(frozen=True, slots=True)
class Wish:
    """What an author wants: `given` as it was written (a ladder by level), or that a place's own value `ends`."""

    owner: str
    name: str
    region_code: str
    given: str | Mapping[str, str]
    from_on: date
    source: str
    reason: str
    ends: bool = False
    reverts: int | None = None


@transaction.atomic
def draft_change(wish: Wish, *, author: User, now: datetime) -> RuleChange:
    """A new draft. Raises InvalidValue (outside the law's bounds: with the article), NotAllowed, NotFound."""
    change = RuleChange(author=author, drafted_at=now, reverts_id=wish.reverts)
    _fill(change, wish, author=author, now=now)
    change.save()
    write_down(change, ChangeEventKind.DRAFTED, by=author, now=now, words=wish.reason)
    return change


@transaction.atomic
def revise_change(number: int, wish: Wish, *, author: User, now: datetime) -> RuleChange:
    """Another wording of a draft: what was tried or shadowed before speaks of the earlier one. Raises as `draft_change`."""
    change = held_change(number)
    require_author(change, author)
    require_state(change, OPEN_STATES)
    if change.trials.filter(state__in=UNFINISHED).exists():
        raise Conflict(
            "trial-under-way",
            Text("正在试算，暂不能修改。", "A trial is under way."),
            Text("等试算完成，或先取消试算。", "Wait until it is done, or cancel it."),
        )
    _fill(change, wish, author=author, now=now)
    change.revision += 1
    change.state, change.shadow_since, change.shadow_seen_at = ChangeState.DRAFT, None, None
    change.save()
    ShadowDifference.objects.filter(change=change).delete()
    write_down(change, ChangeEventKind.REVISED, by=author, now=now, words=wish.reason)
    return change


def _fill(change: RuleChange, wish: Wish, *, author: User, now: datetime) -> None:
    today = now.date()
    place = "" if wish.region_code == PROVINCE_CODE else wish.region_code
    parameter = current_book().parameter(wish.owner, wish.name)
    _require_place(wish, place, author=author, today=today)
    if wish.from_on < today:
        raise InvalidValue(
            "change-in-the-past",
            Text("施行日早于今天。", "The day lies in the past."),
            Text("规则变更不溯及既往：施行日不早于批准日。", "A change does not reach back: take today or later."),
        )
    in_force = parameter.step(on=wish.from_on, region=place).value
    value = None if wish.ends else read_value(wish.given, parameter)
    _require_levels(wish, value)
    _require_difference(wish, parameter, place=place, value=value, in_force=in_force)
    change.owner, change.name, change.region_code = wish.owner, wish.name, place
    change.value = None if value is None else value_to_json(value)
    change.value_before, change.ends = value_to_json(in_force), wish.ends
    change.from_on, change.source, change.reason = wish.from_on, wish.source.strip(), wish.reason.strip()
    if not change.source or not change.reason:
        raise InvalidValue(
            "change-without-reason",
            Text("没有写明依据或理由。", "The source or the reason is missing."),
            Text("写明依据的文件和修改的理由，供复核人判断。", "Name the document and the reason for whoever decides."),
        )


def _require_place(wish: Wish, place: str, *, author: User, today: date) -> None:
    if place:
        region(place, on=today)
        if not varies_by_place(None if wish.owner == SHARED else find_rule(wish.owner), wish.name):
            raise InvalidValue(
                "province-only",
                Text("这一项只能全省统一规定。", "This is one for the whole province."),
                Text("地区请选全省。", "Choose the whole province."),
            )
    if not may_draft(scope_of(author, on=today), region_code=place):
        raise NotAllowed(
            "may-not-draft",
            Text("您的岗位不能修改这个地区的规则。", "Your post does not change the rules of this place."),
            Text("省办可改全省和各地，市州办只改本市州。", "The province changes all, a city's office its own place."),
        )


def _require_levels(wish: Wish, value: Value | None) -> None:
    """A rule gives only the levels it names."""
    if not isinstance(value, Mapping) or wish.owner == SHARED:
        return
    strange = [level for level in value if level not in find_rule(wish.owner).levels]
    if strange:
        raise InvalidValue(
            "level-not-of-the-rule",
            Text(f"这条规则不使用等级“{strange[0].title.zh}”。", f"The rule never gives “{strange[0].title.en}”."),
            Text("只填规则列出的等级。", "Use the levels the rule names."),
        )


def _require_difference(wish: Wish, parameter: Parameter, *, place: str, value: Value | None, in_force: Value) -> None:
    own = parameter.own_step(on=wish.from_on, region=place)
    if own is None if value is None else same_value(value, in_force):
        raise InvalidValue(
            "nothing-changes",
            Text("新值与届时施行的值相同。", "The new value is the one in force on that day."),
            Text("改一个值，或不必变更。", "Change it, or leave it."),
        )
