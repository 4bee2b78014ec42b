"""docs/national-interface.md: methods, fields, limits, codes of the national interface, from the tables it works by."""

from collections.abc import Iterable

from django.conf import settings

from xinan.intake.national.answer_codes import WORDS, Code
from xinan.intake.national.codes import TABLES
from xinan.intake.national.fields import Field, Kind
from xinan.intake.national.method import MOST_LINES, Method
from xinan.intake.national.methods import METHODS
from xinan.intake.national.methods_asking import MOST_ROWS
from xinan.intake.national.values import LARGEST_IMAGE, LARGEST_SCAN
from xinan.jobs.reference import markdown

_INTRODUCTION = """# National interface: methods, fields, codes

`POST /open.api`, as 《全国建筑工人管理服务信息平台数据接口标准(试行)》 has it. How to connect a system is told in
[connect a site system](user-guide/site-systems.md); this page is the reference."""
_WHEN: dict[Code, str] = {
    Code.OK: "taken into custody (a write), or answered (a question)",
    Code.PARAMETER: "a public parameter or a field is wrong, the nonce was used before, the timestamp is too far off; "
    "`data.errors` lists line, field, message, remedy",
    Code.SIGNATURE: "the message names the step to check",
    Code.NO_RIGHT: "another project than the appid's, or a kind of data the credential was not opened for",
    Code.ADDRESS: "wrong signatures keep coming from this address; the message says for how long",
    Code.TOO_OFTEN: "more requests than this appid may send; the message and `Retry-After` say how long to wait",
}


def page() -> str:
    """The whole page."""
    return markdown.page(
        _INTRODUCTION,
        "## Codes",
        markdown.table(
            ("code", "message begins with", "when"),
            ((f"`{int(code)}`", f"{WORDS[code].zh} {WORDS[code].en}", _WHEN[code]) for code in Code),
        ),
        "## Limits",
        markdown.table(("limit", "value"), _limits()),
        "## Methods",
        markdown.table(("method", "", "lines in", "the standard's limit"), (_listed(one) for one in METHODS.values())),
        *(_method(one) for one in METHODS.values()),
        "## Code tables",
        *(
            f"**{name}** {table.name.zh}: " + ", ".join(f"`{code}` {words}" for code, words in table.entries.items())
            for name, table in TABLES.items()
        ),
    )


def _limits() -> Iterable[tuple[str, str]]:
    own = settings.XINAN_NATIONAL
    yield "lines in one message", f"{MOST_LINES:,}"
    yield "body, unpacked (`Content-Encoding: gzip` is taken)", f"{own['largest_body'] // 1024 // 1024} MB"
    yield "photograph (jpg, png)", f"{LARGEST_IMAGE // 1024} KB"
    yield "attachment, voucher", f"{LARGEST_SCAN // 1024 // 1024} MB"
    yield "rows of a page (`pageSize`)", str(MOST_ROWS)
    yield "how far `timestamp` may be off", f"{own['window_minutes']} minutes"
    rate = settings.XINAN_API_RATE
    yield "requests a second of one appid, in one process", f"{rate['rate']:g}, {rate['burst']:g} at once"


def _listed(method: Method) -> tuple[str, str, str, str]:
    published = str(method.published) if method.published else ""
    return f"[{method.name}](#{method.name.lower().replace('.', '')})", method.title, f"{method.lines_name}", published


def _method(method: Method) -> str:
    parts = [f"### {method.name}", f"{method.title}."]
    if method.body:
        parts.append(markdown.table(("field", "", "", "M"), _fields(method.body)))
    if method.lines:
        alone = ", or one line in the body itself" if method.alone else ""
        parts.append(f"`{method.lines_name}[]`{alone}:")
        parts.append(markdown.table(("field", "", "", "M"), _fields(method.lines)))
    return "\n\n".join(parts)


def _fields(fields: Iterable[Field], *, within: str = "") -> Iterable[tuple[str, str, str, str]]:
    for field in fields:
        yield f"{within}{field.name}", field.title, _kind(field), "M" if field.mandatory else ""
        yield from _fields(field.parts, within=f"{within}{field.name}[].")


def _kind(field: Field) -> str:
    words = [field.kind.value if field.kind is not Kind.TEXT else f"text, {field.length}"]
    if field.encrypted:
        words.append("AES")
    if field.past:
        words.append("not after today")
    if field.most:
        words.append(f"at most {field.most}")
    return ", ".join(words)
