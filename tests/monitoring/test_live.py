"""The live step against the whole: whatever happened in whatever order, the warnings are those of a full evaluation."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import psycopg
import pytest
from adbc_driver_manager import Error as ArrowFault
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.monitoring.findings import live, said
from tests.payments.factories import AccountEntryFactory, PayrollLineFactory, WagePaymentFactory
from tests.registry.factories import DepositFactory, EnterpriseFactory, ProjectFactory, WageAccountFactory
from tests.workforce.factories import EmploymentFactory, WorkerFactory
from xinan.engine.errors import RuleFailed
from xinan.gateways.database import connection_url
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring import locks
from xinan.monitoring.actions.reconcile import reconcile
from xinan.monitoring.book import current_book
from xinan.monitoring.enums import RunKind
from xinan.monitoring.evaluation import evaluate_everything
from xinan.monitoring.fingerprints import rule_versions
from xinan.monitoring.kept import Kept
from xinan.monitoring.live import EvaluationFailed, Lane, full_run, live_step, record_failure
from xinan.monitoring.models import EvaluationRun, RuleVersion, Warning, WarningEvent
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.registry.models import (
    ArrearsRecord,
    Deposit,
    Feed,
    JointListing,
    Pause,
    Project,
    ProjectChange,
    WageAccount,
)
from xinan.rules.registry import find_rule
from xinan.workforce.models import AttendanceDay, Employment, Worker

pytestmark = pytest.mark.django_db(transaction=True)

TODAY = date(2026, 11, 23)
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))
PROJECTS, WORKERS = ("P1", "P2", "P3"), ("W1", "W2", "W3")
MONTHS = ("2026-08", "2026-09", "2026-10")
DAYS = [date(2026, 8, 3) + timedelta(days=n) for n in (0, 1, 35, 36, 70, 105, 110)]


# Rules that between them read every table, other projects of the contractor and other sites of the worker.
READ_WIDELY = (
    "filing/not-filed",
    "account/not-opened",
    "account/outflow-not-wages",
    "deposit/missing",
    "deposit/too-small",
    "roster/two-places",
    "roster/shared-card",
    "roster/identity-invalid",
    "funding/no-transfer",
    "attendance/silent-site",
    "wages/unpaid",
    "wages/part-paid",
    "enterprise/repeat",
    "enterprise/listed",
    "data_quality/bank-silent",
)


@pytest.fixture(autouse=True)
def fewer_rules(monkeypatch):
    """A quarter of the rules: an evaluation is what takes the time here, and there are hundreds."""
    monkeypatch.setattr("xinan.monitoring.evaluation.RULES", [find_rule(rule) for rule in READ_WIDELY])


def found_province() -> None:
    """Three projects of two contractors, three workers who may work anywhere, a little of everything."""
    _empty()
    contractors = [EnterpriseFactory(enterprise_id=f"C{n}") for n in (1, 2)]
    workers = [WorkerFactory(worker_id=key) for key in WORKERS]
    for key, contractor in zip(PROJECTS, (contractors[0], contractors[0], contractors[1]), strict=True):
        project = ProjectFactory(project_id=key, contractor=contractor)
        WageAccountFactory(project=project)
        for worker in workers:
            EmploymentFactory(project=project, worker=worker)
            day_of(key, worker.worker_id, DAYS[2])
            owes(key, worker.worker_id, MONTHS[1])
        for source in ("bank", "attendance", "payroll"):
            hears(key, source, TODAY)
    settle()


def _empty() -> None:
    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE registry_enterprise, workforce_worker, registry_projectchange CASCADE")


def settle() -> None:
    """Work off every mark."""
    while live_step(clock=CLOCK) is not None:
        pass


def has_project(key: str, **values: object) -> None:
    Project.objects.filter(pk=key).update(**values)


def toggles(model, *, make: Callable[..., object], **key: object) -> None:
    """The row comes where it is not, and goes where it is."""
    if not model.objects.filter(**key).delete()[0]:
        make(**key)


def account(project: str) -> WageAccount | None:
    return WageAccount.objects.filter(project_id=project).first()


def day_of(project: str, worker: str, day: date) -> None:
    toggles(
        AttendanceDay,
        make=lambda **key: AttendanceDay.objects.create(
            **key, first_at=time(7), last_at=time(17), punches=2, supplements=0
        ),
        project_id=project,
        worker_id=worker,
        day=day,
    )


def opens_or_loses_account(project: str) -> None:
    if (existing := account(project)) is None:
        WageAccountFactory(project_id=project, project=Project.objects.get(pk=project))
    elif not existing.entries.exists() and not existing.wage_payments.exists():
        existing.delete()
    else:
        existing.agreement_signed_on = None if existing.agreement_signed_on else date(2026, 4, 1)
        existing.save()


def pays(project: str, worker: str, month: str, amount: Decimal) -> None:
    found = account(project)
    WagePayment.objects.filter(project_id=project, worker_id=worker, wage_month=month).delete()
    if amount:
        WagePaymentFactory(
            project=Project.objects.get(pk=project),
            worker=Worker.objects.get(pk=worker),
            wage_month=month,
            amount=amount,
            account=found,
            paid_on=date(2026, 11, 10),
        )


def transfers(project: str, month: str) -> None:
    if (found := account(project)) is not None:
        booked_on = date(int(month[:4]), int(month[5:]), 20)
        if not AccountEntry.objects.filter(account=found, booked_on=booked_on).delete()[0]:
            AccountEntryFactory(account=found, booked_on=booked_on)


def owes(project: str, worker: str, month: str) -> None:
    toggles(
        PayrollLine,
        make=lambda **key: PayrollLineFactory(
            project=Project.objects.get(pk=key["project_id"]),
            worker=Worker.objects.get(pk=key["worker_id"]),
            wage_month=key["wage_month"],
        ),
        project_id=project,
        worker_id=worker,
        wage_month=month,
    )


def employs(project: str, worker: str) -> None:
    toggles(
        Employment,
        make=lambda **key: EmploymentFactory(
            project=Project.objects.get(pk=project), worker=Worker.objects.get(pk=worker)
        ),
        project_id=project,
        worker_id=worker,
    )


def deposits(project: str, amount: Decimal) -> None:
    toggles(
        Deposit,
        make=lambda **_: DepositFactory(project=Project.objects.get(pk=project), amount=amount),
        project_id=project,
    )


def hears(project: str, source: str, day: date) -> None:
    Feed.objects.update_or_create(project_id=project, source=source, defaults={"last_received_on": day})


def pauses(project: str) -> None:
    toggles(
        Pause,
        make=lambda **key: Pause.objects.create(**key, approved_on=date(2026, 9, 1), to_on=TODAY),
        project_id=project,
        kind="stop",
        from_on=date(2026, 9, 1),
    )


def is_on_record(contractor: str, *, listed: bool) -> None:
    day = date(2026, 1, 5)
    if listed:
        toggles(JointListing, make=JointListing.objects.create, enterprise_id=contractor, listed_on=day)
    else:
        toggles(ArrearsRecord, make=ArrearsRecord.objects.create, enterprise_id=contractor, found_on=day)


def corrects(worker: str, valid: bool, card: str) -> None:
    Worker.objects.filter(pk=worker).update(identity_valid=valid, wage_card=card)


P, W, M, D = (st.sampled_from(values) for values in (PROJECTS, WORKERS, MONTHS, DAYS))
CHANGE = st.one_of(
    st.tuples(st.just(day_of), P, W, D),
    st.tuples(st.just(employs), P, W),
    st.tuples(st.just(owes), P, W, M),
    st.tuples(st.just(pays), P, W, M, st.sampled_from([Decimal(0), Decimal(100), Decimal(6000)])),
    st.tuples(st.just(transfers), P, M),
    st.tuples(st.just(opens_or_loses_account), P),
    st.tuples(st.just(deposits), P, st.sampled_from([Decimal(1000), Decimal(1500000)])),
    st.tuples(st.just(hears), P, st.sampled_from(["bank", "attendance", "payroll"]), st.sampled_from([TODAY, DAYS[3]])),
    st.tuples(st.just(pauses), P),
    st.tuples(st.just(corrects), W, st.booleans(), st.sampled_from(["card1", "card2"])),
    st.tuples(
        st.just(lambda contractor, listed: is_on_record(contractor, listed=listed)),
        st.sampled_from(["C1", "C2"]),
        st.booleans(),
    ),
    st.tuples(st.just(lambda project, day: has_project(project, filed_on=day)), P, st.sampled_from([None, DAYS[0]])),
    st.tuples(
        st.just(lambda project, day: has_project(project, completed_on=day)), P, st.sampled_from([None, DAYS[4]])
    ),
    st.tuples(
        st.just(lambda project, firm: has_project(project, contractor_id=firm)), P, st.sampled_from(["C1", "C2"])
    ),
)
STEPS = st.lists(st.tuples(st.integers(1, 3), st.sampled_from(list(Lane))), max_size=1)
STORY = st.lists(st.tuples(CHANGE, STEPS), min_size=4, max_size=12)


def own(verdicts: Iterable[tuple], *, without: set[str]) -> set[tuple]:
    """What is said of projects themselves, of some not."""
    return {verdict for verdict in verdicts if verdict[1] is not None and verdict[1] not in without}


@pytest.mark.slow
@given(story=STORY)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_after_any_changes_in_any_order_the_live_warnings_are_those_of_a_full_evaluation(story) -> None:
    found_province()
    for (change, *values), steps in story:
        change(*values)
        for limit, lane in steps:
            live_step(clock=CLOCK, limit=limit, lane=lane)
    while live_step(clock=CLOCK, lane=Lane.PROMPT) is not None:
        pass
    wanted = said(evaluate_everything(as_of=TODAY).findings)
    waiting = set(ProjectChange.objects.exclude(cause__startswith="judged:").values_list("project_id", flat=True))
    assert own(live(), without=waiting) == own(wanted, without=waiting)
    settle()
    assert live() == wanted
    assert not ProjectChange.objects.exists()
    assert full_run(clock=CLOCK).events == {}


RECENT = date(2026, 11, 20)


def prepared() -> None:
    """More of the found province, so that every change below makes a difference."""
    found_province()
    pays("P1", "W1", MONTHS[1], Decimal(100))
    day_of("P1", "W1", RECENT)
    for worker in WORKERS:
        Worker.objects.filter(pk=worker).update(identity_valid=False)
    settle()


# Each change with a warning that it must bring or take away, on the project named.
DIFFERENCES = {
    "a worked day": (lambda: day_of("P3", "W1", DAYS[0]), "wages/unpaid", "P3"),
    "a day on another site": (lambda: day_of("P3", "W1", RECENT), "roster/two-places", "P1"),
    "a payroll line": (lambda: owes("P1", "W1", MONTHS[1]), "wages/part-paid", "P1"),
    "a payment": (lambda: pays("P1", "W1", MONTHS[1], Decimal(6000)), "wages/part-paid", "P1"),
    "a transfer": (lambda: transfers("P2", MONTHS[1]), "funding/no-transfer", "P2"),
    "an account": (lambda: opens_or_loses_account("P2"), "account/not-opened", "P2"),
    "a deposit": (lambda: deposits("P2", Decimal(1500000)), "deposit/missing", "P2"),
    "a silent feed": (lambda: hears("P2", "bank", DAYS[3]), "data_quality/bank-silent", "P2"),
    "a pause": (lambda: pauses("P2"), "attendance/silent-site", "P2"),
    "a card": (lambda: corrects("W1", False, Worker.objects.get(pk="W2").wage_card), "roster/shared-card", "P3"),
    "an identity checked": (lambda: [corrects(w, True, w) for w in WORKERS], "roster/identity-invalid", "P2"),
    "a listing": (lambda: is_on_record("C1", listed=True), "enterprise/listed", "P2"),
    "a filing taken back": (lambda: has_project("P2", filed_on=None), "filing/not-filed", "P2"),
    "a leaver struck off": (lambda: [employs("P2", worker) for worker in WORKERS], "roster/identity-invalid", "P2"),
}


@pytest.mark.parametrize(("change", "rule", "project_id"), DIFFERENCES.values(), ids=DIFFERENCES)
def test_every_kind_of_change_reaches_the_warnings_it_concerns(change, rule, project_id, monkeypatch) -> None:
    # The one rule, with the two that withhold or suppress it elsewhere, is enough here.
    monkeypatch.setattr("xinan.monitoring.evaluation.RULES", [find_rule(rule)])
    prepared()
    before = live()
    change()
    settle()
    assert {identity[:2] for identity in live() ^ before} >= {(rule, project_id)}
    assert live() == said(evaluate_everything(as_of=TODAY).findings)


def test_a_cure_names_the_fact_that_brought_it() -> None:
    found_province()
    unpaid = Warning.objects.get(rule="wages/unpaid", project_id="P1")
    for worker in WORKERS:
        pays("P1", worker, MONTHS[1], Decimal(6000))
    settle()
    unpaid.refresh_from_db()
    assert (unpaid.state, unpaid.cured_on, unpaid.cured_cause) == ("cured", TODAY, "wage_payment:insert")


def test_time_passing_is_an_event_of_its_own() -> None:
    found_province()
    early, late = (FixedClock(datetime(2026, month, 1, 9, 0, tzinfo=CHINA)) for month in (11, 12))
    full_run(clock=early)
    unpaid = Warning.objects.get(rule="wages/unpaid", project_id="P1", period=MONTHS[1], state="open")
    assert unpaid.level == "yellow"
    full_run(clock=late)
    unpaid.refresh_from_db()
    assert unpaid.level == "red"
    assert unpaid.events.get(kind="raised").cause == "time"


def test_a_failing_rule_fails_the_run_by_name_and_leaves_everything_in_place(monkeypatch) -> None:
    found_province()
    before = live()
    has_project("P1", filed_on=None)
    marks = list(ProjectChange.objects.values_list("pk", flat=True))
    runs = EvaluationRun.objects.count()

    def breaks(*_args: object, **_keywords: object) -> None:
        raise RuleFailed("filing/not-filed")

    with monkeypatch.context() as patch:
        patch.setattr("xinan.monitoring.evaluation.judge", breaks)
        with pytest.raises(EvaluationFailed, match="filing/not-filed") as failure:
            live_step(clock=CLOCK)
    record_failure(failure.value, kind=RunKind.INCREMENTAL, as_of=TODAY, clock=CLOCK)
    assert live() == before
    assert list(ProjectChange.objects.values_list("pk", flat=True)) == marks
    assert EvaluationRun.objects.count() == runs + 1
    assert "filing/not-filed" in EvaluationRun.objects.latest("id").error
    settle()
    assert Warning.objects.filter(rule="filing/not-filed", project_id="P1", state="open").exists()


def test_a_crash_between_taking_a_mark_and_the_end_loses_nothing(monkeypatch) -> None:
    found_province()
    has_project("P1", filed_on=None)

    def dies(*_args: object, **_keywords: object) -> None:
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr("xinan.monitoring.live.reconcile", dies)
        with pytest.raises(SystemExit):
            live_step(clock=CLOCK)
    assert set(ProjectChange.objects.values_list("project_id", flat=True)) == {"P1"}


def test_a_project_in_another_workers_hands_is_left_to_it() -> None:
    found_province()
    has_project("P3", filed_on=None)
    url = connection_url(connection.settings_dict)
    with psycopg.connect(url) as other:
        other.execute("SELECT pg_advisory_xact_lock(%s, hashtext('P3'))", [locks._PROJECT])
        assert live_step(clock=CLOCK) is None
    assert live_step(clock=CLOCK).project_ids == ("P3",)


def test_each_lane_takes_the_projects_that_are_its_own() -> None:
    found_province()
    day_of("P1", "W1", DAYS[5])
    day_of("P2", "W2", DAYS[5])
    has_project("P2", filed_on=None)
    has_project("P3", filed_on=None)
    assert live_step(clock=CLOCK, lane=Lane.PROMPT).project_ids == ("P2", "P3")
    assert Warning.objects.filter(rule="filing/not-filed", project_id="P2", state="open").exists()
    assert live_step(clock=CLOCK, lane=Lane.PROMPT) is None
    # The prompt lane has said nothing of contractors; of each project one mark remains for that.
    assert ProjectChange.objects.count() == 3
    assert live_step(clock=CLOCK, lane=Lane.PATIENT).project_ids == ("P1", "P2", "P3")
    assert not ProjectChange.objects.exists()
    assert live() == said(evaluate_everything(as_of=TODAY).findings)


def test_what_is_kept_between_steps_changes_no_verdict() -> None:
    found_province()
    kept = Kept()
    try:
        for filed_on in (None, date(2026, 4, 1), None):
            has_project("P3", filed_on=filed_on)
            live_step(clock=CLOCK, kept=kept)
            assert live() == said(evaluate_everything(as_of=TODAY).findings)
    finally:
        kept.close()


def test_a_lost_connection_is_not_kept() -> None:
    found_province()
    has_project("P3", filed_on=None)
    kept = Kept()
    try:
        kept.reader.load(connection_url(connection.settings_dict), project_ids=["P3"], as_of=TODAY)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")
        with pytest.raises(ArrowFault):
            live_step(clock=CLOCK, kept=kept)
        assert live_step(clock=CLOCK, kept=kept).project_ids == ("P3",)
    finally:
        kept.close()


def test_a_fact_committed_while_a_step_evaluates_keeps_its_mark(monkeypatch) -> None:
    found_province()
    has_project("P3", filed_on=None)
    url = connection_url(connection.settings_dict)

    def meanwhile(*args: object, **keywords: object) -> object:
        with psycopg.connect(url, autocommit=True) as other:
            other.execute("UPDATE registry_project SET filed_on = '2026-04-01' WHERE project_id = 'P3'")
        return reconcile(*args, **keywords)

    with monkeypatch.context() as patch:
        patch.setattr("xinan.monitoring.live.reconcile", meanwhile)
        live_step(clock=CLOCK)
    assert Warning.objects.filter(rule="filing/not-filed", project_id="P3", state="open").exists()
    settle()
    assert not Warning.objects.filter(rule="filing/not-filed", project_id="P3", state="open").exists()


def test_a_warning_says_which_version_of_its_rule_spoke() -> None:
    found_province()
    spoken = set(Warning.objects.values_list("rule", "rule_fingerprint"))
    assert spoken
    versions = rule_versions(READ_WIDELY, book=current_book(), as_of=TODAY)
    assert all(versions[rule].fingerprint == fingerprint for rule, fingerprint in spoken)
    kept = RuleVersion.objects.values_list("rule", "fingerprint", "number")
    assert set(kept) == {(rule, version.fingerprint, 1) for rule, version in versions.items()}
    assert set(WarningEvent.objects.values_list("warning__rule", "rule_fingerprint")) == spoken
