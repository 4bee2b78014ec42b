"""A change tried on history: month by month what would be new, gone, of another level; nothing else is touched."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from tests.monitoring.changes import CLOCK, NOW, TODAY, few_rules, found_projects, officer, wish
from tests.support.queue import empty_queue
from xinan.engine.errors import RuleFailed
from xinan.engine.evaluate import Loaded
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.kernel.period import Month
from xinan.monitoring.actions.ask_trial import ask_trial, cancel_trial, trial_days
from xinan.monitoring.actions.decide_change import submit_change
from xinan.monitoring.actions.draft_change import draft_change, revise_change
from xinan.monitoring.actions.run_trial import fail_trial, run_trial
from xinan.monitoring.models import Trial, TrialDifference, Warning
from xinan.registry.models import Project, Region
from xinan.rules.switches import ENABLED

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def queue(db: None) -> Iterator[None]:
    """Nothing waits before or after."""
    empty_queue()
    yield
    empty_queue()


SEPTEMBER, NOVEMBER = Month(2026, 9), Month(2026, 11)
ENDS = (date(2026, 9, 30), date(2026, 10, 31), TODAY)


@pytest.fixture(autouse=True)
def world(monkeypatch) -> None:
    few_rules(monkeypatch)
    found_projects()
    # P3 started in August: 30 days late by the end of September, whichever ladder is used.
    Project.objects.filter(pk="P3").update(started_on=date(2026, 8, 10))


@pytest.fixture
def author():
    return officer()


def asked(change, *, first=SEPTEMBER, last=NOVEMBER, place="") -> Trial:
    return ask_trial(change.pk, first=first, last=last, region_code=place, asker=change.author, now=NOW)


def finished(trial: Trial) -> Trial:
    run_trial(trial.pk, clock=CLOCK)
    trial.refresh_from_db()
    return trial


def rows(trial: Trial) -> set[tuple]:
    names = ("day", "kind", "project_id", "level_before", "level_after")
    return set(TrialDifference.objects.filter(trial=trial).values_list(*names))


def test_it_tells_for_each_month_what_the_change_would_have_done(author) -> None:
    # Severe after twenty days: on 23 November P1 and P2 are 22 days late, P3 is severe either way.
    trial = finished(asked(draft_change(wish(), author=author, now=NOW)))
    assert (trial.state, trial.done, trial.total, trial.projects) == ("done", 6, 6, 3)
    assert rows(trial) == {(TODAY, "level", "P1", "yellow", "red"), (TODAY, "level", "P2", "yellow", "red")}
    assert [figure["day"] for figure in trial.figures] == [day.isoformat() for day in ENDS]
    assert [figure["level"] for figure in trial.figures] == [0, 0, 2]
    assert trial.change.__class__.objects.get(pk=trial.change_id).state == "tried"
    assert not Warning.objects.exists()


def test_what_would_be_new_and_what_would_go(author) -> None:
    shorter = draft_change(wish(given={"blue": "1", "yellow": "15"}), author=author, now=NOW)
    assert rows(finished(asked(shorter))) == {(day, "level", "P3", "red", "yellow") for day in ENDS}
    off = draft_change(wish(name=ENABLED, given="false"), author=author, now=NOW)
    gone = rows(finished(asked(off)))
    assert {row for row in gone if row[0] != TODAY} == {(day, "gone", "P3", "red", "") for day in ENDS[:2]}
    assert {row[1:] for row in gone if row[0] == TODAY} == {
        ("gone", "P1", "yellow", ""),
        ("gone", "P2", "yellow", ""),
        ("gone", "P3", "red", ""),
    }


def test_what_would_be_new_is_new_on_the_day_it_would_have_been(author) -> None:
    later = draft_change(wish(given={"yellow": "25", "red": "60"}), author=author, now=NOW)
    found = rows(finished(asked(later)))
    # 22 days on 23 November are fewer than 25; P3 had 52 days in September, 83 in October.
    assert {row for row in found if row[2] == "P1"} == {(TODAY, "gone", "P1", "yellow", "")}
    assert {row for row in found if row[2] == "P3"} == {(ENDS[0], "level", "P3", "red", "yellow")}


def test_a_place_tries_its_own_projects_alone(author) -> None:
    change = draft_change(wish(region_code="220100"), author=author, now=NOW)
    trial = finished(asked(change, place="220104"))
    assert trial.projects == 1
    assert {row[2] for row in rows(trial)} == {"P2"}
    again = finished(asked(change, place="220200"))
    assert (again.projects, rows(again)) == (1, set())


def test_a_change_for_a_city_tried_on_the_province_moves_nothing_elsewhere(author) -> None:
    trial = finished(asked(draft_change(wish(region_code="220200"), author=author, now=NOW)))
    assert rows(trial) == set()


def test_each_difference_knows_its_place_and_contractor(author) -> None:
    trial = finished(asked(draft_change(wish(), author=author, now=NOW)))
    places = set(TrialDifference.objects.filter(trial=trial).values_list("project_id", "region_code", "contractor_id"))
    assert places == set(Project.objects.exclude(pk="P3").values_list("project_id", "region_code", "contractor_id"))


def test_places_founded_meanwhile_make_the_facts_be_loaded_anew(author, monkeypatch) -> None:
    Region.objects.create(
        region_code="220102", name="南关区", level="county", parent_code="220100", valid_from=date(2026, 10, 15)
    )
    loads = []
    load = run_trial.__globals__["load_scope"]

    def counted(project_ids, *, as_of):
        loads.append(as_of)
        return load(project_ids, as_of=as_of)

    monkeypatch.setattr("xinan.monitoring.actions.run_trial.load_scope", counted)
    trial = finished(asked(draft_change(wish(), author=author, now=NOW)))
    assert loads == [date(2026, 9, 30), TODAY]
    assert trial.state == "done"


def test_it_stops_where_it_is_asked_to(author, monkeypatch) -> None:
    trial = asked(draft_change(wish(), author=author, now=NOW))
    judge = run_trial.__globals__["_judge_day"]

    def judged_then_cancelled(*args, **keywords) -> None:
        judge(*args, **keywords)
        cancel_trial(trial.pk, asker=author, now=NOW)

    monkeypatch.setattr("xinan.monitoring.actions.run_trial._judge_day", judged_then_cancelled)
    trial = finished(trial)
    assert (trial.state, trial.done, len(trial.figures)) == ("cancelled", 2, 1)
    assert trial.change.events.filter(kind="trial_cancelled").count() == 1
    assert asked(trial.change).state == "queued"


def test_one_that_waits_is_cancelled_at_once_and_never_run(author) -> None:
    trial = asked(draft_change(wish(), author=author, now=NOW))
    cancel_trial(trial.pk, asker=author, now=NOW)
    assert finished(trial).state == "cancelled"
    assert trial.figures == []


def test_begun_anew_after_a_crash_it_holds_nothing_twice(author) -> None:
    trial = finished(asked(draft_change(wish(), author=author, now=NOW)))
    before = rows(trial)
    Trial.objects.filter(pk=trial.pk).update(state="running", done=3)
    trial = finished(trial)
    assert (rows(trial), TrialDifference.objects.count(), len(trial.figures), trial.done) == (before, 2, 3, 6)


def test_a_rule_that_fails_is_named_on_the_trial(author, monkeypatch) -> None:
    def breaks(*_args: object, **_keywords: object) -> None:
        raise RuleFailed("filing/not-filed")

    trial = asked(draft_change(wish(), author=author, now=NOW))
    monkeypatch.setattr(Loaded, "evaluate", breaks)
    trial = finished(trial)
    assert trial.state == "failed"
    assert "filing/not-filed" in trial.error
    with pytest.raises(Conflict, match="not tried"):
        submit_change(trial.change_id, author=author, now=NOW)


def test_a_fault_of_ours_leaves_no_trial_running(author) -> None:
    trial = asked(draft_change(wish(), author=author, now=NOW))
    fail_trial(trial.pk, clock=CLOCK)
    trial.refresh_from_db()
    assert (trial.state, bool(trial.error)) == ("failed", True)


@pytest.mark.parametrize(
    ("first", "last"), [(NOVEMBER, SEPTEMBER), (NOVEMBER, NOVEMBER.next), (NOVEMBER.shift(-24), NOVEMBER)]
)
def test_months_that_will_not_do(author, first, last) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    with pytest.raises(InvalidValue, match="24 months"):
        asked(change, first=first, last=last)


def test_one_at_a_time_and_no_other_wording_meanwhile(author) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    asked(change)
    with pytest.raises(Conflict):
        asked(change)
    with pytest.raises(Conflict):
        revise_change(change.pk, wish(given={"red": "9"}), author=author, now=NOW)


def test_whoever_decides_may_try_it_too_once_it_is_submitted(author) -> None:
    second, county = officer(), officer("county_inspector", "220102")
    change = draft_change(wish(), author=author, now=NOW)
    for user in (second, county):
        with pytest.raises(NotAllowed):
            ask_trial(change.pk, first=NOVEMBER, last=NOVEMBER, region_code="", asker=user, now=NOW)
    finished(asked(change, first=NOVEMBER))
    submit_change(change.pk, author=author, now=NOW)
    assert ask_trial(change.pk, first=NOVEMBER, last=NOVEMBER, region_code="", asker=second, now=NOW).pk
    with pytest.raises(NotAllowed):
        ask_trial(change.pk, first=NOVEMBER, last=NOVEMBER, region_code="", asker=county, now=NOW)


def test_the_days_are_month_ends_and_today() -> None:
    assert trial_days(SEPTEMBER, NOVEMBER, today=TODAY) == ENDS
    assert trial_days(SEPTEMBER, SEPTEMBER, today=TODAY) == ENDS[:1]
    assert trial_days(NOVEMBER, NOVEMBER, today=TODAY - timedelta(days=22)) == (date(2026, 11, 1),)
