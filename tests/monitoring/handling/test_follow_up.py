"""Proceedings follow the warnings of every run: opened, routed, merged, cured, reopened; settled ones hold or do not."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.monitoring.findings import DAY, NOW, finding
from tests.monitoring.handling.handled import firm_person, move, person, proceeding, run, steps
from tests.registry.factories import EnterpriseFactory, ProjectFactory, WageAccountFactory
from xinan.engine import Status
from xinan.monitoring.actions.reconcile import Scope
from xinan.monitoring.handling.grace import grace_in
from xinan.monitoring.models import Warning
from xinan.people.enums import Role
from xinan.procedures.models import Clock, Proceeding

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return ProjectFactory()


@pytest.fixture
def inspector():
    return person(duty=True)


def silent(project):
    """A bank that no longer reports."""
    return finding(project, rule="data_quality/bank-silent", level="grey", period=None)


def test_a_new_warning_is_pushed_to_who_answers_for_it(project, inspector) -> None:
    assert run([finding(project)]).done == {"open": 1}
    one = proceeding()
    assert (one.state, one.level, one.holder, one.holder_office) == (
        "pushed",
        "yellow",
        inspector,
        inspector.organisation,
    )
    assert (one.project_id, one.region_code, one.link) == (project.pk, "220102", "wages")
    assert one.addressee_enterprise_id == project.contractor_id
    assert one.parties == [f"contractor:{project.contractor_id}"]
    assert list(Clock.objects.values_list("code", "due_on")) == [("sign", date(2026, 11, 24))]


def test_the_firms_that_the_rule_names_are_parties_and_the_first_answers(project, inspector) -> None:
    run([finding(project, rule="account/balance-short", period=None)])
    one = proceeding()
    assert one.addressee_enterprise_id == project.owner_id
    assert one.parties == [f"owner:{project.owner_id}", f"contractor:{project.contractor_id}"]


def test_missing_data_go_straight_to_the_firm_that_owes_them(project, inspector) -> None:
    WageAccountFactory(project=project, bank_id="102")
    run([silent(project)])
    one = proceeding()
    assert (one.state, one.addressee_enterprise_id, one.parties) == ("signed", "102", ["bank:102"])
    assert set(Clock.objects.values_list("code", flat=True)) == {"feedback", "cure"}


def test_without_anybody_it_waits_in_an_office_and_is_never_nobodys(project) -> None:
    run([finding(project)])
    one = proceeding()
    assert one.holder is None
    assert one.holder_office is not None


def test_a_firm_is_handled_at_its_seat(inspector) -> None:
    firm = EnterpriseFactory()
    found = finding(None, rule="enterprise/repeat", period=None, subject_kind="enterprise", subject_id=firm.pk)
    run([found])
    one = proceeding()
    assert (one.project_id, one.region_code, one.holder) == ("", "220102", inspector)


def test_what_the_data_cure_is_closed_with_the_fact_that_cured_it(project, inspector) -> None:
    run([finding(project)])
    run([], causes={project.pk: "wage_payment:insert"})
    one = proceeding()
    assert (one.state, one.closed_as) == ("cured_by_data", "cured_by_data")
    assert "工资" in one.steps.last().reason
    assert not Clock.objects.filter(ended_at=None).exists()


def test_a_new_episode_is_a_new_proceeding_linked_to_the_last(project, inspector) -> None:
    for findings in ([finding(project)], [], [finding(project)]):
        run(findings)
    first, second = Proceeding.objects.order_by("pk")
    assert second.previous == first
    assert first.closed_at is not None
    assert second.state == "pushed"


def test_a_level_that_rises_shortens_the_cure(project, inspector) -> None:
    run([finding(project)])
    move("sign", by=inspector)
    before = Clock.objects.get(code="cure").due_on
    run([finding(project, level="red")])
    assert proceeding().level == "red"
    assert Clock.objects.get(code="cure").due_on < before


def test_a_merged_one_has_no_clock_and_is_pushed_again_when_it_stands_alone(project, inspector) -> None:
    part = finding(project, rule="wages/part-paid")
    run([part])
    move("sign", by=inspector)
    merged = finding(project, rule="wages/part-paid", status=Status.SUPPRESSED, because="wages/unpaid")
    run([merged])
    assert proceeding().state == "merged"
    assert not Clock.objects.filter(ended_at=None).exists()
    assert run([merged]).done == {}
    run([part])
    assert proceeding().state == "pushed"
    assert list(Clock.objects.filter(ended_at=None).values_list("code", flat=True)) == ["sign"]


def test_a_withheld_one_waits_and_may_be_cured_while_it_waits(project, inspector) -> None:
    run([finding(project, status=Status.WITHHELD, because="bank")])
    assert (proceeding().state, Clock.objects.count()) == ("merged", 0)
    run([])
    assert proceeding().closed_as == "cured_by_data"


def settled_by_evidence(project, inspector, keyring, *, rule="wages/unpaid", period="2026-09"):
    run([finding(project, rule=rule, period=period)])
    move("sign", by=inspector)
    move("find_cured", by=inspector, keyring=keyring)
    return Warning.objects.get()


def test_closed_by_evidence_it_no_longer_counts_and_stays_on_record(project, inspector, keyring) -> None:
    warning = settled_by_evidence(project, inspector, keyring)
    assert (warning.state, warning.settled_as, warning.settled_at, warning.settled_level) == (
        "open",
        "evidence",
        NOW,
        "yellow",
    )
    assert run([finding(project)]).done == {}


def test_data_that_still_disagree_after_the_grace_reopen_it(project, inspector, keyring) -> None:
    first = proceeding(settled_by_evidence(project, inspector, keyring))
    grace = grace_in("220102", on=DAY).days
    assert run([finding(project)], day=DAY + timedelta(days=grace - 1)).done == {}
    assert run([finding(project)], day=DAY + timedelta(days=grace)).done == {"reopen": 1}
    warning = Warning.objects.get()
    assert (warning.settled_as, warning.settled_at, warning.settled_level) == ("", None, "")
    assert (proceeding().state, proceeding().previous) == ("pushed", first)
    assert "宽限期" in proceeding().steps.first().reason


def test_a_fact_that_lasts_does_not_reopen_what_was_proved(project, inspector, keyring) -> None:
    settled_by_evidence(project, inspector, keyring, rule="wages/outside-account")
    found = [finding(project, rule="wages/outside-account")]
    assert run(found, day=DAY + timedelta(days=300)).done == {}


def test_a_level_that_rises_reopens_evidence_at_once(project, inspector, keyring) -> None:
    settled_by_evidence(project, inspector, keyring)
    assert run([finding(project, level="blue")]).done == {}
    assert run([finding(project, level="red")]).done == {"reopen": 1}


def test_what_the_data_then_cure_is_left_as_it_was_settled(project, inspector, keyring) -> None:
    warning = settled_by_evidence(project, inspector, keyring)
    assert run([]).done == {}
    warning.refresh_from_db()
    assert (warning.state, warning.settled_as) == ("cured", "evidence")
    assert proceeding().closed_as == "evidence"


def test_a_false_alarm_takes_two_and_reopens_only_when_the_level_rises(project, inspector, keyring) -> None:
    run([finding(project)])
    move("sign", by=inspector)
    move("propose_false_alarm", by=inspector, keyring=keyring)
    with pytest.raises(Exception, match="another|same|person") as refused:
        move("confirm_false_alarm", by=inspector)
    assert refused.type.__name__ == "MoveRefused"
    move("confirm_false_alarm", by=person(Role.CITY_OFFICE, region_code="220100"))
    assert Warning.objects.get().settled_as == "false_alarm"
    assert run([finding(project)], day=DAY + timedelta(days=200)).done == {}
    assert run([finding(project, level="orange")], day=DAY + timedelta(days=201)).done == {"reopen": 1}


def exempted(project, inspector, keyring, until):
    run([finding(project)])
    move("sign", by=inspector)
    move("propose_exemption", by=inspector, keyring=keyring, until_on=until)
    move("grant_exemption", by=person(Role.CITY_OFFICE, region_code="220100"), until_on=until)


def test_an_exemption_holds_until_its_day_whatever_the_level(project, inspector, keyring) -> None:
    until = DAY + timedelta(days=30)
    exempted(project, inspector, keyring, until)
    assert Warning.objects.get().settled_until == until
    assert run([finding(project, level="red")], day=until).done == {}
    assert run([finding(project, level="red")], day=until + timedelta(days=1)).done == {"reopen": 1}
    assert str(until) in proceeding().steps.first().reason


def test_a_new_episode_within_an_exemption_is_exempted_too(project, inspector, keyring) -> None:
    until = DAY + timedelta(days=30)
    exempted(project, inspector, keyring, until)
    run([])
    assert run([finding(project)]).done == {"inherit": 1}
    fresh = Warning.objects.get(episode=2)
    assert (fresh.settled_as, fresh.settled_until) == ("exempted", until)
    assert run([finding(project)], day=until + timedelta(days=1)).done == {"reopen": 1}


def test_what_became_a_case_is_left_to_the_case(project, inspector) -> None:
    run([finding(project)])
    move("sign", by=inspector)
    move("turn_into_case", by=inspector)
    assert Warning.objects.get().settled_as == "to_case"
    assert run([finding(project, level="red")], day=DAY + timedelta(days=200)).done == {}


def test_a_dispute_that_is_upheld_closes_as_a_false_alarm(project, inspector) -> None:
    run([finding(project)])
    move("sign", by=inspector)
    move("dispute", by=firm_person(project))
    move("uphold_dispute", by=inspector)
    assert (proceeding().closed_as, Warning.objects.get().settled_as) == ("false_alarm", "false_alarm")
    assert steps(proceeding()) == ["open", "sign", "dispute", "uphold_dispute"]


def test_warnings_that_stood_before_are_taken_by_the_next_full_run(project, inspector) -> None:
    run([finding(project)])
    warning = Warning.objects.get()
    warning.pk, warning.period, warning.previous = None, "2026-08", None
    warning.save()
    found = [finding(project), finding(project, period="2026-08")]
    part = Scope(frozenset({project.pk}))
    assert run(found, scope=part).done == {}
    assert run(found).done == {"open": 1}
    assert Proceeding.objects.count() == 2


def test_a_run_without_news_costs_one_statement(project, inspector) -> None:
    run([finding(project)])
    from xinan.monitoring.handling.follow_up import follow_up
    from xinan.monitoring.models import EvaluationRun

    quiet = EvaluationRun.objects.create(kind="incremental", as_of=DAY, projects=1, started_at=NOW)
    with CaptureQueriesContext(
        connection,
    ) as statements:
        follow_up(quiet, everything=False, now=NOW)
    assert len(statements) == 1


def test_statements_do_not_grow_with_the_warnings(inspector) -> None:
    def statements(count: int) -> int:
        found = [finding(ProjectFactory()) for _ in range(count)]
        part = Scope(frozenset(each.project_id for each in found))
        with CaptureQueriesContext(connection) as taken:
            assert run(found, scope=part).done == {"open": count}
        return len(taken)

    assert statements(60) == statements(3)
