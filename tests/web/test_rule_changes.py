"""The pages of rule changes: each person's part of the way, refusals in their place, nothing shown to others."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from tests.monitoring.changes import CLOCK, NOW, TODAY, few_rules, found_projects, officer, tried, wish
from tests.support.queue import empty_queue
from xinan.kernel.period import Month
from xinan.monitoring.actions.ask_trial import ask_trial
from xinan.monitoring.actions.decide_change import approve_change, start_shadow, submit_change
from xinan.monitoring.actions.draft_change import draft_change
from xinan.monitoring.actions.run_trial import run_trial
from xinan.monitoring.live import full_run
from xinan.monitoring.models import RuleChange, Trial, Warning
from xinan.people.models import User

pytestmark = pytest.mark.django_db(transaction=True)

NEW = "/rule-changes/new/?rule=filing/not-filed&name=ladder"
GIVEN = {
    "value_blue": "1",
    "value_yellow": "15",
    "value_red": "20",
    "region_code": "",
    "from_on": TODAY.isoformat(),
    "source": "省办发〔2026〕8号",
    "reason": "未备案项目拖得太久",
}


@pytest.fixture(autouse=True)
def queue(db: None):
    empty_queue()
    yield
    empty_queue()


@pytest.fixture
def enter(client: Client) -> Callable[[User], Client]:
    def sign_in(user: User) -> Client:
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return sign_in


@pytest.fixture
def author() -> User:
    return officer()


@pytest.fixture
def second() -> User:
    return officer()


def page(client: Client, url: str, **headers: str) -> str:
    answer = client.get(url, headers=headers)
    assert answer.status_code == 200, url
    return answer.content.decode()


def counters(html: str) -> str:
    """The page without what is another with every request."""
    return re.sub(r'CSRFToken": "\w+"|name="csrfmiddlewaretoken" value="\w+"|人员\d+', "", html)


def submitted(author: User) -> RuleChange:
    change = draft_change(wish(), author=author, now=NOW)
    tried(change)
    return submit_change(change.pk, author=author, now=NOW)


def test_from_the_rule_to_the_draft(enter, author) -> None:
    client = enter(author)
    assert "/rule-changes/new/?rule=filing/not-filed" in page(client, "/rules/filing/not-filed/")
    assert "name=ladder" in page(client, "/rule-changes/new/?rule=filing/not-filed")
    form = page(client, NEW)
    assert re.search(r'name="value_red" value="30"', form)
    answer = client.post(NEW, GIVEN)
    change = RuleChange.objects.get()
    assert (answer.status_code, answer.headers["Location"]) == (302, f"/rule-changes/{change.pk}/")
    assert (change.value, change.author) == ({"blue": "1", "yellow": "15", "red": "20"}, author)
    html = page(client, f"/rule-changes/{change.pk}/")
    assert "开始试算" in html
    assert "提交复核" not in html


@pytest.mark.parametrize(
    ("url", "given", "said", "field"),
    [
        (
            "rule=account/not-opened&name=opening_days",
            {"value": "31"},
            "人社部发〔2021〕53号第6条：应不大于 30",
            "id_value",
        ),
        ("rule=shared&name=deposit_base_rate", {"value": "0.05"}, "65号第11条", "id_value"),
        ("rule=account/not-opened&name=opening_days", {"value": "三十"}, "应为不小于 0 的整数", "id_value"),
        ("rule=wages/unpaid&name=enabled", {"value": "false"}, "第38条", "id_value"),
        ("rule=filing/not-filed&name=ladder", {"value_red": "9"}, "数值应越大", "id_value_blue"),
        (
            "rule=filing/not-filed&name=ladder",
            {"from_on": (TODAY - timedelta(days=1)).isoformat()},
            "不溯及既往",
            "id_from_on",
        ),
    ],
)
def test_what_is_refused_is_said_at_its_field_with_the_article(enter, author, url, given, said, field) -> None:
    answer = enter(author).post(f"/rule-changes/new/?{url}", {**GIVEN, **given})
    html = answer.content.decode()
    assert answer.status_code == 422
    error = re.search(rf'id="{field}-error">(.*?)</p>', html, re.DOTALL)
    assert error is not None
    assert said in error[1]
    assert not RuleChange.objects.exists()


def test_bounds_stand_on_the_form_before_anything_is_sent(enter, author) -> None:
    html = page(enter(author), "/rule-changes/new/?rule=account/not-opened&name=opening_days")
    assert "法定范围" in html
    assert "人社部发〔2021〕53号第6条" in html
    assert "不超过 30" in html


def test_the_way_of_a_change_by_its_buttons(enter, author, second) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    tried(change)
    url = f"/rule-changes/{change.pk}/"
    client = enter(author)
    assert "开始影子运行" in page(client, url)
    client.post(f"{url}shadow/")
    assert "停止影子运行" in page(client, url)
    client.post(f"{url}submit/")
    change.refresh_from_db()
    assert change.state == "submitted"
    assert ">批准<" not in page(client, url)
    assert client.post(f"{url}approve/", {"words": "我自己批"}).status_code == 403
    client = enter(second)
    assert "批准" in page(client, url)
    refused = client.post(f"{url}reject/", {"words": ""})
    assert refused.status_code == 422
    assert "退回须写明意见" in refused.content.decode()
    assert client.post(f"{url}approve/", {"words": "同意"}).status_code == 302
    html = page(client, url)
    assert "施行中" in html
    assert "同意" in html
    assert "起草撤销" in html
    answer = client.post(f"{url}revert/", {"from_on": TODAY.isoformat(), "words": "影响过大"})
    back = RuleChange.objects.get(reverts=change)
    assert answer.headers["Location"] == f"/rule-changes/{back.pk}/"
    html = page(client, answer.headers["Location"])
    assert "提交复核" in html
    assert f"第 {change.pk} 号变更" in html


def test_a_draft_is_nobody_else_s_to_see_or_to_act_on(enter, author, second) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    client = enter(second)
    assert client.get(f"/rule-changes/{change.pk}/").status_code == 404
    for name in ("try", "shadow", "submit", "withdraw", "approve"):
        assert client.post(f"/rule-changes/{change.pk}/{name}/").status_code == 404
    assert client.get(f"/rule-changes/{change.pk}/edit/").status_code == 404
    assert f"/rule-changes/{change.pk}/" not in page(client, "/rule-changes/")


def test_others_read_what_is_decided_and_none_of_its_workings(enter, author, second) -> None:
    change = submitted(author)
    approve_change(change.pk, approver=second, words="", now=NOW)
    trial = Trial.objects.get(change=change)
    client = enter(officer("county_inspector", "220102"))
    html = page(client, f"/rule-changes/{change.pk}/")
    assert "施行中" in html
    assert "历次试算" not in html
    assert client.get(f"/rule-changes/{change.pk}/trials/{trial.pk}/").status_code == 404
    assert client.get(NEW).status_code == 403
    assert "修改参数" not in page(client, "/rules/filing/not-filed/")


def test_the_catalogue_says_who_approved_a_value_and_since_when(enter, author, second) -> None:
    change = submitted(author)
    approve_change(change.pk, approver=second, words="", now=NOW)
    html = page(enter(author), "/rules/filing/not-filed/")
    assert f"第 {change.pk} 号变更，{second.display_name} 2026-11-23 批准" in html
    assert "省办发〔2026〕8号" in html


def test_an_author_revises_and_withdraws(enter, author) -> None:
    change = draft_change(wish(), author=author, now=NOW)
    client = enter(author)
    assert re.search(r'name="value_red" value="20"', page(client, f"/rule-changes/{change.pk}/edit/"))
    client.post(f"/rule-changes/{change.pk}/edit/", {**GIVEN, "value_red": "18"})
    change.refresh_from_db()
    assert (change.value["red"], change.revision) == ("18", 2)
    client.post(f"/rule-changes/{change.pk}/withdraw/")
    assert "已撤回" in page(client, f"/rule-changes/{change.pk}/")


class TestWithFacts:
    @pytest.fixture(autouse=True)
    def world(self, monkeypatch) -> None:
        few_rules(monkeypatch)
        found_projects()

    def trial(self, change: RuleChange, author: User) -> Trial:
        return ask_trial(change.pk, first=Month(2026, 10), last=Month(2026, 11), region_code="", asker=author, now=NOW)

    def test_a_trial_is_asked_for_shows_its_progress_and_then_its_projects(self, enter, author) -> None:
        change = draft_change(wish(), author=author, now=NOW)
        client = enter(author)
        answer = client.post(f"/rule-changes/{change.pk}/try/", {"first": "2026-10", "last": "2026-11", "place": ""})
        trial = Trial.objects.get()
        assert answer.headers["Location"] == f"/rule-changes/{change.pk}/trials/{trial.pk}/"
        url = answer.headers["Location"]
        Trial.objects.filter(pk=trial.pk).update(state="running", done=1)
        html = page(client, url)
        assert 'max="4" value="1"' in html
        assert "data-waiting" in html
        assert "<h1" not in page(client, url, **{"HX-Request": "true"})
        run_trial(trial.pk, clock=CLOCK)
        html = page(client, url)
        assert 'data-finished="done"' in html
        for text in ("项目P1", "项目P2", "项目P3", "长春甲建设有限公司", "吉林乙建设有限公司", "朝阳区", "2026-10-31"):
            assert text in html
        assert "这一天没有差别" in page(client, f"{url}?day=2026-10-31")
        assert "项目P1" not in page(client, f"{url}?kind=gone")
        assert "提交复核" in page(client, f"/rule-changes/{change.pk}/")

    def test_a_city_sees_only_its_own_projects_in_a_trial_of_the_province(self, enter, author) -> None:
        change = draft_change(wish(region_code="220100"), author=author, now=NOW)
        other = draft_change(wish(), author=author, now=NOW)
        trial = self.trial(other, author)
        run_trial(trial.pk, clock=CLOCK)
        RuleChange.objects.filter(pk=other.pk).update(region_code="220100")
        submit_change(other.pk, author=author, now=NOW)
        html = page(enter(officer("city_office", "220100")), f"/rule-changes/{other.pk}/trials/{trial.pk}/")
        assert "项目P1" in html
        assert "项目P3" not in html
        assert change.pk

    def test_wrong_months_are_said_on_the_page(self, enter, author) -> None:
        change = draft_change(wish(), author=author, now=NOW)
        for first in ("2026-12", "去年"):
            answer = enter(author).post(
                f"/rule-changes/{change.pk}/try/", {"first": first, "last": "2026-11", "place": ""}
            )
            assert answer.status_code == 422
            assert "试算的月份" in answer.content.decode()

    def test_a_trial_is_cancelled_by_a_button(self, enter, author) -> None:
        change = draft_change(wish(), author=author, now=NOW)
        trial = self.trial(change, author)
        enter(author).post(f"/rule-changes/{change.pk}/cancel-trial/")
        trial.refresh_from_db()
        assert trial.state == "cancelled"

    def test_a_shadow_is_on_its_author_s_page_and_in_nobody_s_inbox(self, enter, author, second) -> None:
        full_run(clock=CLOCK)
        before = page(enter(second), "/")
        change = draft_change(wish(), author=author, now=NOW)
        tried(change)
        start_shadow(change.pk, author=author, now=NOW)
        full_run(clock=CLOCK)
        html = page(enter(author), f"/rule-changes/{change.pk}/")
        assert "项目P1" in html
        assert "只有起草人" in html
        assert counters(page(enter(second), "/")) == counters(before)
        assert set(Warning.objects.filter(rule="filing/not-filed").values_list("level", flat=True)) == {"yellow"}

    def test_a_warning_and_its_history_name_the_version(self, enter, author, second) -> None:
        full_run(clock=CLOCK)
        client = enter(author)
        assert "按规则第 1 版得出" in page(client, "/projects/P1/")
        change = submitted(author)
        approve_change(change.pk, approver=second, words="", now=NOW)
        full_run(clock=CLOCK)
        html = page(client, "/projects/P1/")
        assert "按规则第 2 版得出" in html
        assert "起因：规则变更；规则第 2 版" in html
        assert "第 2 版，2026-11-23 起" in page(client, "/rules/filing/not-filed/")


def test_the_list_filters_and_says_when_it_is_empty(enter, author) -> None:
    client = enter(author)
    assert "没有规则变更" in page(client, "/rule-changes/")
    change = draft_change(wish(), author=author, now=NOW)
    assert f"/rule-changes/{change.pk}/" in page(client, "/rule-changes/?state=draft&rule=filing/not-filed")
    assert f"/rule-changes/{change.pk}/" in page(client, "/rule-changes/?state=approved")
    withdrawn = draft_change(wish(given={"red": "9"}), author=author, now=NOW)
    client.post(f"/rule-changes/{withdrawn.pk}/withdraw/")
    html = page(client, "/rule-changes/?state=withdrawn")
    assert f"/rule-changes/{withdrawn.pk}/" in html
    assert f"/rule-changes/{change.pk}/" not in html


def test_in_english_no_chinese_is_left_but_names_and_words_people_wrote(enter, author) -> None:
    change = draft_change(wish(source="Doc 8", reason="Late"), author=author, now=NOW)
    trial = Trial.objects.create(
        change=change,
        revision=1,
        first_month="2026-10",
        last_month="2026-11",
        state="done",
        projects=3,
        figures=[{"day": "2026-11-23", "before": 1, "after": 2, "raised": 1, "gone": 0, "level": 0}],
        asked_by=author,
        asked_at=NOW,
    )
    client = enter(author)
    pages = (
        "/rule-changes/",
        "/rule-changes/new/?rule=shared",
        "/rule-changes/new/?rule=filing/not-filed&name=enabled",
        NEW,
        f"/rule-changes/{change.pk}/",
        f"/rule-changes/{change.pk}/edit/",
        f"/rule-changes/{change.pk}/trials/{trial.pk}/",
    )
    for url in pages:
        html = page(client, url, **{"Accept-Language": "en"})
        main = re.sub(r"<[^>]+>", " ", html[html.index("<main") : html.index("</main")])
        main = re.sub(r"人员\d+|人社部发\S+|吉林省\S*|本系统\S*|规则手册\S*|出厂\S*|条例\S*|；\S*|《\S*", "", main)
        assert re.findall(r"[\u4e00-\u9fff]+", main) == [], url


def test_an_unknown_rule_parameter_act_or_change_is_not_found(enter, author) -> None:
    client = enter(author)
    change = draft_change(wish(), author=author, now=NOW)
    for url in (
        "/rule-changes/new/?rule=no/such",
        "/rule-changes/new/?rule=filing/not-filed&name=no",
        "/rule-changes/999/",
    ):
        assert client.get(url).status_code == 404
    assert client.post(f"/rule-changes/{change.pk}/explode/").status_code == 404
