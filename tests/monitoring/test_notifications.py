"""Operators learn that an evaluation failed, second persons that a change waits, authors what was decided."""

from datetime import date, timedelta

import pytest

from tests.monitoring.changes import CLOCK, NOW, officer, tried, wish
from xinan.engine.errors import RuleFailed
from xinan.kernel.clock import FixedClock
from xinan.monitoring.actions.decide_change import approve_change, reject_change, submit_change
from xinan.monitoring.actions.draft_change import draft_change
from xinan.monitoring.change_models import RuleChange
from xinan.monitoring.enums import RunKind
from xinan.monitoring.live import EvaluationFailed, record_failure
from xinan.monitoring.models import EvaluationRun
from xinan.notices.actions.mark_read import mark_all_read
from xinan.notices.models import Notice
from xinan.notices.queries import notices_of
from xinan.people.models import User

pytestmark = pytest.mark.django_db
AS_OF = date(2026, 11, 23)


def fail(rule: str = "wages/unpaid", *, after: timedelta = timedelta()) -> None:
    clock = FixedClock(NOW + after)
    record_failure(EvaluationFailed((), RuleFailed(rule)), kind=RunKind.FULL, as_of=AS_OF, clock=clock)


def subjects(user: User) -> list[str]:
    return list(notices_of(user).order_by("pk").values_list("subject_zh", flat=True))


def test_operators_are_told_once_which_evaluation_failed() -> None:
    operator, other = officer("operator", ""), officer("county_inspector", "220102")
    fail()
    assert subjects(operator) == ["研判未完成：规则“工资逾期未付”无法计算"]
    notice = notices_of(operator).get()
    assert (notice.urgent, notice.about_id, notice.link) == (True, "wages/unpaid", "/")
    assert subjects(other) == []
    # The same failure again and again is told once, whether or not it was read.
    mark_all_read(operator, now=NOW)
    fail(after=timedelta(minutes=1))
    assert len(subjects(operator)) == 1
    # Another rule, or the same after all went well, is news.
    fail("deposit/missing", after=timedelta(minutes=2))
    assert len(subjects(operator)) == 2
    EvaluationRun.objects.create(kind=RunKind.FULL, as_of=AS_OF, projects=0, started_at=NOW, finished_at=NOW, error="")
    fail(after=timedelta(minutes=3))
    assert len(notices_of(operator).filter(about_id="wages/unpaid")) == 2


def submitted(author: User, **changed: object) -> RuleChange:
    change = draft_change(wish(**changed), author=author, now=NOW)
    tried(change)
    return submit_change(change.pk, author=author, now=NOW)


def test_whoever_may_approve_is_told_that_a_change_waits() -> None:
    author, second = officer(), officer()
    changchun, jilin = officer("city_office", "220100"), officer("city_office", "220200")
    inspector = officer("county_inspector", "220102")
    change = submitted(author)
    told = Notice.objects.filter(kind="rule_change_waiting", about_id=str(change.pk))
    assert [notice.recipient_id for notice in told] == [second.pk]
    assert told.get().link == f"/rule-changes/{change.pk}/"
    of_city = submitted(changchun, region_code="220100")
    told = Notice.objects.filter(kind="rule_change_waiting", about_id=str(of_city.pk))
    assert {notice.recipient_id for notice in told} == {author.pk, second.pk}
    assert notices_of(jilin).count() == notices_of(inspector).count() == 0


def test_the_author_is_told_what_was_decided() -> None:
    author, second = officer(), officer()
    approve_change(submitted(author).pk, approver=second, words="", now=CLOCK.now())
    assert [said.split("：")[0] for said in subjects(author)] == [f"规则变更 {RuleChange.objects.get().pk} 已批准"]
    refused = submitted(author, given={"blue": "1", "yellow": "15", "red": "25"})
    reject_change(refused.pk, approver=second, words="理由不足", now=CLOCK.now())
    assert f"规则变更 {refused.pk} 被退回" in subjects(author)[1]
