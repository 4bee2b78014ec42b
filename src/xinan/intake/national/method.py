"""What a method of the interface is."""

from dataclasses import dataclass

from xinan.intake.national.fields import Field

MOST_LINES = 1_000  # ours; the standard's own limits are far lower


# Facts that are of no sheet, and the sheet whose sender brings them.
_BATCH_KINDS = {"corps": "units", "project": "projects", "training": "people"}


@dataclass(frozen=True, slots=True)
class Method:
    """A method: the fields of its body, and of the lines in it where it has a list.

    `kind` is the sheet whose facts it brings, empty where it brings none or asks only. `published` is the standard's
    own limit of lines, which is accepted and relaxed. With `alone` one line may stand in the body itself, without list.
    """

    name: str
    title: str
    body: tuple[Field, ...]
    lines_name: str = ""
    lines: tuple[Field, ...] = ()
    kind: str = ""
    writes: bool = True
    published: int = 0
    alone: bool = False

    @property
    def batch_kind(self) -> str:
        """The kind of the batch it becomes: what a credential's scopes name."""
        return _BATCH_KINDS.get(self.kind, self.kind)

    @property
    def serial_prefix(self) -> str:
        """What a serial of this method begins with."""
        return self.name.lower().replace(".", "-")
