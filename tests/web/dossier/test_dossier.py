"""The page of a file: contents, seal, exports; and for everybody else the same answer as for a case that never was."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from tests.casework.dossier.filed import Filed, close, make_filed, untouchable
from tests.support.queue import work_off
from xinan.casework.cases.models import CaseLook
from xinan.casework.dossier import opening
from xinan.casework.dossier.actions.seal_case import seal_case
from xinan.casework.dossier.export_models import FileDownload, FileExport
from xinan.casework.dossier.sources import handled
from xinan.casework.dossier.verifying import verify
from xinan.gateways.wiring import wiring
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db


@pytest.fixture
def filed(db: None, monkeypatch: pytest.MonkeyPatch) -> Filed:
    # Jobs run in a thread; a connection kept beyond it would be nobody's.
    monkeypatch.setitem(settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    return make_filed(wiring().keyring)


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def page(filed: Filed) -> str:
    answer = as_user(filed.leader).get(f"/cases/{filed.case.pk}/file/")
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_the_contents_stand_in_order(filed: Filed) -> None:
    html = page(filed)
    parts = [
        "案件登记",
        "线索与诉求",
        "涉案工人与欠薪",
        "办理过程与证据",
        "会议纪要、记录与任务",
        "数据证据",
        "清偿证明",
        "结案核对",
    ]
    places = [html.index(f'<h3 class="xa-dossier-part">{part}') for part in parts]
    assert places == sorted(places)
    assert "结案时按顺序逐条计算国密 SM3 摘要并封存" in html
    assert "2 份材料" in html
    assert CaseLook.objects.filter(case=filed.case, user=filed.leader, which="file").count() == 1


def test_a_sealed_file_is_verified_on_the_page(filed: Filed) -> None:
    close(filed)
    now = wiring().clock.now() + timedelta(days=1)
    seal = seal_case(filed.case.pk, by=filed.leader, now=now, keyring=wiring().keyring)
    assert seal is not None
    client = as_user(filed.leader)
    assert seal.end in page(filed)
    assert client.post(f"/cases/{filed.case.pk}/file/verify/").status_code == 302
    assert "与封存时一致" in page(filed)
    with untouchable(), connection.cursor() as cursor:
        cursor.execute("UPDATE procedures_step SET reason = '改过的理由' WHERE id = %(step)s", filed.keys)
    client.post(f"/cases/{filed.case.pk}/file/verify/")
    html = page(filed)
    assert "1 处与封存时不一致" in html
    assert html.count("与封存时不同") == 2  # in the list of differences, and at the item


@pytest.mark.django_db(transaction=True)
def test_an_export_is_asked_for_watched_and_taken(filed: Filed) -> None:
    client, address = as_user(filed.leader), f"/cases/{filed.case.pk}/file/"
    answer = client.post(f"{address}exports/", {"form": "pdf", "party": ""})
    assert (answer.status_code, answer["Location"]) == (302, f"{address}#exports")
    export = FileExport.objects.get()
    watching = client.get(f"{address}exports/{export.pk}/").content.decode()
    assert "data-waiting" in watching
    assert "正在生成" in watching
    work_off()
    watching = client.get(f"{address}exports/{export.pk}/").content.decode()
    assert "data-waiting" not in watching
    taken = client.get(f"{address}exports/{export.pk}/download/")
    content = b"".join(taken.streaming_content)
    assert content.startswith(b"%PDF")
    assert taken["Content-Length"] == str(len(content))
    assert "no-store" in taken["Cache-Control"]
    assert taken["Content-Disposition"].endswith(".pdf")
    assert FileDownload.objects.get().by == filed.leader


@pytest.mark.django_db(transaction=True)
def test_a_closing_has_the_file_sealed_by_the_worker(filed: Filed) -> None:
    close(filed)
    work_off()
    assert "封存摘要" in page(filed)


@pytest.mark.parametrize("path", ["", "exports/1/", "exports/1/download/"])
def test_others_get_the_answer_for_no_case(filed: Filed, sign_in: SignIn, path: str) -> None:
    for client in (
        as_user(filed.here.colleague.user),
        sign_in("county_inspector", region_code="220203"),
        sign_in("mediator", region_code=""),
    ):
        real, none = (client.get(f"/cases/{number}/file/{path}") for number in (filed.case.pk, 987654))
        assert (real.status_code, none.status_code) == (404, 404)
        told = [
            answer.content.decode().replace(str(number), "")
            for answer, number in ((real, filed.case.pk), (none, 987654))
        ]
        assert "没有" in told[0]
        assert _plain(told[0]) == _plain(told[1])


def test_firms_have_no_such_page(filed: Filed, sign_in: SignIn) -> None:
    client = sign_in("contractor", region_code="", enterprise_id=filed.here.project.contractor_id)
    assert {client.get(f"/cases/{number}/file/").status_code for number in (filed.case.pk, 987654)} == {403}


def _plain(html: str) -> str:
    """Without what differs from request to request: tokens and request numbers."""
    start = html.index("<main")
    return html[start : html.index("</main>")]


def test_the_page_opens_no_paper(filed: Filed, monkeypatch: pytest.MonkeyPatch) -> None:
    """The contents are told without reading what may be hundreds of megabytes."""
    opened: list[str] = []
    real = opening.opened_bytes

    def watched(token: str, *, context: str, keyring: Keyring) -> bytes | None:
        opened.append(context)
        return real(token, context=context, keyring=keyring)

    monkeypatch.setattr(handled, "opened_bytes", watched)
    page(filed)
    assert opened == []
    verify(filed.case, now=wiring().clock.now(), keyring=wiring().keyring)
    assert opened == []  # never sealed: nothing to compare with
    close(filed)
    seal_case(filed.case.pk, by=None, now=wiring().clock.now() + timedelta(days=1), keyring=wiring().keyring)
    assert opened == ["proof.content"] * 2
