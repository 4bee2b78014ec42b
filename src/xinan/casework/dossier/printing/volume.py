"""What is printed: the heading of a volume, and its items numbered anew from one."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from xinan.casework.dossier.items import PART_WORDS, Item
from xinan.kernel.text import Text

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Volume:
    """A file as it is handed out. `made_on` is the only day that its metadata hold; `notes` stand on its cover."""

    title: Text
    number: str
    made_on: date
    items: Sequence[Item]
    notes: tuple[tuple[Text, str], ...] = ()
    language: str = "zh-hans"

    def say(self, text: Text) -> str:
        """A text in the language of the volume."""
        return text.in_language(self.language)

    def numbered(self) -> Iterator[tuple[str, Item]]:
        """Each item with its number in this volume: 2-14 is the fourteenth of the second part in it."""
        parts: list[str] = []
        counts: dict[str, int] = {}
        for item in self.items:
            if item.part not in counts:
                parts.append(item.part)
                counts[item.part] = 0
            counts[item.part] += 1
            yield f"{parts.index(item.part) + 1}-{counts[item.part]}", item

    def part_title(self, item: Item) -> str:
        """The title of the part an item stands in."""
        return self.say(PART_WORDS[item.part])

    @property
    def papers(self) -> int:
        """How many files belong to its items."""
        return sum(len(item.papers) for item in self.items)


def paper_name(number: str, place: int, media_type: str) -> str:
    """What a file is called in a volume: by its number alone, for its own name may carry a person's."""
    return f"{number}-{place}{SUFFIXES.get(media_type, '.bin')}"


SUFFIXES = {
    "application/pdf": ".pdf",
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "text/plain": ".txt",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/wav": ".wav",
    "video/mp4": ".mp4",
}
