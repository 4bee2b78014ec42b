"""`/api/banks/`: messages in JSON and XML, and the batches a bank is to pay."""

from collections.abc import Callable
from functools import wraps

import structlog
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from xinan.api.banks import reading_json, reading_xml
from xinan.api.banks.answers import json_answer, json_refusal, xml_answer, xml_refusal
from xinan.api.banks.signing import APPID, Unauthorised, bank_of
from xinan.api.limits import GATE, RATE, TooMany
from xinan.gateways.wiring import wiring
from xinan.intake.actions.take_messages import Answer, may_send, take_messages
from xinan.intake.banks.handing_over import Waiting, payees_of, waiting_batches
from xinan.intake.banks.message import Matter, Message
from xinan.intake.credential_models import Credential
from xinan.intake.credentials.uses import note_use
from xinan.kernel.errors import InvalidValue, NotAllowed, NotFound, XinanError
from xinan.kernel.text import Text

log = structlog.get_logger(__name__)
Refuse = Callable[..., HttpResponse]
_SIGNED = "signature of a bank's credential"


def signed_by_bank(*, methods: list[str], largest: int, refuse: Refuse) -> Callable[..., Callable[..., HttpResponse]]:
    """The view is for a bank that signed the request, and for nobody else; what is wrong is told in its own form."""

    def decorate(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @csrf_exempt
        @require_http_methods(methods)
        @wraps(view)
        def guarded(request: HttpRequest) -> HttpResponse:
            try:
                RATE.check(f"bank {request.headers.get(APPID, '')[:64]}")
                _check_length(request, largest)
                with GATE.entered():
                    return _answered(view, request, refuse)
            except XinanError as error:
                return _refused(error, refuse)

        guarded.access_policy = _SIGNED  # type: ignore[attr-defined]
        return guarded

    return decorate


def _answered(view: Callable[..., HttpResponse], request: HttpRequest, refuse: Refuse) -> HttpResponse:
    wired = wiring()
    now = wired.clock.now()
    bank = bank_of(request, now=now, keyring=wired.keyring)
    try:
        return view(request, bank)
    except XinanError as error:
        note_use(bank.pk, now=now, refusal=error.code)
        return _refused(error, refuse)


@signed_by_bank(methods=["POST"], largest=reading_json.LARGEST_BODY, refuse=json_refusal)
def messages(request: HttpRequest, bank: Credential) -> HttpResponse:
    """One or many messages in JSON."""
    found = reading_json.read_json(request.body)
    return json_answer(_take(found, request, bank, strict=True))


@signed_by_bank(methods=["POST"], largest=reading_xml.LARGEST_BODY, refuse=xml_refusal)
def xml_messages(request: HttpRequest, bank: Credential) -> HttpResponse:
    """One of the four messages in XML, or several in `Messages`."""
    found, many = reading_xml.read_xml(request.body)
    return xml_answer(_take(found, request, bank, strict=False), many=many)


@signed_by_bank(methods=["GET"], largest=0, refuse=json_refusal)
def batches(request: HttpRequest, bank: Credential) -> HttpResponse:
    """The batches that wait for the bank; with `project` and `batchNo`, the people of one."""
    wired = wiring()
    if not may_send(bank, Matter.PAYOUTS):
        raise NotAllowed("bank.not_allowed", *_NOT_ALLOWED)
    note_use(bank.pk, now=wired.clock.now())
    project_id, number = request.GET.get("project", ""), request.GET.get("batchNo", "")
    if not number:
        return _json({"batches": [_waiting(each) for each in waiting_batches(bank)]})
    payees = payees_of(bank, project_id=project_id[:64], number=number[:64], keyring=wired.keyring)
    if payees is None:
        raise NotFound("bank.unknown_batch", *_UNKNOWN_BATCH)
    log.info("batch handed to its bank", appid=bank.appid, project=project_id[:64], lines=len(payees))
    lines = [
        {
            "lineNo": payee.line,
            "name": payee.name,
            "idNumber": payee.identity,
            "card": payee.card,
            "phone": payee.phone,
            "amount": str(payee.amount),
        }
        for payee in payees
    ]
    return _json({"project": project_id, "batchNo": number, "lines": lines})


def _take(found: list[Message], request: HttpRequest, bank: Credential, *, strict: bool) -> list[Answer]:
    wired = wiring()
    now = wired.clock.now()
    answers = take_messages(found, bank=bank, body=request.body, now=now, keyring=wired.keyring, strict=strict)
    note_use(bank.pk, now=now, rows=len(answers), refused_rows=sum(not answer.taken for answer in answers))
    return answers


def _waiting(batch: Waiting) -> dict[str, object]:
    return {
        "project": batch.project_id,
        "batchNo": batch.number,
        "account": batch.account_masked,
        "wageMonth": batch.wage_month,
        "lines": batch.lines,
        "total": str(batch.total),
    }


_NOT_ALLOWED = (
    Text("本凭证不能取代发批次。", "This credential may not fetch payment batches."),
    Text("请用有权限的凭证，或联系平台运维。", "Use one that may, or ask the platform's operators."),
)
_UNKNOWN_BATCH = (
    Text("本行的账户没有这个代发批次。", "None of your accounts has this payment batch."),
    Text("请核对项目编号和批次号。", "Check the number of the project and of the batch."),
)


def _check_length(request: HttpRequest, largest: int) -> None:
    said = request.META.get("CONTENT_LENGTH") or "0"
    if int(said) > largest:
        raise _TooLarge(largest)


class _TooLarge(InvalidValue):
    """A body beyond the limit; it is not read."""

    def __init__(self, largest: int) -> None:
        what = Text(f"正文超过 {largest // 1024} KB。", f"The body is larger than {largest // 1024} KB.")
        super().__init__("bank.large", what, Text("请分几次报送。", "Send it in several requests."))


def _refused(error: XinanError, refuse: Refuse) -> HttpResponse:
    response = refuse(error, status=_status(error))
    if isinstance(error, TooMany):
        response.headers["Retry-After"] = str(error.wait)
    return response


def _status(error: XinanError) -> int:
    for kind, status in ((TooMany, 429), (_TooLarge, 413), (Unauthorised, 401), (NotAllowed, 403), (NotFound, 404)):
        if isinstance(error, kind):
            return status
    return 400


def _json(body: dict[str, object]) -> HttpResponse:
    response = JsonResponse(body, json_dumps_params={"ensure_ascii": False})
    response.headers["Cache-Control"] = "no-store"
    return response
