"""Facts through the native interface: taken, told row by row, once only, and only by whom they concern."""

import gzip
import io
import json
from base64 import b64encode
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from django.test import Client

from tests.api.v1.conftest import HANDS, Send
from tests.intake import site
from tests.intake.site import LABOUR, PROJECT
from tests.registry.factories import ProjectFactory
from xinan.gateways.wiring import Wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.revoke_credential import revoke_credential
from xinan.intake.credentials.making import Opened
from xinan.intake.credentials.uses import write_uses
from xinan.intake.models import Batch, CredentialUse, WaitingFact
from xinan.intake.native.waiting import take_waiting
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.payments.models import PayrollLine
from xinan.workforce.models import AttendanceDay, Employment, Punch, Worker

pytestmark = pytest.mark.django_db

DAYS = [date(2026, 10, 12), date(2026, 10, 13)]


def punches() -> list[dict[str, Any]]:
    made = []
    for hand in HANDS:
        for day in DAYS:
            for time, way in (("06:58:12", "01"), ("18:03:40", "02")):
                made.append(
                    {
                        "enterprise_code": LABOUR,
                        "identity": hand.identity,
                        "punched_at": f"{day} {time}",
                        "direction": way,
                        "passage": "001",
                    }
                )
    return made


def ndjson(rows: list[dict[str, Any]]) -> bytes:
    return "".join(json.dumps(row, ensure_ascii=False, default=str) + "\n" for row in rows).encode()


def test_ndjson_csv_and_arrow_bring_the_same(send: Send) -> None:
    rows = punches()
    first = send(ndjson(rows))
    assert first.status_code == 200, first.content
    told = first.json()
    assert (told["state"], told["rows"], told["added"], told["refused"], told["errors"], told["next"]) == (
        "done",
        12,
        12,
        0,
        [],
        None,
    )
    assert AttendanceDay.objects.filter(project_id=PROJECT).count() == 6
    text = "\n".join([",".join(rows[0]), *(",".join(row.values()) for row in rows)])
    sink = io.BytesIO()
    table = pa.Table.from_pylist(rows)
    with pa.ipc.new_stream(sink, table.schema) as writer:
        writer.write_table(table)
    for body, form in (
        (text.encode(), "text/csv; charset=utf-8"),
        (sink.getvalue(), "application/vnd.apache.arrow.stream"),
        (gzip.compress(ndjson(rows)), "application/x-ndjson"),
    ):
        packed = {"Content-Encoding": "gzip"} if body[:2] == b"\x1f\x8b" else {}
        told = send(body, form=form, headers=packed).json()
        assert (told["added"], told["unchanged"], told["refused"]) == (0, 12, 0), form


def test_wrong_rows_are_told_and_the_others_taken(send: Send, client: Client, token: str) -> None:
    rows = punches()
    rows[1]["punched_at"] = "2026-13-01 07:00:00"
    rows[4]["direction"] = "sideways"
    rows[5]["punchedAt"] = "x"
    answer = send(ndjson(rows))
    told = answer.json()

    assert (answer.status_code, told["state"], told["added"], told["refused"]) == (200, "done", 9, 3)
    assert [(error["line"], error["field"], error["code"]) for error in told["errors"]] == [
        (2, "punched_at", "cell.moment"),
        (5, "direction", "cell.code"),
        (6, "punchedAt", "row.unknown_field"),
    ]
    assert all(error["message"]["zh"] and error["message"]["en"] and error["remedy"]["en"] for error in told["errors"])
    again = client.get(f"/api/v1/batches/{told['batch']}?limit=2", headers={"Authorization": f"Bearer {token}"}).json()
    assert [error["line"] for error in again["errors"]] == [2, 5]
    rest = client.get(again["next"], headers={"Authorization": f"Bearer {token}"}).json()
    assert ([error["line"] for error in rest["errors"]], rest["next"]) == ([6], None)


def test_all_or_nothing(send: Send) -> None:
    rows = punches()
    rows[-1]["identity"] = "?"
    answer = send(ndjson(rows), whole=True)
    assert (answer.status_code, answer.json()["state"], answer.json()["added"]) == (422, "refused", 0)
    assert not Punch.objects.exists()


def test_other_tables_come_as_their_sheets(send: Send) -> None:
    names = {column.title: column.name for column in sheet_of_kind("payroll").columns}
    lines = site.payroll(HANDS, month="2026-10", days=2, paid_on=date(2026, 11, 13))
    answer = send(ndjson([{names[title]: cell for title, cell in line.items()} for line in lines]), table="payroll")
    assert (answer.status_code, answer.json()["added"]) == (200, len(HANDS)), answer.content
    assert PayrollLine.objects.filter(project_id=PROJECT).count() == len(HANDS)
    assert not Worker.objects.exclude(pk__in=Employment.objects.values("worker_id")).exists()


