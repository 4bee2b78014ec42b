"""Makes the notices of this app known. Called once by the app."""

from typing import Final

from xinan.kernel.text import Text
from xinan.notices.enums import Topic
from xinan.notices.kinds import Kind, register_kind

WORDS_MISSING: Final = "words_missing"
WORD_WANTED: Final = "word_wanted"


def register_all() -> None:
    """Register the kinds; again is no harm."""
    register_kind(
        Kind(WORDS_MISSING, Text("逾期事项上周无说明", "Overdue work nobody spoke of last week"), Topic.CLOCKS)
    )
    register_kind(Kind(WORD_WANTED, Text("逾期事项须作说明", "Your overdue work needs a word"), Topic.CLOCKS))
