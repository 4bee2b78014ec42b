"""The template of the directory's file."""

from io import BytesIO

import xlsxwriter

from xinan.casework.directory.enums import Kind
from xinan.casework.directory.sheet import COLUMNS

_SAMPLE = {
    "kind": str(Kind.LEGAL_AID.label), "name": "示范县法律援助中心", "region": "农安县", "address": "示范大街1号一楼大厅",
    "phone": "0431-12348", "hours": "工作日 8:30–16:30", "source": "县政府网站2026年公布", "valid_from": "2026-01-01",
}  # fmt: skip


def template_workbook() -> bytes:
    """One sheet with the titles and a sample row, the kinds to choose from."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_numbers": False}) as book:
        page = book.add_worksheet("去哪办名录")
        look = book.add_format({"bold": True, "border": 1, "bg_color": "#DCE8F5"})
        page.freeze_panes(1, 0)
        for place, (field, titles) in enumerate(COLUMNS.items()):
            page.set_column(place, place, 18)
            page.write_string(0, place, titles[0], look)
            page.write_string(1, place, _SAMPLE.get(field, ""))
        page.data_validation(1, 0, 500, 0, {"validate": "list", "source": [str(kind.label) for kind in Kind]})
    return buffer.getvalue()
