"""What follows from a finished visit: facts on record, words on warnings, a clue to be registered."""

from collections.abc import Mapping
from datetime import date, datetime

from xinan.kernel.ciphers import Keyring
from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.patrols.checklist import warning_of
from xinan.patrols.decisions import BOARD, BOARD_PARTS, Fact, OnRecord, Outcome, Seen, facts_of
from xinan.patrols.handling import note_words
from xinan.patrols.models import RaisedFinding, Visit, VisitFact, VisitWord
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.registry.actions.record_notice_board import BoardParts, record_notice_board
from xinan.registry.actions.record_payment_guarantee import record_payment_guarantee
from xinan.registry.models import NoticeBoard
from xinan.registry.policies import may_change_project


def conclude(visit: Visit, *, by: User, scope: Scope, now: datetime, keyring: Keyring) -> None:
    """Write what follows; part of the transaction that finishes the visit. The rules follow from the facts, not from here."""
    checks = {check.item: check for check in visit.checks.exclude(answer="")}
    seen = {item: Seen(check.answer, check.details) for item, check in checks.items()}
    writes = may_change_project(scope, project=visit.project)
    for fact in facts_of(seen, record=_on_record(visit)):
        _keep(visit, fact if writes or fact.outcome is not Outcome.RECORDED else _said(fact), scope=scope)
    named = {number: check for item, check in checks.items() if (number := warning_of(item)) is not None}
    about = Warning.objects.filter(pk__in=named, project_id=visit.project_id).in_bulk()
    VisitWord.objects.bulk_create(
        VisitWord(visit=visit, warning=about[number], word=check.answer, note=check.note)
        for number, check in sorted(named.items())
        if number in about
    )
    note_words(visit, by=by, scope=scope, now=now, keyring=keyring)
    _raise_draft(visit)


def _on_record(visit: Visit) -> OnRecord:
    board = (
        NoticeBoard.objects.filter(project_id=visit.project_id, posted_on__lte=visit.day).order_by("-posted_on").first()
    )
    opened = Warning.objects.filter(project_id=visit.project_id, state=WarningState.OPEN).values_list("rule", flat=True)
    return OnRecord(
        board=(board.has_parties, board.has_wage_terms, board.has_channels) if board else None,
        guarantee_on=visit.project.payment_guarantee_on,
        warned=frozenset(rule.split("/")[0] for rule in opened),
    )


def _keep(visit: Visit, fact: Fact, *, scope: Scope) -> None:
    if fact.outcome is Outcome.RECORDED:
        _write(visit, fact, scope=scope)
    VisitFact.objects.create(visit=visit, fact=fact.item, outcome=fact.outcome.value, figures=dict(fact.write))


def _write(visit: Visit, fact: Fact, *, scope: Scope) -> None:
    if fact.item == BOARD:
        parts = BoardParts(**{name: bool(fact.write[name]) for name in BOARD_PARTS})
        record_notice_board(visit.project_id, parts=parts, seen_on=visit.day, scope=scope)
    else:
        record_payment_guarantee(visit.project_id, issued_on=_day(fact.write), scope=scope)


def _day(values: Mapping[str, object]) -> date:
    return date.fromisoformat(str(values["issued_on"]))


def _said(fact: Fact) -> Fact:
    """What a post that writes no data of projects saw: it stands on the visit alone."""
    return Fact(fact.item, Outcome.STATED, fact.write)


def _raise_draft(visit: Visit) -> None:
    talks = list(visit.talks.filter(withdrawn=False, owed__gt=0))
    if talks:
        months = max(talk.months for talk in talks)
        RaisedFinding.objects.create(visit=visit, workers=sum(talk.owed for talk in talks), months=months)
