"""The diagrams `xinan docs` drew from the definitions, with the present state marked."""

from functools import cache
from pathlib import Path

from django.utils.safestring import SafeString, mark_safe

from xinan.procedures.definition import Procedure

FOLDER = Path(__file__).with_name("diagrams")


def diagram(procedure: Procedure, *, language: str, state: str = "") -> SafeString:
    """The diagram as SVG to stand in a page; empty where none was drawn yet (`make docs`)."""
    drawn = _drawn(procedure.code, "en" if language.startswith("en") else "zh")
    if state in procedure.states:
        mark = f'data-state="{state}"'
        drawn = drawn.replace(f'is-state" {mark}', f'is-state is-current" {mark}')
        drawn = drawn.replace(f'is-final" {mark}', f'is-final is-current" {mark}')
    # Our own file, drawn from our own definition with every text escaped.
    return mark_safe(drawn)  # noqa: S308


@cache
def _drawn(code: str, language: str) -> str:
    path = FOLDER / f"{code}.{language}.svg"
    return path.read_text(encoding="utf-8") if path.exists() else ""
