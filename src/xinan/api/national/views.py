"""The one address of the interface."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from xinan.api.limits import GATE, RATE, TooMany
from xinan.api.national.answers import Refusal, answered, refused
from xinan.api.national.body import parameters_of
from xinan.api.national.senders import Sender, Signatures
from xinan.gateways.wiring import wiring
from xinan.intake.credential_models import Credential
from xinan.intake.credentials.uses import note_use
from xinan.intake.national.actions.receive_message import receive_message
from xinan.intake.national.answer_codes import WORDS, Code
from xinan.intake.national.asking.asked import Question
from xinan.intake.national.asking.questions import QUESTIONS
from xinan.intake.national.asking.results import result_of
from xinan.intake.national.messages import Message, Unreadable, parsed, read_message
from xinan.intake.national.method import Method
from xinan.intake.national.methods import METHODS
from xinan.intake.national.methods_asking import MOST_ROWS
from xinan.intake.national.nonces import use_nonce
from xinan.intake.national.values import Reading
from xinan.intake.reading.faults import Fault
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text

SIGNATURES = Signatures()
_MOST_TOLD = 5  # faults told in a message


class _Handling:
    """One request: who sends, and what is said to them. Knows the sender once its signature was right."""

    def __init__(self, request: HttpRequest, *, now: datetime, keyring: Keyring) -> None:
        self.now, self.keyring = now, keyring
        self.language = "en" if request.headers.get("Accept-Language", "").lower().startswith("en") else "zh"
        self._request = request
        self._credential: Credential | None = None
        self._rows = self._refused_rows = 0

    def answer(self) -> HttpResponse:
        """The answer, whatever came; the use of the credential is counted."""
        refusal = ""
        try:
            with GATE.entered():
                response = self._answer(parameters_of(self._request))
        except Refusal as no:
            refusal, response = no.name, refused(no, language=self.language)
        except TooMany as excess:
            wait = Refusal(Code.TOO_OFTEN, excess.what, excess.remedy, name=excess.code, wait=excess.wait)
            refusal, response = wait.name, refused(wait, language=self.language)
        if self._credential is not None:
            note_use(
                self._credential.pk, now=self.now, rows=self._rows, refused_rows=self._refused_rows, refusal=refusal
            )
        return response

    def _answer(self, parameters: dict[str, str]) -> HttpResponse:
        address = self._request.META.get("REMOTE_ADDR", "")
        sender = SIGNATURES.sender_of(parameters, address=address, now=self.now, keyring=self.keyring)
        self._credential = sender.credential
        RATE.check(sender.credential.appid)
        method = _method_of(parameters, sender.credential)
        if method.name == "CheckSign.Query":
            self._use_nonce(sender)
            return self._ok({"checkSign": True}, Text("签名正确。", "The signature is right."))
        message = self._message(method, parameters["data"], sender)
        if method.writes:
            return self._receive(message, sender)
        self._use_nonce(sender)
        if method.name == "AsyncHandleResult.Query":
            return self._result(message, sender)
        return self._ask(message, sender)

    def _message(self, method: Method, data: str, sender: Sender) -> Message:
        try:
            body = parsed(data)
        except Unreadable:
            raise Refusal(
                Code.PARAMETER,
                Text("data不是JSON对象。", "data is no JSON object."),
                Text("应为 {…} 形式的 JSON，编码 UTF-8。", "A JSON object in UTF-8."),
                name="national.data",
            ) from None
        message = read_message(method, body, Reading(self.now.date(), sender.cipher))
        self._rows = len(message.lines) + len({fault.row for fault in message.faults if fault.row})
        self._refused_rows = self._rows - len(message.lines)
        if message.unusable:
            raise _faulty(message.faults, language=self.language)
        _check_project(message, sender.credential)
        return message

    def _receive(self, message: Message, sender: Sender) -> HttpResponse:
        message.body["projectCode"] = sender.credential.appid
        receipt = receive_message(
            message, credential=sender.credential, use=sender.use, now=self.now, keyring=self.keyring
        )
        if receipt.again:
            raise _used_before(receipt.serial)
        return self._ok({"requestSerialCode": receipt.serial})

    def _use_nonce(self, sender: Sender) -> None:
        if not use_nonce(sender.use):
            raise _used_before("")

    def _result(self, message: Message, sender: Sender) -> HttpResponse:
        serial = message.body["requestSerialCode"]
        found = result_of(serial, project_id=sender.credential.project_id or "", language=self.language)
        if found is None:
            raise Refusal(
                Code.PARAMETER,
                Text("requestSerialCode无效。", "requestSerialCode is not valid."),
                Text("请使用本项目上传时返回的序列编码。", "Use one that this project's own uploads were answered."),
                name="national.serial",
            )
        return self._ok(found)

    def _ask(self, message: Message, sender: Sender) -> HttpResponse:
        _check_page(message)
        question = Question(
            sender.credential.project_id or "", sender.credential.appid, message.body, sender.cipher, self.keyring
        )
        page = QUESTIONS[message.method](question)
        return self._ok(
            {
                "pageIndex": question.first // question.size,
                "pageSize": question.size,
                "totalCount": page.total,
                "rows": [question.closed(row) for row in page.rows],
            }
        )

    def _ok(self, data: dict[str, Any], message: Text = WORDS[Code.OK]) -> HttpResponse:
        return answered(Code.OK, message.in_language(self.language), data)


def _method_of(parameters: dict[str, str], credential: Credential) -> Method:
    method = METHODS.get(parameters["method"])
    if method is None:
        raise Refusal(
            Code.PARAMETER,
            Text("method不存在。", "No such method."),
            Text("应为 对象.动作，如 WorkerAttendance.Add。", "Object.Action, such as WorkerAttendance.Add."),
            name="national.method",
        )
    if credential.project_id is None:
        raise _no_right(Text("该 appid 不是项目的接入编号。", "This appid is no project's."))
    if method.writes and credential.scopes and method.batch_kind not in credential.scopes:
        raise _no_right(Text(f"该 appid 不能调用 {method.name}。", f"This appid may not call {method.name}."))
    return method


def _no_right(what: Text) -> Refusal:
    return Refusal(
        Code.NO_RIGHT,
        what,
        Text(
            "请由施工总承包单位在平台的接口凭证页面核对。", "The general contractor sees to it on the credentials page."
        ),
        name="national.no_right",
    )


def _check_project(message: Message, credential: Credential) -> None:
    """A credential speaks of its own project alone, by whichever of its two names."""
    said = message.body.get("projectCode")
    if said is not None and said not in (credential.appid, credential.project_id):
        raise _no_right(Text("projectCode与appid不是同一个项目。", "projectCode is another project than the appid's."))


def _check_page(message: Message) -> None:
    index, size = int(message.body.get("pageIndex", "0")), int(message.body.get("pageSize", "20"))
    if index < 0 or not 1 <= size <= MOST_ROWS:
        raise Refusal(
            Code.PARAMETER,
            Text("pageIndex或pageSize超出范围。", "pageIndex or pageSize is out of range."),
            Text(f"pageIndex 从 0 开始，pageSize 为 1 至 {MOST_ROWS}。", f"From 0, and 1 to {MOST_ROWS}."),
            name="national.page",
        )


def _faulty(faults: list[Fault], *, language: str) -> Refusal:
    """Nothing of the message can be taken: its faults, the first in words, all of them as data."""
    told = faults[:_MOST_TOLD]
    more = Text("…" if len(faults) > _MOST_TOLD else "", " …" if len(faults) > _MOST_TOLD else "")
    what = Text(
        "".join(f"{_line(fault).zh}{fault.what.zh}{fault.remedy.zh}" for fault in told) + more.zh,
        " ".join(f"{_line(fault).en}{fault.what.en} {fault.remedy.en}" for fault in told) + more.en,
    )
    errors = [
        {
            "line": fault.row,
            "field": fault.column,
            "code": fault.code,
            "message": fault.what.in_language(language),
            "remedy": fault.remedy.in_language(language),
        }
        for fault in faults[:1000]
    ]
    return Refusal(Code.PARAMETER, what, Text("", ""), name="national.faulty", data={"errors": errors})


def _line(fault: Fault) -> Text:
    return Text(f"第{fault.row}行：", f"Line {fault.row}: ") if fault.row else Text("", "")


def _used_before(serial: str) -> Refusal:
    told = (
        Text(f"首次请求的序列编码为 {serial}。", f"The first request's serial is {serial}.") if serial else Text("", "")
    )
    return Refusal(
        Code.PARAMETER,
        Text("nonce已使用过，请求未重复处理。", "This nonce was used before; nothing was taken again."),
        Text(f"{told.zh}每次请求须用新的 nonce。", f" {told.en} Use a new nonce for each request."),
        name="national.nonce",
        data={"requestSerialCode": serial} if serial else None,
    )


@csrf_exempt
def open_api(request: HttpRequest) -> HttpResponse:
    """Every request of the interface; guarded by the signature of the credential it names."""
    wired = wiring()
    return _Handling(request, now=wired.clock.now(), keyring=wired.keyring).answer()


_declared: Callable[[HttpRequest], HttpResponse] = open_api
# What the house's test of routes looks for: no session, but an appid and its signature.
_declared.access_policy = "signature"  # type: ignore[attr-defined]
