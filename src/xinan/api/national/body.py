"""The body of a request: unpacked within its limit, and taken apart. Nothing a sender does here can cost much."""

import zlib
from urllib.parse import parse_qsl

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, UnreadablePostError

from xinan.api.national.answers import Refusal
from xinan.intake.national.answer_codes import Code
from xinan.kernel.text import Text

FORM = "application/x-www-form-urlencoded"
_MOST_PARAMETERS = 20


def parameters_of(request: HttpRequest) -> dict[str, str]:
    """The public parameters. Raises Refusal."""
    if request.method != "POST":
        raise _refusal("method", Text("只接受 POST 请求。", "POST only."), Text("请改用 POST。", "Use POST."))
    if request.content_type != FORM:
        raise _refusal(
            "content_type",
            Text("Content-Type 不正确。", "Wrong content type."),
            Text(f"应为 {FORM}，编码 UTF-8。", f"{FORM}, in UTF-8."),
        )
    raw = _unpacked(request, _raw(request))
    try:
        pairs = parse_qsl(raw.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=_MOST_PARAMETERS)
    except ValueError:
        # `from None`: the cause would hold the body.
        raise _refusal(
            "form",
            Text("请求体不是表单格式。", "The body is no form."),
            Text(
                "应为 名=值 以 & 连接，值按 UTF-8 做 URL 编码，参数不多于 20 个。", "name=value joined by &, in UTF-8."
            ),
        ) from None
    found = dict(pairs)
    if len(found) != len(pairs):
        raise _refusal(
            "twice", Text("有参数出现两次。", "A parameter came twice."), Text("每个参数只传一次。", "Once each.")
        )
    return found


def _raw(request: HttpRequest) -> bytes:
    try:
        length = int(request.headers.get("Content-Length") or 0)
        if length > _largest():
            raise _too_large()
        return request.body
    except (ValueError, RequestDataTooBig):
        raise _too_large() from None
    except UnreadablePostError:
        raise _refusal(
            "broken_off", Text("请求没有传完。", "The request broke off."), Text("请重新发送。", "Send it again.")
        ) from None


def _unpacked(request: HttpRequest, raw: bytes) -> bytes:
    encoding = request.headers.get("Content-Encoding", "identity").strip().lower()
    if encoding in ("", "identity"):
        return raw
    if encoding != "gzip":
        raise _refusal(
            "encoding",
            Text("Content-Encoding 不支持。", "Unknown content encoding."),
            Text("不压缩，或用 gzip。", "None, or gzip."),
        )
    unpacker = zlib.decompressobj(wbits=16 + zlib.MAX_WBITS)
    try:
        content = unpacker.decompress(raw, _largest() + 1)
    except zlib.error:
        content = b""
    if len(content) > _largest():
        raise _too_large()
    if not unpacker.eof:
        raise _refusal(
            "gzip",
            Text("请求体不是完整的 gzip。", "The body is no whole gzip."),
            Text("请检查压缩，或不压缩。", "Check the packing, or send it as it is."),
        )
    return content


def _largest() -> int:
    return int(settings.XINAN_NATIONAL["largest_body"])


def _too_large() -> Refusal:
    limit = _largest() // 1024 // 1024
    return _refusal(
        "too_large",
        Text(f"请求体大于 {limit}MB。", f"The body is larger than {limit} MB."),
        Text("请减少每次的行数，或压缩照片（每张不超过 50KB）。", "Send fewer lines, or smaller photographs."),
    )


def _refusal(name: str, what: Text, remedy: Text) -> Refusal:
    return Refusal(Code.PARAMETER, what, remedy, name=f"national.{name}")
