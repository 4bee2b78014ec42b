"""A rule is changed by two people, from a day on, within the law; every step is kept, and it can be taken back."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction

from tests.monitoring.changes import (
    CLOCK,
    NOW,
    TODAY,
    few_rules,
    found_projects,
    levels,
    officer,
    tried,
    wish,
)
from tests.support.queue import empty_queue
from xinan.kernel.clock import FixedClock
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.monitoring.actions.decide_change import (
    approve_change,
    reject_change,
    start_shadow,
    stop_shadow,
    submit_change,
    withdraw_change,
)
from xinan.monitoring.actions.draft_change import draft_change, revise_change
from xinan.monitoring.actions.revert_change import draft_revert
from xinan.monitoring.book import current_book
from xinan.monitoring.change_policies import may_see_workings, visible_changes
from xinan.monitoring.live import full_run, live_step
from xinan.monitoring.models import RuleChange, RuleVersion, ShadowDifference, Warning, WarningEvent
from xinan.monitoring.rules_in_force import rules_changed
from xinan.people.scope import scope_of
from xinan.registry.models import Project
from xinan.rules.book import SHARED, shipped_book
from xinan.rules.switches import ENABLED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def queue(db: None) -> Iterator[None]:
    """Nothing waits before or after."""
    empty_queue()
    yield
    empty_queue()


RULE = "filing/not-filed"
TOMORROW = TODAY + timedelta(days=1)
NEXT_DAY = FixedClock(NOW + timedelta(days=1))


@pytest.fixture
def author():
    return officer()


@pytest.fixture
def second():
    return officer()


def approved(author, second, **changed) -> RuleChange:
    change = draft_change(wish(**changed), author=author, now=NOW)
    tried(change)
    submit_change(change.pk, author=author, now=NOW)
    return approve_change(change.pk, approver=second, words="同意", now=NOW)


def ladder(on=TODAY, region="") -> dict[str, int]:
    value = current_book().parameter(RULE, "ladder").step(on=on, region=region).value
    return {level.value: int(amount) for level, amount in value.items()}


def test_a_draft_changes_nothing_and_an_approved_change_holds_from_its_day(author, second) -> None:
    shipped = ladder()
    draft_change(wish(), author=author, now=NOW)
    assert ladder() == shipped
    approved(author, second, from_on=TOMORROW)
    assert ladder() == shipped
    assert ladder(TOMORROW) == {"blue": 1, "yellow": 15, "red": 20}


def test_a_change_for_a_city_holds_in_its_counties_alone(author, second) -> None:
    approved(author, second, region_code="220100")
    assert ladder(region="220104")["red"] == 20
    assert ladder(region="220203")["red"] == ladder()["red"] == 30


@pytest.mark.parametrize(
    ("changed", "code", "says"),
    [
        (
            {"owner": "account/not-opened", "name": "opening_days", "given": "31"},
            "parameter-out-of-bounds",
            "53号第6条",
        ),
        ({"owner": SHARED, "name": "deposit_base_rate", "given": "0.05"}, "parameter-out-of-bounds", "65号第11条"),
        ({"owner": "wages/unpaid", "name": ENABLED, "given": "false"}, "switch-not-allowed", "第38条"),
        ({"given": {"blue": "9", "yellow": "5"}}, "ladder-out-of-order", "越大"),
        ({"given": {"orange": "9"}}, "level-not-of-the-rule", "等级"),
        ({"given": {"blue": "1", "yellow": "15", "red": "30"}}, "nothing-changes", "改一个值"),
        ({"from_on": TODAY - timedelta(days=1)}, "change-in-the-past", "不溯及既往"),
        ({"owner": SHARED, "name": "look_back_months", "given": "6", "region_code": "220100"}, "province-only", "全省"),
        (
            {"owner": "enterprise/repeat", "name": ENABLED, "given": "false", "region_code": "220100"},
            "province-only",
            "全",
        ),
        ({"source": "  "}, "change-without-reason", "依据"),
        ({"region_code": "999999"}, "region-unknown", "吉林"),
    ],
)
def test_what_may_not_be_is_refused_with_what_would_be_right(author, changed, code, says) -> None:
    with pytest.raises(InvalidValue) as refused:
        draft_change(wish(**changed), author=author, now=NOW)
    assert refused.value.code == code
    assert says in refused.value.message("zh")
    assert not RuleChange.objects.exists()


def test_an_untried_wording_is_not_submitted_and_a_new_wording_is_untried(author) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    with pytest.raises(Conflict, match="not tried"):
        submit_change(change.pk, author=author, now=NOW)
    tried(change)
    revise_change(change.pk, wish(given={"red": "10"}), author=author, now=NOW)
    with pytest.raises(Conflict, match="not tried"):
        submit_change(change.pk, author=author, now=NOW)
    said = list(change.events.values_list("kind", "said__value", "said__revision"))
    assert said == [
        ("drafted", {"blue": "1", "yellow": "15", "red": "20"}, 1),
        ("revised", {"red": "10"}, 2),
    ]


def test_nobody_decides_on_their_own_change_not_even_past_the_pages(author) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    tried(change)
    submit_change(change.pk, author=author, now=NOW)
    with pytest.raises(NotAllowed):
        approve_change(change.pk, approver=author, words="", now=NOW)
    with pytest.raises(IntegrityError, match="rule_change_takes_two"), transaction.atomic():
        RuleChange.objects.filter(pk=change.pk).update(approver=author)


def test_a_change_is_never_in_force_before_its_approval(author, second) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    tried(change)
    submit_change(change.pk, author=author, now=NOW)
    late = NOW + timedelta(days=3)
    done = approve_change(change.pk, approver=second, words="", now=late)
    assert (done.from_on, done.in_force_from) == (TODAY, late.date())
    other = draft_change(wish(given={"red": "9"}, from_on=late.date()), author=author, now=late)
    with pytest.raises(IntegrityError, match="in_force_after_approval"), transaction.atomic():
        RuleChange.objects.filter(pk=other.pk).update(
            state="approved", approver=second, decided_at=late, decided_on=late.date(), in_force_from=TODAY
        )


def test_nothing_is_deleted_and_what_is_decided_stays(author, second) -> None:
    change = approved(author, second)
    for act in (
        change.delete,
        lambda: RuleChange.objects.filter(pk=change.pk).update(value={"red": "1"}),
        change.events.all().delete,
        lambda: change.events.update(words="另说"),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            act()
    assert [*change.events.values_list("kind", flat=True)] == ["drafted", "submitted", "approved"]


def test_a_refusal_says_why_and_ends_it(author, second) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    tried(change)
    submit_change(change.pk, author=author, now=NOW)
    with pytest.raises(InvalidValue, match="needs words"):
        reject_change(change.pk, approver=second, words=" ", now=NOW)
    reject_change(change.pk, approver=second, words="依据不足", now=NOW)
    with pytest.raises(Conflict):
        submit_change(change.pk, author=author, now=NOW)
    assert current_book().fingerprint() == shipped_book().fingerprint()


def test_an_author_takes_it_back_before_the_decision(author) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    assert withdraw_change(change.pk, author=author, now=NOW).state == "withdrawn"
    with pytest.raises(Conflict):
        revise_change(change.pk, wish(), author=author, now=NOW)


class TestWhoMay:
    def test_a_city_changes_its_own_place_alone(self) -> None:
        city = officer("city_office", "220100")
        draft_change(wish(region_code="220100"), author=city, now=NOW)
        draft_change(wish(region_code="220102"), author=city, now=NOW)
        for place in ("", "220200", "220203"):
            with pytest.raises(NotAllowed):
                draft_change(wish(region_code=place), author=city, now=NOW)

    @pytest.mark.parametrize("role", ["county_inspector", "industry_department", "auditor"])
    def test_others_change_nothing(self, role) -> None:
        user = officer(role, "220102") if role != "industry_department" else officer("county_inspector", "220102")
        with pytest.raises(NotAllowed):
            draft_change(wish(region_code="220102"), author=user, now=NOW)

    def test_a_colleague_of_the_city_or_the_province_decides_on_a_city_s_change(self) -> None:
        first, colleague, elsewhere = (officer("city_office", code) for code in ("220100", "220100", "220200"))
        for place, decider in (("220100", colleague), ("220102", officer())):
            given = {"red": place[4:] + "9"}
            change = draft_change(wish(region_code=place, given=given), author=first, now=NOW)
            tried(change)
            submit_change(change.pk, author=first, now=NOW)
            with pytest.raises(NotAllowed):
                approve_change(change.pk, approver=elsewhere, words="", now=NOW)
            assert approve_change(change.pk, approver=decider, words="", now=NOW).state == "approved"

    def test_only_the_province_lets_a_city_switch_off_what_the_law_asks(self) -> None:
        first, colleague = officer("city_office", "220100"), officer("city_office", "220100")
        off = wish(name=ENABLED, given="false", region_code="220100")
        change = draft_change(off, author=first, now=NOW)
        tried(change)
        submit_change(change.pk, author=first, now=NOW)
        with pytest.raises(NotAllowed) as refused:
            approve_change(change.pk, approver=colleague, words="", now=NOW)
        assert "省" in refused.value.remedy.zh
        assert approve_change(change.pk, approver=officer(), words="", now=NOW).state == "approved"

    def test_a_draft_is_seen_by_its_author_alone_until_it_is_submitted(self, author, second) -> None:
        change = draft_change(wish(), author=author, now=NOW)
        everybody = (author, second, officer("county_inspector", "220102"), officer("city_office", "220100"))

        def sees() -> list[bool]:
            change.refresh_from_db()
            scopes = [(user, scope_of(user, on=TODAY)) for user in everybody]
            return [change in visible_changes(user, scope=scope) for user, scope in scopes]

        def sees_workings() -> list[bool]:
            return [may_see_workings(user, scope_of(user, on=TODAY), change=change) for user in everybody]

        assert (sees(), sees_workings()) == ([True, False, False, False], [True, False, False, False])
        tried(change)
        submit_change(change.pk, author=author, now=NOW)
        assert (sees(), sees_workings()) == ([True, True, False, False], [True, True, False, False])
        approve_change(change.pk, approver=second, words="", now=NOW)
        assert (sees(), sees_workings()) == ([True, True, True, True], [True, True, False, False])


@pytest.mark.django_db(transaction=True)
class TestInForce:
    @pytest.fixture(autouse=True)
    def world(self, monkeypatch) -> None:
        few_rules(monkeypatch)
        found_projects()
        full_run(clock=CLOCK)
        assert levels() == {"P1": "yellow", "P2": "yellow", "P3": "yellow"}

    def test_warnings_follow_name_the_version_and_come_back_when_it_is_taken_back(self, author, second) -> None:
        first = Warning.objects.get(rule=RULE, project_id="P1").rule_fingerprint
        change = approved(author, second)
        assert rules_changed(on=TODAY) == {RULE}
        full_run(clock=CLOCK)
        assert levels() == {"P1": "red", "P2": "red", "P3": "red"}
        warning = Warning.objects.get(rule=RULE, project_id="P1")
        raised = warning.events.get(kind="raised")
        assert (raised.cause, raised.rule_fingerprint) == ("rule", warning.rule_fingerprint)
        versions = {v.fingerprint: v for v in RuleVersion.objects.filter(rule=RULE)}
        assert versions[first].number == 1
        spoke = versions[warning.rule_fingerprint]
        assert (spoke.number, spoke.parameters[RULE]["ladder"][""]["red"]) == (2, "20")
        assert rules_changed(on=TODAY) == frozenset()

        back = draft_revert(change.pk, from_on=TODAY, reason="影响过大", author=second, now=NOW)
        submit_change(back.pk, author=second, now=NOW)
        approve_change(back.pk, approver=author, words="", now=NOW)
        full_run(clock=CLOCK)
        assert levels() == {"P1": "yellow", "P2": "yellow", "P3": "yellow"}
        assert Warning.objects.get(rule=RULE, project_id="P1").rule_fingerprint == first
        assert RuleVersion.objects.filter(rule=RULE).count() == 2
        with pytest.raises(Conflict):
            draft_revert(change.pk, from_on=TODAY, reason="再来", author=second, now=NOW)

    def test_the_versions_of_other_rules_stay_what_they_were(self, author, second) -> None:
        before = set(Warning.objects.exclude(rule=RULE).values_list("pk", "rule_fingerprint"))
        approved(author, second)
        full_run(clock=CLOCK)
        assert set(Warning.objects.exclude(rule=RULE).values_list("pk", "rule_fingerprint")) == before
        assert not WarningEvent.objects.exclude(warning__rule=RULE).exclude(kind="opened").exists()

    def test_a_city_s_change_moves_its_projects_alone_in_every_kind_of_run(self, author, second) -> None:
        approved(author, second, region_code="220100")
        for project in Project.objects.all():
            project.name += "。"
            project.save()
        while live_step(clock=CLOCK, limit=1) is not None:
            pass
        assert levels() == {"P1": "red", "P2": "red", "P3": "yellow"}
        assert full_run(clock=CLOCK).events == {}

    def test_a_change_whose_day_comes_is_noticed_that_day(self, author, second) -> None:
        approved(author, second, from_on=TOMORROW)
        assert rules_changed(on=TODAY) == frozenset()
        assert rules_changed(on=TOMORROW) == {RULE}
        full_run(clock=NEXT_DAY)
        assert set(levels().values()) == {"red"}

    def test_a_rule_switched_off_in_a_city_cures_there_and_says_why(self, author, second) -> None:
        change = approved(author, second, name=ENABLED, given="false", region_code="220100")
        full_run(clock=CLOCK)
        assert levels() == {"P3": "yellow"}
        gone = WarningEvent.objects.filter(warning__rule=RULE, kind="cured")
        assert {event.cause for event in gone} == {"rule"}
        assert {event.rule_fingerprint for event in gone} == {RuleVersion.objects.get(rule=RULE, number=2).fingerprint}
        back = draft_revert(change.pk, from_on=TODAY, reason="恢复", author=second, now=NOW)
        assert (back.ends, back.value) == (True, None)
        submit_change(back.pk, author=second, now=NOW)
        approve_change(back.pk, approver=author, words="", now=NOW)
        full_run(clock=CLOCK)
        assert levels() == {"P1": "yellow", "P2": "yellow", "P3": "yellow"}
        opened = Warning.objects.get(rule=RULE, project_id="P1", state="open")
        assert (opened.episode, opened.events.get().cause) == (2, "rule")
        assert opened.rule_fingerprint == RuleVersion.objects.get(rule=RULE, number=1).fingerprint

    def test_a_shadow_is_computed_in_every_run_and_touches_no_warning(self, author, second) -> None:
        before = list(Warning.objects.order_by("pk").values())
        change = draft_change(wish(region_code="220100"), author=author, now=NOW)
        with pytest.raises(Conflict):
            start_shadow(change.pk, author=author, now=NOW)
        tried(change)
        start_shadow(change.pk, author=author, now=NOW)
        full_run(clock=CLOCK)
        assert list(Warning.objects.order_by("pk").values()) == before
        rows = {"project_id", "kind", "level_before", "level_after"}
        found = set(ShadowDifference.objects.values_list(*sorted(rows)))
        assert found == {("level", "red", "yellow", "P1"), ("level", "red", "yellow", "P2")}
        # One of the projects is filed: the next live step tells the shadow as well.
        Project.objects.filter(pk="P1").update(filed_on=TODAY)
        live_step(clock=CLOCK)
        assert set(ShadowDifference.objects.values_list("project_id", flat=True)) == {"P2"}
        stop_shadow(change.pk, author=author, now=NOW)
        Project.objects.filter(pk="P2").update(filed_on=TODAY)
        live_step(clock=CLOCK)
        assert set(ShadowDifference.objects.values_list("project_id", flat=True)) == {"P2"}

    def test_a_shadow_that_the_law_no_longer_allows_holds_nothing_up(self, author) -> None:
        change = draft_change(wish(), author=author, now=NOW)
        tried(change)
        start_shadow(change.pk, author=author, now=NOW)
        RuleChange.objects.filter(pk=change.pk).update(value={"yellow": "9", "red": "5"})
        full_run(clock=CLOCK)
        change.refresh_from_db()
        assert "顺序" in change.shadow_error
        assert set(levels().values()) == {"yellow"}

    def test_an_approved_change_that_the_law_no_longer_allows_counts_for_nothing(self, author, second) -> None:
        change = draft_change(wish(), author=author, now=NOW)
        RuleChange.objects.filter(pk=change.pk).update(
            value={"yellow": "9", "red": "5"},
            state="approved",
            approver=second,
            decided_at=NOW,
            decided_on=TODAY,
            in_force_from=TODAY,
        )
        assert current_book().fingerprint() == shipped_book().fingerprint()

    def test_a_change_not_yet_in_force_is_undone_from_its_own_day(self, author, second) -> None:
        change = approved(author, second, from_on=TOMORROW)
        back = draft_revert(change.pk, from_on=TODAY, reason="不改了", author=author, now=NOW)
        assert back.from_on == TOMORROW
        submit_change(back.pk, author=author, now=NOW)
        approve_change(back.pk, approver=second, words="", now=NOW)
        assert ladder(TOMORROW) == ladder(TODAY)

    def test_reverting_the_earlier_of_two_changes_leaves_the_later(self, author, second) -> None:
        first = approved(author, second)
        approved(author, second, given={"blue": "1", "yellow": "15", "red": "25"})
        with pytest.raises(Conflict):
            draft_revert(first.pk, from_on=TODAY, reason="撤", author=author, now=NOW)


def test_the_book_is_made_once_for_as_long_as_nothing_is_approved(author, second) -> None:
    assert current_book() is current_book()
    before = current_book()
    approved(author, second)
    assert current_book() is not before


def test_approval_reads_the_law_again(author, second) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    tried(change)
    submit_change(change.pk, author=author, now=NOW)
    RuleChange.objects.filter(pk=change.pk).update(value={"yellow": "9", "red": "5"})
    with pytest.raises(InvalidValue):
        approve_change(change.pk, approver=second, words="", now=NOW)
