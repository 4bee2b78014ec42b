"""Makes the notices of this app known, and has it follow the closing of cases. Called once by the app."""

from typing import Final

from xinan.casework.cases.opening import UMBRELLA
from xinan.casework.dossier.sealing import after_case_step
from xinan.kernel.text import Text
from xinan.notices.enums import Topic
from xinan.notices.kinds import Kind, register_kind
from xinan.procedures.hooks import on_step

WORDS_MISSING: Final = "words_missing"
WORD_WANTED: Final = "word_wanted"
SEAL_DIFFERS: Final = "seal_differs"


def register_all() -> None:
    """Register the kinds and the hook; again is no harm."""
    register_kind(
        Kind(WORDS_MISSING, Text("逾期事项上周无说明", "Overdue work nobody spoke of last week"), Topic.CLOCKS)
    )
    register_kind(Kind(WORD_WANTED, Text("逾期事项须作说明", "Your overdue work needs a word"), Topic.CLOCKS))
    register_kind(Kind(SEAL_DIFFERS, Text("案卷与封存时不一致", "A file is not as it was sealed"), Topic.DATA))
    on_step(UMBRELLA, after_case_step)
