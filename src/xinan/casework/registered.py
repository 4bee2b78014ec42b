"""Makes the procedure of clues known, with what its steps do beside. Called once by the app."""

from pathlib import Path
from typing import Final

from xinan.casework.clue_targets import clue_targets
from xinan.casework.clue_telling import KINDS
from xinan.casework.hooks import after_step, describe_clues
from xinan.casework.letters.registered import register_letters
from xinan.casework.queries import PROCEDURE
from xinan.notices.kinds import register_kind
from xinan.procedures.hooks import described_by, on_step
from xinan.procedures.registry import register
from xinan.procedures.targets import targets_by

DEFINITION: Final = Path(__file__).with_name("clue.yaml")


def register_all() -> None:
    """Register the definition and the hooks; again is no harm."""
    register(DEFINITION)
    register_letters()
    for kind in KINDS:
        register_kind(kind)
    on_step(PROCEDURE, after_step)
    described_by(PROCEDURE, describe_clues)
    targets_by(PROCEDURE, clue_targets)
