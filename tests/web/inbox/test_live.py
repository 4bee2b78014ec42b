"""Changes by others: told once, told in scope, told even where they were committed late; rows drawn as they now are."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.registry.factories import ProjectFactory
from tests.web.inbox.handled import handled
from tests.web.small_province import NOW, Province, warn
from tests.web.test_inbox import page
from xinan.monitoring.models import Warning, WarningEvent
from xinan.monitoring.queries.changed_projects import NAMED_AT_MOST, Mark, changed_since, mark_now
from xinan.registry.models import Project

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
EVERYTHING = Project.objects.all()


def happened(project: Project, kind: str = "raised") -> WarningEvent:
    warning = Warning.objects.filter(project=project).order_by("pk")[0]
    return WarningEvent.objects.create(warning=warning, kind=kind, at=NOW, level=warning.level)


@contextmanager
def another_connection() -> Iterator[Any]:
    """Somebody else's transaction, still open."""
    settings = connection.get_connection_params()
    keys = ("dbname", "user", "password", "host", "port")
    other = psycopg.connect(**{key: settings[key] for key in keys if settings.get(key)})
    try:
        yield other
    finally:
        other.close()


def test_nothing_new_is_nothing_told(province: Province) -> None:
    mark = mark_now()
    again = changed_since(mark, visible=EVERYTHING)
    assert (again.projects, again.fresh, again.many, again.mark) == ({}, frozenset(), False, mark)


def test_what_happened_since_is_told_once(province: Province) -> None:
    mark = mark_now()
    happened(province.red)
    happened(province.red, "lowered")
    happened(province.yellow)
    changed = changed_since(mark, visible=EVERYTHING)
    assert set(changed.projects) == changed.fresh == {"P-RED", "P-YEL"}
    assert changed_since(changed.mark, visible=EVERYTHING).projects == {}


def test_a_measure_that_changed_moves_nothing(province: Province) -> None:
    mark = mark_now()
    happened(province.red, "updated")
    assert changed_since(mark, visible=EVERYTHING).projects == {}


def test_a_step_is_a_change(province: Province) -> None:
    mark = mark_now()
    handled(Warning.objects.filter(project=province.yellow), now=NOW)
    assert set(changed_since(mark, visible=EVERYTHING).projects) == {"P-YEL"}


def test_only_what_one_may_see_is_told(province: Province) -> None:
    mark = mark_now()
    happened(province.red)
    happened(province.elsewhere)
    assert set(changed_since(mark, visible=EVERYTHING.filter(region_code="220203")).projects) == {"P-JIL"}


def test_an_event_committed_late_is_still_told(province: Province) -> None:
    """Its number is drawn before that of another, which is committed and told first."""
    warning = Warning.objects.filter(project=province.red).order_by("pk")[0]
    mark = mark_now()
    with another_connection() as slow:
        slow.execute(
            "INSERT INTO monitoring_warningevent (warning_id, kind, at, level, level_before, measures, cause,"
            " rule_fingerprint) VALUES (%s, 'raised', now(), 'red', '', '{}', '', '')",
            [warning.pk],
        )
        happened(province.yellow)
        first = changed_since(mark, visible=EVERYTHING)
        assert set(first.projects) == {"P-YEL"}
        slow.commit()
    second = changed_since(first.mark, visible=EVERYTHING)
    assert "P-RED" in second.projects
    assert second.projects.get("P-YEL") in (None, first.projects["P-YEL"])  # told again, it bears the same number
    assert changed_since(second.mark, visible=EVERYTHING).projects == {}


def test_a_page_drawn_while_somebody_writes_learns_what_it_could_not_see(province: Province) -> None:
    warning = Warning.objects.filter(project=province.red).order_by("pk")[0]
    with another_connection() as slow:
        slow.execute(
            "INSERT INTO monitoring_warningevent (warning_id, kind, at, level, level_before, measures, cause,"
            " rule_fingerprint) VALUES (%s, 'raised', now(), 'red', '', '{}', '', '')",
            [warning.pk],
        )
        mark = mark_now()  # the page reads now
        slow.commit()
    assert "P-RED" in changed_since(mark, visible=EVERYTHING).projects


