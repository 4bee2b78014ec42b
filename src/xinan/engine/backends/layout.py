"""Where the tables of a snapshot lie: TABLE.csv, TABLE.parquet, or a folder of Parquet parts, by region or not."""

from dataclasses import dataclass
from pathlib import Path

from xinan.engine.backends.refusals import table_twice
from xinan.rules.vocabulary import FactTable


@dataclass(frozen=True, slots=True)
class Files:
    """The files of one table. `root` is the file or folder that they are named by."""

    root: Path
    files: tuple[Path, ...]

    @property
    def is_csv(self) -> bool:
        """Whether it is the one CSV file of its table."""
        return self.root.suffix == ".csv"

    @property
    def is_partitioned(self) -> bool:
        """Whether folders are named by what all rows in them share: region=22/part-0.parquet."""
        return any("=" in part for file in self.files for part in file.relative_to(self.root).parts[:-1])


def files_of(directory: Path, table: FactTable) -> Files | None:
    """The files of a table; None where the snapshot has none. BadSnapshot where it has several kinds of them."""
    names = (f"{table.name}.csv", f"{table.name}.parquet", table.name)
    present = [path for name in names if (path := directory / name).exists()]
    if len(present) > 1:
        raise table_twice(present[0].name, present[1].name)
    if not present:
        return None
    (root,) = present
    files = tuple(sorted(root.rglob("*.parquet"))) if root.is_dir() else (root,)
    return Files(root, files) if files else None
