"""A volume as a zip archive: index.html to read, contents.csv to reckon with, papers beside them, and digests of it all."""

import csv
import io
import zipfile
from collections.abc import Iterator, Sequence
from html import escape
from typing import Final

from xinan.casework.dossier.items import Item
from xinan.casework.dossier.printing.cleaning import PDF, PICTURES, clean_pdf, clean_picture
from xinan.casework.dossier.printing.volume import Progress, Volume, paper_name
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.text import Text

_CONTENTS: Final = Text("目录", "Contents")
_COLUMNS: Final = (
    Text("序号", "Number"),
    Text("部分", "Part"),
    Text("条目", "Item"),
    Text("附件", "Papers"),
)
_STYLE: Final = (
    "body{font:15px/1.7 'Noto Sans SC','Microsoft YaHei',sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c2733}"
    "h1{font-size:1.6rem}h2{font-size:1.2rem;border-bottom:1px solid #bbb;margin-top:2.5rem}h3{font-size:1rem;margin:1.5rem 0 .3rem}"
    "dl{display:grid;grid-template-columns:9rem 1fr;gap:.1rem 1rem;margin:0}dt{color:#555}dd{margin:0}"
    "table{border-collapse:collapse;margin:.5rem 0}td,th{border:1px solid #bbb;padding:.2rem .5rem;text-align:left}"
    "pre{white-space:pre-wrap;font:inherit;margin:.5rem 0}"
)


def pack(
    volume: Volume, *, chain: Sequence[tuple[int, str, str, str]] = (), progress: Progress = lambda done, total: None
) -> bytes:
    """The archive. Every file in it is dated the day it was made, whenever its content came into being.

    `chain` is the seal to go with a full file: position, key, digest of the content, digest of the chain.
    """
    out = io.BytesIO()
    digests: list[tuple[str, int, str]] = []
    names: dict[str, list[str]] = {}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, content: bytes) -> None:
            info = zipfile.ZipInfo(name, date_time=(*volume.made_on.timetuple()[:3], 0, 0, 0))
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(info, content)
            digests.append((name, len(content), sm3_hex(content)))

        for done, (number, item) in enumerate(volume.numbered(), start=1):
            names[number] = []
            for place, paper in enumerate(item.papers, start=1):
                content, media_type = _clean(paper.read(), paper.media_type)
                name = f"papers/{paper_name(number, place, media_type)}"
                names[number].append(name)
                put(name, content)
            progress(done, len(volume.items))
        put("index.html", _page(volume, names).encode())
        put("contents.csv", _csv([[volume.say(each) for each in _COLUMNS], *_contents(volume, names)]))
        if chain:
            put("seal.csv", _csv([["position", "item", "content", "digest"], *([*map(str, row)] for row in chain)]))
        put(
            "digests.csv",
            _csv([["file", "bytes", "SM3"], *([name, str(size), digest] for name, size, digest in digests)]),
        )
    return out.getvalue()


def _clean(content: bytes, media_type: str) -> tuple[bytes, str]:
    """A paper as it may leave; one that cannot be cleaned is left out, said by a file of no bytes."""
    if media_type in PICTURES:
        return clean_picture(content) or b"", "image/jpeg"
    return (clean_pdf(content) or b"", media_type) if media_type == PDF else (content, media_type)


def _contents(volume: Volume, names: dict[str, list[str]]) -> Iterator[list[str]]:
    for number, item in volume.numbered():
        yield [number, volume.part_title(item), volume.say(item.title), " ".join(names[number])]


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    out = io.StringIO()
    csv.writer(out).writerows([[_cell(value) for value in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def _cell(value: str) -> str:
    """No cell is a formula to the program that opens it."""
    return f"'{value}" if value[:1] in "=+-@\t\r" and value else value


def _page(volume: Volume, names: dict[str, list[str]]) -> str:
    body = [f"<h1>{escape(volume.say(volume.title))}</h1><p>{escape(volume.number)}</p>", _lines(volume, volume.notes)]
    body.append(f"<h2>{escape(volume.say(_CONTENTS))}</h2><ol>")
    body += [
        f'<li value="{place}"><a href="#i{number}">{number} {escape(volume.say(item.title))}</a></li>'
        for place, (number, item) in enumerate(volume.numbered(), start=1)
    ]
    body.append("</ol>")
    last = ""
    for number, item in volume.numbered():
        if item.part != last:
            last = item.part
            body.append(f"<h2>{escape(volume.part_title(item))}</h2>")
        body.append(_item(volume, number, item, names[number]))
    title, content = escape(volume.number), "".join(body)
    return (
        f'<!doctype html><html lang="{volume.language}"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body>{content}</body></html>"
    )


def _item(volume: Volume, number: str, item: Item, papers: Sequence[str]) -> str:
    parts = [f'<h3 id="i{number}">{number} {escape(volume.say(item.title))}</h3>', _lines(volume, item.lines)]
    if item.words.strip():
        parts.append(f"<pre>{escape(item.words)}</pre>")
    if item.table is not None:
        head = "".join(f"<th>{escape(volume.say(each))}</th>" for each in item.table.head)
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in item.table.rows)
        parts.append(f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>")
    parts += [f'<p><a href="{name}">{name}</a></p>' for name in papers]
    return "".join(parts)


def _lines(volume: Volume, lines: Sequence[tuple[Text, str]]) -> str:
    pairs = "".join(f"<dt>{escape(volume.say(label))}</dt><dd>{escape(value)}</dd>" for label, value in lines)
    return f"<dl>{pairs}</dl>" if pairs else ""