def test_too_many_are_not_named(province: Province) -> None:
    mark = mark_now()
    with transaction.atomic():
        for number in range(NAMED_AT_MOST + 1):
            warn(ProjectFactory(project_id=f"M{number:03d}"), "filing/not-filed", "yellow")
    changed = changed_since(mark, visible=EVERYTHING)
    assert changed.many
    assert changed_since(changed.mark, visible=EVERYTHING).projects == {}


def test_a_poll_is_few_queries_and_private(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    mark = re.search(r'data-mark="([^"]+)"', page(client))
    assert mark is not None
    happened(province.red)
    with CaptureQueriesContext(connection) as queries:
        answer = client.get("/inbox/changes/", {"since": mark[1]})
    assert len(queries) <= 7  # session, user, posts, where the events stand (two), one a stream
    assert answer["Cache-Control"] == "no-store"
    told = answer.json()
    assert list(told["projects"]) == told["fresh"] == ["P-RED"]
    assert client.get("/inbox/changes/", {"since": told["mark"]}).json()["projects"] == {}


@pytest.mark.parametrize("since", ["", "x", "1.2", "1.2-3", "1.2-3.4-5.6", "-1.2-3.4"])
def test_a_mark_that_is_none_asks_to_look_anew(province: Province, sign_in: SignIn, since: str) -> None:
    told = sign_in().get("/inbox/changes/", {"since": since}).json()
    assert told["many"] is True
    assert Mark.parse(told["mark"]) is not None


def test_rows_are_drawn_where_the_page_has_them(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    html = page(client, "?place=220100")
    before = re.search(r'(<li class="xa-project.*?id="row-P-YEL".*?)</li>\s*</ol>', html, re.DOTALL)
    assert before is not None
    asked = {"shown": ["P-RED", "P-YEL"], "row": ["P-YEL"], "first": "1", "address": "?place=220100"}
    drawn = client.get("/inbox/rows/", asked).content.decode()
    assert re.findall(r'id="row-([^"]+)"', drawn) == ["P-YEL"]
    rank = re.search(r'xa-project-rank"><span aria-hidden="true">(\d+)<', drawn)
    assert rank is not None
    assert rank[1] == "2"
    Warning.objects.filter(project=province.yellow).update(level="orange", level_changed_at=NOW)
    assert "xa-tone-orange" in client.get("/inbox/rows/", asked).content.decode()


def test_a_row_that_no_longer_belongs_is_left_out(province: Province, sign_in: SignIn) -> None:
    client = sign_in()
    asked = {"shown": ["P-RED", "P-YEL"], "row": ["P-YEL", "P-RED"], "first": "1", "address": ""}
    Warning.objects.filter(project=province.yellow).update(
        state="cured", cured_at=NOW + timedelta(minutes=1), cured_on=NOW.date()
    )
    assert re.findall(r'id="row-([^"]+)"', client.get("/inbox/rows/", asked).content.decode()) == ["P-RED"]
    narrowed = {**asked, "address": "?level=yellow"}
    assert client.get("/inbox/rows/", narrowed).content.decode().strip() == ""


def test_rows_of_others_are_not_drawn(province: Province, sign_in: SignIn) -> None:
    client = sign_in("county_inspector", region_code="220203")
    asked = {"shown": ["P-RED", "P-JIL"], "row": ["P-RED", "P-JIL"]}
    assert re.findall(r'id="row-([^"]+)"', client.get("/inbox/rows/", asked).content.decode()) == ["P-JIL"]


def test_a_past_day_does_not_ask(province: Province, sign_in: SignIn) -> None:
    assert "data-mark" not in page(sign_in(), "?as_of=2026-11-20")