def test_a_key_used_again_is_answered_with_the_first_answer(send: Send) -> None:
    rows = punches()
    key = {"Idempotency-Key": "2026-10-13/1"}
    first = send(ndjson(rows), headers=key)
    again = send(ndjson(rows), headers=key)
    other = send(ndjson(rows[:-1]), headers=key)
    fresh = send(ndjson(rows), headers={"Idempotency-Key": "2026-10-13/2"})

    assert again.json() == first.json()
    assert (again["Idempotent-Replayed"], first.get("Idempotent-Replayed")) == ("true", None)
    assert (other.status_code, other.json()["code"]) == (409, "idempotency.other_body")
    assert (fresh.status_code, fresh.json()["unchanged"]) == (200, 12)
    assert Batch.objects.filter(source="api").count() == 2


def test_a_refused_body_leaves_nothing_and_its_key_free(send: Send) -> None:
    rows, key = punches(), {"Idempotency-Key": "k"}
    broken = gzip.compress(ndjson(rows))[:-9]
    answer = send(broken, headers={**key, "Content-Encoding": "gzip"})
    assert (answer.status_code, answer.json()["code"]) == (400, "body.gzip")
    assert answer["Content-Type"] == "application/problem+json"
    assert not Punch.objects.exists()
    assert not Batch.objects.filter(source="api").exists()
    assert send(ndjson(rows), headers=key).json()["added"] == 12


