"""Markdown in the one form the generated documents have."""

from collections.abc import Iterable, Sequence

NOTICE = "<!-- Written by `make docs` from the code; do not edit. -->"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; bars within a cell are escaped."""
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell(value) for value in row) + " |" for row in rows]
    return "\n".join(lines)


def cell(value: str) -> str:
    """A value as it may stand in a table."""
    return value.replace("|", r"\|").replace("\n", " ").strip()


def page(*parts: str) -> str:
    """Parts with a blank line between them and one line end at the end."""
    return "\n\n".join([NOTICE, *(part.strip() for part in parts if part.strip())]) + "\n"
