"""Chooses a way for a clue and begins what it names, in one act: all of it, or nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from xinan.casework.cases.actions.open_case import open_case
from xinan.casework.cases.actions.start_procedure import start_procedure
from xinan.casework.cases.given import OpenedCase
from xinan.casework.cases.models import Case, CaseClue
from xinan.casework.choosing.effects import Effect, Kind, effect_of
from xinan.casework.choosing.models import WORDS, WayChoice
from xinan.casework.choosing.refusals import no_such_way, reason_wanted, target_wanted
from xinan.casework.lawbook.queries import current_law
from xinan.casework.models import Clue
from xinan.casework.policies import may_take_clues, visible_clue
from xinan.casework.queries import open_proceeding_of
from xinan.casework.refusals import may_not_take, not_open
from xinan.casework.targets import office_of
from xinan.casework.triage import Way, decide, limits_on
from xinan.casework.ways import facts_of
from xinan.kernel.ciphers import Keyring
from xinan.people.models import Organisation, User
from xinan.people.scope import Scope
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.models import Proceeding
from xinan.procedures.reckoning import day_of

_CONCLUDED_FROM = ("contacted", "verifying")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The row that was chosen. `answers`: fields of TriageFacts as they are kept; `target`, `until_on` where it is passed on."""

    clue_id: str
    row: str
    answers: Mapping[str, Any]
    reason: str = ""
    target: str = ""
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class _Begun:
    """What the way began."""

    case: Case | None = None
    proceeding_id: int | None = None
    passed_to: Organisation | None = None


@transaction.atomic
def choose_way(chosen: Chosen, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> WayChoice:
    """The choice; its procedure, passing on or conclusion is under way and stands in the clue's history.

    Raises NotFound, NotAllowed, Conflict (closed; the way is not open any more; the same procedure is), InvalidValue (no
    reason for another way than the recommended, no office or day), and what the procedures refuse.
    """
    if not may_take_clues(scope):
        raise may_not_take()
    clue = visible_clue(scope, clue_id=chosen.clue_id)
    Clue.objects.select_for_update(of=("self",)).get(pk=clue.pk)
    proceeding = open_proceeding_of(clue)
    if proceeding is None:
        raise not_open()
    ways = ways_of(clue, answers=chosen.answers, today=day_of(now))
    way = next((one for one in ways if one.row == chosen.row), None)
    if way is None:
        raise no_such_way()
    reason = chosen.reason.strip()[:WORDS]
    if way != ways[0] and not reason:
        raise reason_wanted()
    begun = _begin(effect_of(way), chosen, way, clue, proceeding, by=by, scope=scope, now=now, keyring=keyring)
    return WayChoice.objects.create(
        clue=clue,
        row=way.row,
        way=way.code,
        recommended=ways[0].row,
        reason=reason,
        words={"zh": way.words.zh, "en": way.words.en},
        case=begun.case,
        proceeding_id=begun.proceeding_id,
        passed_to=begun.passed_to,
        at=now,
        by=by,
    )


def ways_of(clue: Clue, *, answers: Mapping[str, Any], today: date) -> list[Way]:
    """The ways open to the clue, the recommended one first."""
    office = clue.office.region_code if clue.office else ""
    facts = facts_of(clue, office_region=office, today=today, answers=answers)
    limits = limits_on(today, region_code=facts.labour_region or office, book=current_law())
    return decide(facts, limits=limits)


def _begin(
    effect: Effect,
    chosen: Chosen,
    way: Way,
    clue: Clue,
    proceeding: Proceeding,
    *,
    by: User,
    scope: Scope,
    now: datetime,
    keyring: Keyring,
) -> _Begun:
    told = f"选定办理途径：{way.title.zh}。{way.reason.zh}"
    why = f"{told}理由：{chosen.reason.strip()}" if chosen.reason.strip() else told
    if effect.kind is Kind.PROCEDURE:
        case = _case_of(clue, by=by, scope=scope, now=now, keyring=keyring)
        begun = start_procedure(
            case, effect.procedure, level=effect.level, by=by, scope=scope, now=now, reason=way.title.zh
        )
        _move(proceeding, "note", by=by, scope=scope, now=now, reason=f"{why}（{case.number}）")
        return _Begun(case=case, proceeding_id=begun.pk)
    if effect.kind is Kind.TRANSFER:
        if not chosen.target or chosen.until_on is None or chosen.until_on <= day_of(now):
            raise target_wanted()
        office = office_of(chosen.target, not_office=by.organisation_id)
        given = {"target": str(office.pk), "until_on": chosen.until_on}
        _move(proceeding, "transfer", by=by, scope=scope, now=now, reason=why, **given)
        return _Begun(passed_to=office)
    said = f"{why}告知工人：{way.words.zh}"
    if effect.conclusion and proceeding.state in _CONCLUDED_FROM:
        _move(proceeding, "settle", by=by, scope=scope, now=now, reason=said, target=effect.conclusion)
    else:
        _move(proceeding, "note", by=by, scope=scope, now=now, reason=said)
    return _Begun()


def _case_of(clue: Clue, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> Case:
    """The clue's case; opened where there is none."""
    there = CaseClue.objects.filter(clue=clue).select_related("case").first()
    if there is not None:
        return there.case
    return open_case(OpenedCase(clue_ids=(clue.pk,)), by=by, scope=scope, now=now, keyring=keyring)


def _move(
    proceeding: Proceeding, move: str, *, by: User, scope: Scope, now: datetime, reason: str, **given: Any
) -> None:
    make_move(proceeding.pk, move, by=by, scope=scope, now=now, version=proceeding.version, reason=reason, **given)
