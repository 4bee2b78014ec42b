"""From reported entries and exits to times on the roster. Pure: the database is somebody else's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Passage:
    """An entry or an exit of one person. `row` is the row of the file being taken; 0 for one on record."""

    on: date
    entry: bool
    row: int = 0


@dataclass(frozen=True, slots=True)
class Spell:
    """One time on the roster; `entered` is None where only the exit was reported."""

    entered: Passage | None
    left: Passage | None


@dataclass(frozen=True, slots=True)
class Course:
    """A person's spells, the recorded passages that the file corrected, and the rows that fit nowhere."""

    spells: tuple[Spell, ...]
    replaced: tuple[Passage, ...]
    misfits: tuple[Passage, ...]


def course_of(passages: Iterable[Passage], *, present_from: date | None) -> Course:
    """Entries and exits alternate. Of two of a kind in a row, the file's corrects the one on record; two of the file
    contradict each other, and the later row is a misfit. An exit without entry fits whoever is `present_from` before it.
    """
    line: list[Passage] = []
    replaced: list[Passage] = []
    misfits: list[Passage] = []
    for passage in sorted(set(passages), key=lambda p: (p.on, not p.entry, p.row)):
        if not line or line[-1].entry != passage.entry:
            line.append(passage)
        elif passage.row and not line[-1].row:
            replaced.append(line[-1])
            line[-1] = passage
        elif passage.row:
            misfits.append(passage)
        else:
            replaced.append(passage)
    if line and not line[0].entry and (present_from is None or present_from > line[0].on):
        first = line.pop(0)
        (misfits if first.row else replaced).append(first)
    return Course(tuple(_spells(line)), tuple(replaced), tuple(misfits))


def _spells(line: list[Passage]) -> Iterable[Spell]:
    rest = line
    if rest and not rest[0].entry:
        yield Spell(None, rest[0])
        rest = rest[1:]
    for index in range(0, len(rest), 2):
        yield Spell(rest[index], rest[index + 1] if index + 1 < len(rest) else None)