@pytest.mark.parametrize(
    ("form", "headers", "status", "code"),
    [
        ("text/html", {}, 415, "body.type"),
        ("application/x-ndjson", {"Content-Encoding": "br"}, 415, "body.packing"),
        ("text/csv", {}, 400, "body.header"),
        ("application/json", {}, 400, "body.json"),
        ("application/vnd.apache.arrow.stream", {}, 400, "body.arrow"),
        ("application/x-ndjson", {"Idempotency-Key": "k" * 201}, 422, "request.parameter"),
    ],
)
def test_bodies_that_are_not_read(send: Send, form: str, headers: dict[str, str], status: int, code: str) -> None:
    answer = send(b"nonsense", form=form, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["what"]["zh"]


@pytest.mark.parametrize(
    "body",
    [
        b"project_id,day\rP1,2026-01-01\r",  # lines end with a bare carriage return
        b"p\r\xc3\x90\x1b",
        b'"project_id,day\n',  # a quotation mark that never ends
        b"x" * 200_000 + b"\n",  # longer than a field may be
        b"\xff\xfe\x00",
        b"project_id\x00\n",
    ],
)
def test_odd_heads_of_csv_are_refused_with_words(send: Send, body: bytes) -> None:
    answer = send(body, form="text/csv")
    assert answer.status_code == 400, answer.content
    assert answer.json()["what"]["zh"]


def test_only_a_live_token_with_the_scope_gets_in(client: Client, opened: Opened, wired: Wiring) -> None:
    for headers in ({}, {"Authorization": "Bearer x"}, {"Authorization": "Basic eDp5"}, {"Authorization": "Bearer"}):
        answer = client.post("/api/v1/facts/attendance", b"", content_type="text/csv", headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (401, "token.invalid")
        assert answer["WWW-Authenticate"].startswith("Bearer")
    form = {"grant_type": "client_credentials", "scope": "facts:people"}
    basic = client.post("/api/v1/token", form, headers={"Authorization": _basic(opened)}).json()
    assert (basic["token_type"], basic["expires_in"], basic["scope"]) == ("Bearer", 3600, "facts:people")
    bearer = {"Authorization": f"Bearer {basic['access_token']}"}
    answer = client.post("/api/v1/facts/attendance", b"", content_type="text/csv", headers=bearer)
    assert (answer.status_code, answer.json()["code"]) == (403, "token.scope")
    revoke_credential(opened.credential.appid, by=None, now=wired.clock.now())
    answer = client.post("/api/v1/facts/people", b"", content_type="text/csv", headers=bearer)
    assert answer.status_code == 401


def _basic(opened: Opened) -> str:
    return "Basic " + b64encode(f"{opened.credential.appid}:{opened.secret}".encode()).decode()


@pytest.mark.parametrize(
    ("form", "status", "error"),
    [
        ({"grant_type": "client_credentials", "client_secret": "wrong"}, 401, "invalid_client"),
        ({"grant_type": "client_credentials", "client_id": "xa\0"}, 401, "invalid_client"),
        ({"grant_type": "password"}, 400, "unsupported_grant_type"),
        ({}, 400, "invalid_request"),
        ({"grant_type": "client_credentials", "scope": "facts:wishes"}, 400, "invalid_scope"),
    ],
)
def test_tokens_that_are_not_given(
    client: Client, opened: Opened, form: dict[str, str], status: int, error: str
) -> None:
    right = {"client_id": opened.credential.appid, "client_secret": opened.secret}
    answer = client.post("/api/v1/token", {**right, **form})
    assert (answer.status_code, answer.json()["error"]) == (status, error)
    assert answer["Cache-Control"] == "no-store"
    assert opened.secret.encode() not in answer.content


def test_another_projects_batches_are_not_there(client: Client, send: Send, wired: Wiring, token: str) -> None:
    number = send(ndjson(punches())).json()["batch"]
    other = open_credential(
        project_id=ProjectFactory().pk, name="x", by=None, now=wired.clock.now(), keyring=wired.keyring
    )
    form = {"grant_type": "client_credentials"}
    stranger = client.post("/api/v1/token", form, headers={"Authorization": _basic(other)}).json()["access_token"]
    for who, status in ((token, 200), (stranger, 404)):
        answer = client.get(f"/api/v1/batches/{number}", headers={"Authorization": f"Bearer {who}"})
        assert answer.status_code == status
    for number in (0, -1, 2**63, 2**70):
        answer = client.get(f"/api/v1/batches/{number}", headers={"Authorization": f"Bearer {token}"})
        assert answer.status_code in {404, 422}


def test_a_single_fact_is_kept_at_once_and_taken_soon(send: Send, client: Client, token: str, wired: Wiring) -> None:
    first, second, *_others = punches()
    unknown = {**second, "enterprise_code": site.credit_code(55)}
    answers = [send(json.dumps(row).encode(), form="application/json") for row in (first, second, unknown)]
    assert [answer.status_code for answer in answers] == [202, 202, 202]
    assert not Punch.objects.exists()
    with_name = WaitingFact.objects.values_list("sealed", flat=True)
    assert all(first["identity"] not in sealed for sealed in with_name)

    now, keyring = wired.clock.now(), wired.keyring
    while take_waiting(now=now, keyring=keyring):
        pass
    told = []
    for answer in answers:
        place = f"/api/v1/facts/attendance/{answer.json()['fact']}"
        told.append(client.get(place, headers={"Authorization": f"Bearer {token}"}).json())
    assert [each["state"] for each in told] == ["taken", "taken", "refused"]
    assert [error["code"] for error in told[2]["errors"]] in (["row.unknown_unit"], ["row.duplicate"])
    assert Punch.objects.count() == 2
    assert not WaitingFact.objects.exclude(sealed="").exists()


def test_a_single_fact_that_is_wrong_by_itself_is_refused_at_once(send: Send) -> None:
    wrong = {**punches()[0], "direction": "sideways"}
    for body in (wrong, [wrong], "x", {**wrong, "a": {"b": 1}}):
        answer = send(json.dumps(body).encode(), form="application/json")
        assert (answer.status_code, answer.json()["state"]) == (422, "refused")
    assert not WaitingFact.objects.exists()


def test_a_single_facts_key(send: Send) -> None:
    first, second, *_others = punches()
    key = {"Idempotency-Key": "one"}
    answers = [send(json.dumps(row).encode(), form="application/json", headers=key) for row in (first, first, second)]
    assert [answer.status_code for answer in answers] == [202, 202, 409]
    assert answers[0].json() == answers[1].json()
    assert WaitingFact.objects.count() == 1


def test_later_facts_about_the_same_correct_earlier_ones(send: Send, wired: Wiring) -> None:
    names = {column.title: column.name for column in sheet_of_kind("payroll").columns}
    (line, *_others) = site.payroll(HANDS, month="2026-10", days=2, paid_on=date(2026, 11, 13))
    row = {names[title]: cell for title, cell in line.items()}
    for payable in ("500.00", "600.00", "700.00"):
        body = json.dumps({**row, "payable": payable}, default=str).encode()
        assert send(body, table="payroll", form="application/json").status_code == 202
    while take_waiting(now=wired.clock.now(), keyring=wired.keyring):
        pass
    assert [str(each) for each in PayrollLine.objects.values_list("payable", flat=True)] == ["700.00"]


def test_use_is_counted(send: Send, opened: Opened) -> None:
    rows = punches()
    rows[0]["direction"] = "x"
    send(ndjson(rows))
    send(b"x", form="text/html")
    write_uses()
    use = CredentialUse.objects.get(credential=opened.credential)
    assert (use.requests, use.refused, use.rows, use.refused_rows, use.refusal) == (2, 1, 12, 1, "body.type")
