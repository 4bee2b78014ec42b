"""`/api/v1/facts/{table}`: facts in batches, or one by one."""

import json
from enum import Enum
from typing import Annotated, Any

from django.http import HttpRequest, HttpResponse
from ninja import Header, Query, Router, Status

from xinan.api.limits import GATE
from xinan.api.problems import Problem
from xinan.api.v1.access import CLIENT, check_scope, project_of, token_of
from xinan.api.v1.answers import BatchAnswer, Waiting, batch_answer, fact_answer, fault_answers
from xinan.api.v1.facts.bodies import body_of, form_of, requests_described
from xinan.gateways.wiring import wiring
from xinan.intake.credentials.uses import note_use
from xinan.intake.models import AccessToken, WaitingFact
from xinan.intake.native.body import Body
from xinan.intake.native.errors import LONGEST_LINE, broken, long_line
from xinan.intake.native.parts import record_of
from xinan.intake.native.receiving import LONGEST_KEY, Sent, receive
from xinan.intake.native.waiting import keep_fact
from xinan.intake.sheets import SHEETS, Sheet
from xinan.intake.sheets.catalogue import sheet_of_kind
from xinan.kernel.errors import NotFound, XinanError
from xinan.kernel.text import Text

router = Router(tags=["facts"])

Table = Enum("Table", {sheet.kind: sheet.kind for sheet in SHEETS}, type=str)  # type: ignore[misc]
_LARGEST = 2**63 - 1
_Key = Annotated[
    str, Header(alias="Idempotency-Key", max_length=LONGEST_KEY, description="Your own name for this sending.")
]
_Whole = Annotated[bool, Query(description="Take nothing if a row is wrong. Else the right rows are taken.")]
_PROBLEMS = {400: Problem, 401: Problem, 403: Problem, 404: Problem, 409: Problem, 413: Problem, 415: Problem}


@router.post(
    "/{table}",
    auth=CLIENT,
    response={200: BatchAnswer, 202: Waiting, 422: BatchAnswer | Waiting | Problem, **_PROBLEMS, 429: Problem},
    summary="Send facts",
    url_name="facts",
    openapi_extra={"requestBody": requests_described()},
)
def facts(
    request: HttpRequest,
    response: HttpResponse,
    table: Table,
    all_or_nothing: _Whole = False,
    idempotency_key: _Key = "",
) -> Status[dict[str, Any]]:
    """A stream of facts is answered when all of it is committed. A single one (`application/json`) is answered when it
    is kept for good, and taken within seconds; its own page says what became of it.

    The same Idempotency-Key with the same body is answered with the first answer, with another body with 409.
    """
    token, sheet = token_of(request), sheet_of_kind(table.value)
    try:
        with GATE.entered():
            check_scope(token, sheet=sheet)
            if request.content_type == "application/json":
                return _single(request, token, sheet, key=idempotency_key)
            return _batch(request, response, token, sheet, key=idempotency_key, whole=all_or_nothing)
    except XinanError as error:
        note_use(token.credential_id, now=wiring().clock.now(), refusal=error.code)
        raise


@router.get(
    "/{table}/{fact}",
    auth=CLIENT,
    response={200: Waiting, 401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem},
    summary="What became of a single fact",
    url_name="fact",
)
def fact_(request: HttpRequest, table: Table, fact: int) -> dict[str, Any]:
    """Waiting, taken or refused, and why. Facts are remembered here for 30 days."""
    with GATE.entered():
        token = token_of(request)
        own = WaitingFact.objects.filter(project_id=project_of(token), kind=table.value)
        found = own.filter(pk=fact).first() if 0 < fact <= _LARGEST else None
        if found is None:
            raise NotFound(
                "fact.unknown",
                Text("本项目没有这条数据。", "The project has no such fact."),
                Text("编号在报送的答复里，保留 30 天。", "Its number is in the answer to the sending, for 30 days."),
            )
        return fact_answer(found)


def _batch(
    request: HttpRequest, response: HttpResponse, token: AccessToken, sheet: Sheet, *, key: str, whole: bool
) -> Status[dict[str, Any]]:
    wired = wiring()
    sent = Sent(
        credential=token.credential,
        project_id=project_of(token),
        sheet=sheet,
        form=form_of(request),
        key=key,
        all_or_nothing=whole,
    )
    received = receive(sent, body_of(request), clock=wired.clock.now, keyring=wired.keyring)
    batch = received.batch
    if received.repeated:
        response["Idempotent-Replayed"] = "true"
    note_use(token.credential_id, now=wired.clock.now(), rows=batch.rows, refused_rows=batch.rejected)
    answer = batch_answer(batch)
    return Status(200 if answer["state"] == "done" else 422, answer)


def _single(request: HttpRequest, token: AccessToken, sheet: Sheet, *, key: str) -> Status[dict[str, Any]]:
    wired = wiring()
    now = wired.clock.now()
    record = record_of(1, _json_of(body_of(request)))
    kept = (
        record
        if isinstance(record, list)
        else keep_fact(
            record[1],
            credential=token.credential,
            project_id=project_of(token),
            sheet=sheet,
            key=key,
            now=now,
            keyring=wired.keyring,
        )
    )
    note_use(token.credential_id, now=now, rows=1, refused_rows=int(isinstance(kept, list)))
    if isinstance(kept, list):
        return Status(422, fault_answers(kept, sheet=sheet))
    return Status(202, fact_answer(kept))


def _json_of(body: Body) -> Any:
    content = bytearray()
    while piece := body.read(LONGEST_LINE):
        content += piece
        if len(content) > LONGEST_LINE:
            raise long_line(1)
    try:
        return json.loads(bytes(content))
    except (ValueError, RecursionError):
        raise broken(Text("内容不是 JSON。", "The body is not JSON."), code="json") from None
