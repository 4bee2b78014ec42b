"""Bodies of requests: in what they are written, and how that is described."""

from typing import Any

from django.http import HttpRequest

from xinan.intake.native.body import Body
from xinan.intake.native.errors import UnsupportedBody
from xinan.intake.native.receiving import Form
from xinan.kernel.text import Text

FORMS: dict[str, Form] = {
    "application/x-ndjson": Form.NDJSON,
    "application/ndjson": Form.NDJSON,
    "application/jsonl": Form.NDJSON,
    "text/csv": Form.CSV,
    "application/vnd.apache.arrow.stream": Form.ARROW,
}
_PUNCH = {
    "enterprise_code": "91220101MA0000000A",
    "identity": "11010519491231002X",
    "punched_at": "2026-03-05 06:58:12",
    "direction": "01",
    "passage": "001",
}
_SINGLE = "application/json"


def form_of(request: HttpRequest) -> Form:
    """The form of a body by its Content-Type; UnsupportedBody where it is none of ours."""
    form = FORMS.get(request.content_type or "")
    if form is None:
        known = ", ".join([_SINGLE, *FORMS])
        raise UnsupportedBody(
            "body.type",
            Text("不支持这种 Content-Type。", "This Content-Type is not read."),
            Text(f"可用：{known}。", f"There are: {known}."),
        )
    return form


def body_of(request: HttpRequest) -> Body:
    """The body as it comes; not held, not even to know its length."""
    encoding = request.headers.get("Content-Encoding", "").strip().lower()
    length = request.META.get("CONTENT_LENGTH") or ""
    if length.isdecimal():
        return Body(request, encoding=encoding, expected=int(length))
    # Chunked: Django takes a body without length for none, the server knows where it ends.
    if request.META.get("wsgi.input_terminated"):
        return Body(request.META["wsgi.input"], encoding=encoding)
    return Body(request, encoding=encoding)


def requests_described() -> dict[str, Any]:
    """The body in OpenAPI: every form, with an example."""
    row = {
        "type": "object",
        "description": "Fields and their spellings: docs/data-formats.md.",
        "additionalProperties": {"type": ["string", "number", "boolean", "null"]},
    }
    line = ", ".join(f'"{name}": "{value}"' for name, value in _PUNCH.items())
    text = {"type": "string"}
    return {
        "required": True,
        "content": {
            _SINGLE: {"schema": row, "example": _PUNCH},
            "application/x-ndjson": {"schema": text, "example": f"{{{line}}}\n"},
            "text/csv": {"schema": text, "example": f"{','.join(_PUNCH)}\n{','.join(_PUNCH.values())}\n"},
            "application/vnd.apache.arrow.stream": {"schema": {"type": "string", "format": "binary"}},
        },
    }
