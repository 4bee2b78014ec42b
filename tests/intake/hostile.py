"""Workbooks made to do harm, from a seed: each a good one with something done to it."""

import io
import random
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator

from tests.intake.site import LABOUR, card, identity
from tests.intake.workbooks import workbook_of

HEADS = ["信用代码", "姓名", "身份证号", "工资月份", "出勤天数", "应发", "实发", "发放日期", "工资单编号"]
SHEET = "xl/worksheets/sheet1.xml"
Mutation = Callable[[random.Random], bytes]


def base(chance: random.Random) -> bytes:
    """A small payroll, with names that run from right to left, emoji, and formulas as text among them."""
    names = [
        "李建国",
        "\u202eمحمد\u202c",
        "👷🏽‍♀️李",
        "=cmd|' /C calc'!A0",
        "<b>张</b>",
        "'; DROP TABLE--",
        "a\u0300" * 20,
        "李\u0000",
    ]
    lines = [
        [LABOUR, chance.choice(names[:-1]), identity(n), "2026-03", 24, 7200, 7200, "2026-04-10", f"{n}{card(n)}"]
        for n in range(1, chance.randint(2, 6))
    ]
    return workbook_of([HEADS, *lines])


def parts(content: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    """A package of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in members.items():
            package.writestr(name, content)
    return buffer.getvalue()


def _with(chance: random.Random, part: str, change: Callable[[bytes], bytes]) -> bytes:
    members = parts(base(chance))
    members[part] = change(members[part])
    return packed(members)


def bomb(chance: random.Random) -> bytes:
    """A part that unpacks to hundreds of megabytes."""
    size = chance.choice([50, 300, 900]) * 1024 * 1024
    part = chance.choice([SHEET, "xl/sharedStrings.xml", "xl/styles.xml", "xl/media/x.bin"])
    members = parts(base(chance))
    filler = chance.choice([b" ", b"<row/>", b"<si><t>x</t></si>"])
    start = members.get(part, b"")[:-20]
    members[part] = start + filler * (min(size, 120 * 1024 * 1024) // len(filler))
    return packed(members)


def lying_bomb(chance: random.Random) -> bytes:
    """A part that says it is small and is not."""
    content = bytearray(_with(chance, SHEET, lambda part: part + b" " * 30_000_000))
    place = content.find(b"PK\x01\x02")
    while place >= 0:
        struct.pack_into("<I", content, place + 24, chance.randint(0, 1000))
        place = content.find(b"PK\x01\x02", place + 4)
    return bytes(content)


def far_cell(chance: random.Random) -> bytes:
    """A cell at the far corner of the sheet, or beyond any sheet."""
    place = chance.choice(
        ["XFD1048576", "XFD1", "A1048576", "ZZZZ1", "ABCDE99999999", "A0", "A-1", "1A", "XFD999999999999"]
    )
    cell = f'<row r="1048576"><c r="{place}"><v>1</v></c></row></sheetData>'.encode()
    return _with(chance, SHEET, lambda part: part.replace(b"</sheetData>", cell))


def huge_dimension(chance: random.Random) -> bytes:
    """A declared size that has nothing to do with the cells."""
    said = chance.choice(["A1:XFD1048576", "A1:A1", "XFD1048576:A1", "A1:ZZZZZZ99999999999", ":::", "B2"])
    return _with(chance, SHEET, lambda part: part.replace(b'<dimension ref="', f'<dimension ref="{said}" x="'.encode()))


def huge_merge(chance: random.Random) -> bytes:
    """Cells merged over the whole sheet, many times over."""
    one = chance.choice(
        [b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="A2:XFD1048576"/>', b'<mergeCell ref="C9:A1"/>']
    )
    text = b"</sheetData><mergeCells>" + one * chance.choice([1, 50_000]) + b"</mergeCells>"
    return _with(chance, SHEET, lambda part: part.replace(b"</sheetData>", text))


def entities(chance: random.Random) -> bytes:
    """Entities within entities, and one that wants a file of the machine."""
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    kind = chance.choice(
        [f'<!DOCTYPE x [<!ENTITY l0 "ha">{laughs}]>', '<!DOCTYPE x [<!ENTITY l11 SYSTEM "file:///etc/passwd">]>']
    )
    part = chance.choice([SHEET, "xl/sharedStrings.xml", "xl/workbook.xml"])

    def change(xml: bytes) -> bytes:
        head, _mark, rest = xml.partition(b"?>")
        return head + b"?>" + kind.encode() + rest.replace(b"<t>", b"<t>&l11;", 1)

    return _with(chance, part, change)


def formulas(chance: random.Random) -> bytes:
    """Formulas instead of values: to other machines, in circles, without a result."""
    text = chance.choice(['WEBSERVICE("http://127.0.0.1/")', "A1", 'REPT("x",32767)', "1/0", "'[http://x/y.xlsx]S'!A1"])
    cell = f'<c r="F2"><f>{text.replace(chr(34), "&quot;")}</f></c>'.encode()
    return _with(chance, SHEET, lambda part: part.replace(b'<c r="F2"', cell + b'<c r="F2"'))


def many_columns(chance: random.Random) -> bytes:
    """A line of a million columns."""
    width = chance.choice([3_000, 100_000, 1_000_000])
    return ",".join(HEADS).encode() + b"," * width + b"\n" + b"x" + b"," * width


def long_text(chance: random.Random) -> bytes:
    """One cell of millions of characters, of a kind that slow patterns stumble over."""
    filler = chance.choice(["(", "（", "1", "9,", "2026-", " ", "应发", "\t", "a b "])
    lines = [HEADS, [filler * chance.choice([5_000, 90_000])] * 9]
    return "\n".join("|".join(line) for line in lines).replace("|", "\t").encode()


def truncated(chance: random.Random) -> bytes:
    """Cut off somewhere."""
    content = base(chance)
    return content[: chance.randint(4, len(content) - 1)]


def flipped(chance: random.Random) -> bytes:
    """Bytes changed at random."""
    content = bytearray(base(chance))
    for _ in range(chance.choice([1, 5, 50])):
        content[chance.randrange(4, len(content))] = chance.randrange(256)
    return bytes(content)


def missing_part(chance: random.Random) -> bytes:
    """Without one of its parts."""
    members = parts(base(chance))
    members.pop(chance.choice(list(members)))
    return packed(members)


def circles(chance: random.Random) -> bytes:
    """Relations that lead to themselves, out of the package, or nowhere."""
    target = chance.choice(
        [
            b"workbook.xml",
            b"../../../etc/passwd",
            b"/xl/workbook.xml",
            b"_rels/workbook.xml.rels",
            b"",
            b"file:///dev/zero",
        ]
    )
    return _with(chance, "xl/_rels/workbook.xml.rels", lambda part: part.replace(b"worksheets/sheet1.xml", target))


def nested(chance: random.Random) -> bytes:
    """A package of packages."""
    inner = base(chance)
    for _ in range(chance.randint(1, 4)):
        inner = packed({"xl/inner.xlsx": inner, "xl/workbook.xml": b"<workbook/>"})
    return inner


def many_parts(chance: random.Random) -> bytes:
    """Thousands of parts, or of worksheets."""
    members = parts(base(chance))
    if chance.random() < 0.5:
        members |= {f"xl/media/{n}.bin": b"" for n in range(6_000)}
    else:
        sheet = b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>'
        many = b"".join(sheet % (n, n) for n in range(2, 3_000))
        members["xl/workbook.xml"] = members["xl/workbook.xml"].replace(b"</sheets>", many + b"</sheets>")
    return packed(members)


def wrong_encoding(chance: random.Random) -> bytes:
    """Text that is not in the encoding it says, or in none."""
    text = "\n".join([",".join(HEADS), "x" * 10])
    return chance.choice(
        [
            text.encode("gbk") + b"\xff\xfe\x80" * 10,
            b"\xff\xfe" + text.encode("utf-16-be"),
            b"\xfe\xff" + text.encode("utf-16-le")[:-1],
            b"\xef\xbb\xbf" + bytes(range(128, 256)),
            text.encode("utf-16-le") + b"\xd8\x00",
            text.encode() + b"\xed\xa0\x80",
            bytes(chance.randrange(256) for _ in range(500)),
        ]
    )


def wrong_kind(chance: random.Random) -> bytes:
    """Something else altogether, under a spreadsheet's name."""
    old = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
    return chance.choice(
        [
            b"%PDF-1.7\n" + b"x" * 100,
            b"\x7fELF" + bytes(100),
            old + bytes(chance.randrange(256) for _ in range(chance.choice([504, 4096]))),
            old + bytes(10_000),
            b"PK\x05\x06" + bytes(18),
            b"PK\x03\x04" + bytes(26),
            b"<?xml version='1.0'?><Workbook/>",
            zlib.compress(b"x" * 1000),
            b"\0" * 1000,
            "🧨".encode() * 1000,
        ]
    )


def plain(chance: random.Random) -> bytes:
    """A good workbook with strange names in it."""
    return base(chance)


MUTATIONS: tuple[Mutation, ...] = (
    plain, bomb, lying_bomb, far_cell, huge_dimension, huge_merge, entities, formulas, many_columns, long_text,
    truncated, flipped, missing_part, circles, nested, many_parts, wrong_encoding, wrong_kind,
)  # fmt: skip


def hostile_workbooks(seed: int, count: int) -> Iterator[tuple[str, str, bytes]]:
    """`count` workbooks of this seed: what was done, a file name, the bytes. Each kind comes in turn."""
    chance = random.Random(seed)  # noqa: S311 no secret
    suffixes = (".xlsx", ".xlsx", ".xls", ".et", ".csv", ".xlsm")
    for number in range(count):
        mutate = MUTATIONS[number % len(MUTATIONS)]
        yield mutate.__name__, f"{number:03d}{chance.choice(suffixes)}", mutate(chance)
