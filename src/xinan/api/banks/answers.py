"""What a bank is answered: in JSON both languages, in XML the code and one Chinese sentence."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import escape

from django.http import HttpResponse, JsonResponse

from xinan.api.banks.reading_xml import THEIR_NAMES
from xinan.intake.actions.take_messages import Answer
from xinan.intake.reading.faults import Fault
from xinan.kernel.errors import XinanError

DONE = "0"


def json_answer(answers: Sequence[Answer]) -> HttpResponse:
    """An answer for each message, in order."""
    results = [
        {
            "place": answer.place,
            "type": answer.type,
            "code": DONE if answer.taken else answer.faults[0].code,
            "faults": [_fault(fault) for fault in answer.faults],
        }
        for answer in answers
    ]
    refused = sum(not answer.taken for answer in answers)
    body = {"code": DONE, "taken": len(answers) - refused, "refused": refused, "results": results}
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


def json_refusal(error: XinanError, *, status: int) -> HttpResponse:
    """None of the request was taken."""
    body = {"code": error.code, "message": _both(error.what), "remedy": _both(error.remedy)}
    return JsonResponse(body, status=status, json_dumps_params={"ensure_ascii": False})


def xml_answer(answers: Sequence[Answer], *, many: bool) -> HttpResponse:
    """`Response`, or `Responses` for a body of several messages."""
    parts = "".join(_response(answer, numbered=many) for answer in answers)
    return _xml(f"<Responses>{parts}</Responses>" if many else parts)


def xml_refusal(error: XinanError, *, status: int) -> HttpResponse:
    """None of the request was taken."""
    return _xml(_coded(error.code, f"{error.what.zh}{error.remedy.zh}"), status=status)


def _response(answer: Answer, *, numbered: bool) -> str:
    if answer.taken:
        return _coded(DONE, "成功", place=answer.place if numbered else None)
    names = THEIR_NAMES.get(answer.type, {})
    said = "；".join(
        f"{names.get(fault.column, fault.column)}：{fault.what.zh}{fault.remedy.zh}" for fault in answer.faults
    )
    return _coded(answer.faults[0].code, said, place=answer.place if numbered else None)


def _coded(code: str, message: str, *, place: int | None = None) -> str:
    number = "" if place is None else f' place="{place}"'
    return f"<Response{number}><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Response>"


def _xml(text: str, *, status: int = 200) -> HttpResponse:
    body = f'<?xml version="1.0" encoding="UTF-8"?>{text}'
    return HttpResponse(body.encode(), status=status, content_type="application/xml; charset=utf-8")


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "field": fault.column,
        "code": fault.code,
        "message": _both(fault.what),
        "remedy": _both(fault.remedy),
    }


def _both(text: Any) -> dict[str, str]:
    return {"zh": text.zh, "en": text.en}
