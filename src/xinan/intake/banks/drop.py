"""A folder in which banks without an interface leave files: each is taken once and moved to `done` or `refused`.

The nine-column sheet banks already use says neither batch nor month; the name of its file does:
`<project>_<batch>_<YYYY-MM>.xlsx`. Files of sheets 10, 14 and 15 that say all themselves may have any name that begins
with the project and an underscore.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from xinan.intake.actions.take_records import Record, take_records
from xinan.intake.actions.take_rows import Outcome, refused
from xinan.intake.models import Batch, BatchSource
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import SUFFIXES, Grid, read_grids
from xinan.intake.reading.headers import Layout, recognise
from xinan.intake.reading.numbers import Cell
from xinan.intake.sheets.common import EXAMPLE_MARK
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.registry.models import Project

DONE, REFUSED = "done", "refused"
KINDS = frozenset({"payouts", "movements", "statements"})
_NAMED = re.compile(r"(?P<project>[^_]{1,64})_(?P<rest>.+)")
_NINE_COLUMNS = re.compile(r"(?P<batch>.{1,64})_(?P<month>[0-9]{4}-[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Dropped:
    """What became of one file."""

    name: str
    kind: str
    outcomes: tuple[Outcome, ...]

    @property
    def clean(self) -> bool:
        """Whether every row was taken."""
        return bool(self.outcomes) and not any(outcome.taken.faults for outcome in self.outcomes)

    def report(self) -> str:
        """The report laid beside the file: counts, and what is wrong where. No row's values."""
        faults = [
            {
                "row": fault.row,
                "column": fault.column,
                "code": fault.code,
                "what": fault.what.zh,
                "remedy": fault.remedy.zh,
            }
            for outcome in self.outcomes
            for fault in outcome.taken.faults
        ]
        counts = {
            name: sum(outcome.taken.outcomes[name] for outcome in self.outcomes)
            for name in ("added", "changed", "unchanged")
        }
        said = {"file": self.name, "kind": self.kind, **counts, "refused": len(faults), "faults": faults}
        return json.dumps(said, ensure_ascii=False, indent=2)


def waiting_files(folder: Path) -> list[Path]:
    """The spreadsheets in the folder itself, by name; links and hidden files are left alone."""
    return sorted(
        file
        for file in folder.iterdir()
        if file.suffix.lower() in SUFFIXES and file.is_file() and not file.is_symlink() and file.name[0] not in ".~"
    )


def take_dropped(file: Path, *, now: datetime, keyring: Keyring) -> Dropped:
    """Take one file and move it, with its report, to `done` (every row taken) or `refused`."""
    content = file.read_bytes()
    try:
        kind, outcomes = _taken(file.name, content, now=now, keyring=keyring)
    except XinanError as error:
        kind, outcomes = "", [refused(error)]
    dropped = Dropped(file.name, kind, tuple(outcomes))
    _file_away(file, dropped, digest=sha256(content).hexdigest())
    return dropped


def _taken(name: str, content: bytes, *, now: datetime, keyring: Keyring) -> tuple[str, list[Outcome]]:
    found = _NAMED.fullmatch(Path(name).stem)
    if found is None or not Project.objects.filter(pk=found["project"]).exists():
        raise UnusableFile("drop.project", *_NO_PROJECT)
    kind, outcomes = "", []
    for grid in read_grids(name, content):
        layout = recognise(grid, file_name=name)
        if layout.sheet.kind not in KINDS:
            raise UnusableFile("drop.kind", *_OTHER_KIND)
        kind = layout.sheet.kind
        batch = Batch.objects.create(
            source=BatchSource.BANK,
            kind=kind,
            file_name=name[-200:],
            sheet=grid.name[:100],
            digest=sha256(content).hexdigest(),
            project_id=found["project"],
            received_at=now,
        )
        records = _records(grid, layout, rest=found["rest"])
        outcomes.append(
            take_records(batch, kind=kind, records=records, project_id=found["project"], now=now, keyring=keyring)
        )
    return kind, outcomes


def _records(grid: Grid, layout: Layout, *, rest: str) -> Iterator[Record]:
    """The rows by the columns' names; batch and month from the file's name where the sheet has neither."""
    named = _NINE_COLUMNS.fullmatch(rest) if layout.sheet.kind == "payouts" else None
    said: dict[str, Cell] = {}
    if named is not None:
        said = {"batch_code": named["batch"], "month": named["month"]}
    for number, cells in grid.rows():
        if number <= layout.header_row or _says_nothing(cells):
            continue
        row = {name: cells[place] if place < len(cells) else None for name, place in layout.places.items()}
        yield number, row | {name: value for name, value in said.items() if row.get(name) in (None, "")}


def _says_nothing(cells: Sequence[Cell]) -> bool:
    """Whether a row is empty, an example, or a total: a line without its number is nobody's."""
    filled = [cell for cell in cells if cell not in (None, "")]
    return not filled or str(filled[0]).strip().startswith((EXAMPLE_MARK, "合计", "总计", "小计"))


def _file_away(file: Path, dropped: Dropped, *, digest: str) -> None:
    """The report first, then the file: a crash between the two leaves the file to be taken again, which is harmless."""
    folder = file.parent / (DONE if dropped.clean else REFUSED)
    folder.mkdir(exist_ok=True)
    target = folder / f"{file.stem}.{digest[:8]}{file.suffix}"
    target.with_name(f"{target.name}.report.json").write_text(dropped.report(), encoding="utf-8")
    file.replace(target)


_NO_PROJECT = (
    Text("文件名没有以平台的项目编号开头。", "The file's name does not begin with the number of a project."),
    Text(
        "请命名为“项目编号_批次号_工资月份.xlsx”，例如 CC-2026-017_DF-1_2026-10.xlsx。",
        "Call it “project_batch_month.xlsx”, such as CC-2026-017_DF-1_2026-10.xlsx.",
    ),
)
_OTHER_KIND = (
    Text(
        "这里只接受银行代发、专户流水和专户日对账。", "Only payment batches, movements and reconciliations are taken."
    ),
    Text("其他表格请在“数据报送”上传。", "Upload other sheets on the page of imports."),
)
