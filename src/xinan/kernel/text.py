"""A text in the two languages of the product."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Text:
    """A sentence or name, Chinese first.

    >>> Text("工资专户", "Wage account").in_language("en")
    'Wage account'
    """

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text for a language tag; anything but English gets Chinese."""
        return self.en if language.lower().startswith("en") else self.zh

    def format(self, **values: object) -> "Text":
        """Both texts with `values` filled in (`str.format`)."""
        return Text(self.zh.format(**values), self.en.format(**values))

    def __str__(self) -> str:
        return self.zh
