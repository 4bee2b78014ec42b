"""Text files of cells: in which encoding and with which separator, told from what they hold."""

import csv
import io
import re

_BOM_16 = (b"\xff\xfe", b"\xfe\xff")
_LOOKED_AT = 4096
_MARKUP = re.compile(r"\s*(?:<!doctype html|<html|<table|<\?xml|<!--|<meta|<head)", re.IGNORECASE)
_LONGEST_CELL = 200_000


def lines_of(content: bytes, *, most_columns: int) -> list[list[str]]:
    """The cells, line by line. ValueError `type`, `encoding`, `web_page`, `damaged` or `unpacked` where it is no such file."""
    text = _decoded(content)
    if _MARKUP.match(text):
        raise ValueError("web_page")
    first = text.lstrip().split("\n", 1)[0]
    delimiter = max(",\t;", key=first.count)
    csv.field_size_limit(_LONGEST_CELL)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
    except csv.Error as error:
        raise ValueError("damaged") from error
    if max(map(len, lines), default=0) > most_columns:
        raise ValueError("unpacked")
    return lines


def _decoded(content: bytes) -> str:
    for encoding in _encodings(content):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ValueError("encoding")


def _encodings(content: bytes) -> tuple[str, ...]:
    """The encodings it may be in. Zeros between the bytes tell UTF-16 without its mark; zeros elsewhere are no text."""
    if content.startswith(_BOM_16):
        return ("utf-16",)
    head = content[:_LOOKED_AT]
    if b"\0" not in head:
        return ("utf-8-sig", "gb18030")
    odd, even = head[1::2].count(0), head[0::2].count(0)
    if max(odd, even) * 10 < len(head) or min(odd, even) * 8 > max(odd, even):
        raise ValueError("type")
    return ("utf-16-le",) if odd > even else ("utf-16-be",)
