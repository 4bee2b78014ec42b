"""The lines of a header as one title for each column, however many lines and merged cells it takes."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from xinan.intake.reading.cells import plain_text
from xinan.intake.reading.files import Grid
from xinan.intake.reading.numbers import Cell

SEARCHED_ROWS = 20
MOST_LINES = 3
_LONGEST = 200  # characters looked at; what is longer is no title
_DECORATION = re.compile(r"[\s*＊:：_]|[（(\[【].*?[)）\]】]")
_FIGURES = re.compile(r"[\d\s.,:/\-年月日%￥¥元]*\d[\d\s.,:/\-年月日%￥¥元]*")


@dataclass(frozen=True)
class Header:
    """A place where a header may stand: its first and last row, and each column's titles, the likeliest first.

    `plain`: the row holds neither numbers nor days; one that does may hold people.
    """

    first_row: int
    last_row: int
    titles: tuple[tuple[str, ...], ...]
    plain: bool = True

    @property
    def lines(self) -> int:
        """How many rows it takes."""
        return self.last_row - self.first_row + 1

    @property
    def shown(self) -> tuple[str, ...]:
        """One title for each column, as a person would read it out; without the empty ones at the end."""
        names = ["·".join(dict.fromkeys(reversed(titles[:1] + titles[2:]))) for titles in self.titles]
        while names and not names[-1]:
            names.pop()
        return tuple(names)

    @property
    def signature(self) -> str:
        """The same for every sheet whose header reads the same."""
        return sha256("\n".join(self.shown).encode("utf-8", "replace")).hexdigest()


def bare_title(value: Cell) -> str:
    """A column's title without stars, brackets, colons and spaces.

    >>> bare_title("* 应发 (元)：")
    '应发'
    """
    return _DECORATION.sub("", plain_text(value[:_LONGEST] if isinstance(value, str) else value))


def headers_of(grid: Grid) -> Iterator[Header]:
    """Every place in the first rows where a header of one, two or three lines may stand, top down."""
    rows = _first_rows(grid)
    cover = _covered(grid, last=SEARCHED_ROWS + MOST_LINES)
    texts = {number: _texts(number, cells, rows, cover) for number, cells in rows.items()}
    for number in list(rows)[:SEARCHED_ROWS]:
        for last in range(number, number + MOST_LINES):
            if last not in texts or (last > number and _holds_figures(rows[last])):
                break
            if sum(bool(text) for text in texts[number]) and any(texts[last]):
                lines = [texts[line] for line in range(number, last + 1)]
                yield Header(number, last, _joined(lines), plain=not _holds_figures(rows[number]))


def texts_above(grid: Grid, row: int) -> list[str]:
    """What is written above a row: titles, months, names of firms."""
    return [
        plain_text(cell[:_LONGEST])
        for number, cells in _first_rows(grid).items()
        if number < row
        for cell in cells
        if isinstance(cell, str) and cell
    ]


def _first_rows(grid: Grid) -> dict[int, list[Cell]]:
    rows = {}
    for number, cells in grid.rows():
        if number > SEARCHED_ROWS + MOST_LINES:
            break
        rows[number] = cells
    return rows


def _covered(grid: Grid, *, last: int) -> dict[tuple[int, int], tuple[int, int]]:
    """For each cell under a merge in the first rows, the cell whose text it shows."""
    cover = {}
    for top, left, bottom, right in grid.merges:
        if top > last or right - left > 300:
            continue
        for row in range(top, min(bottom, last) + 1):
            for place in range(left - 1, right):
                cover[row, place] = (top, left - 1)
    return cover


def _texts(
    number: int, cells: Sequence[Cell], rows: dict[int, list[Cell]], cover: dict[tuple[int, int], tuple[int, int]]
) -> list[str]:
    """The text of each column of a row; a merged cell's text stands in all of it."""
    width = max([len(cells), *(place + 1 for row, place in cover if row == number)])
    texts = []
    for place in range(width):
        row, origin = cover.get((number, place), (number, place))
        source = rows.get(row, [])
        value = source[origin] if origin < len(source) else None
        texts.append(bare_title(value) if isinstance(value, str) else "")
    return texts


def _holds_figures(cells: Sequence[Cell]) -> bool:
    """Whether a row holds numbers or days, which a header does not."""
    return any(
        _FIGURES.fullmatch(cell[:_LONGEST].strip()) is not None
        if isinstance(cell, str) and cell
        else cell not in (None, "")
        for cell in cells
    )


def _joined(lines: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """For each column: its lowest title, all of them together, and each of the upper ones."""
    width = max(map(len, lines))
    joined = []
    for place in range(width):
        parts = list(dict.fromkeys(line[place] for line in lines if place < len(line) and line[place]))
        joined.append((parts[-1], "".join(parts), *reversed(parts[:-1])) if parts else ())
    return tuple(joined)
