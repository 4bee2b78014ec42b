"""Bases of every error a person can cause: what happened, where, and what would be right."""

from xinan.kernel.text import Text


class XinanError(Exception):
    """An error with a code for machines and two sentences for people.

    `what` says what is wrong and where; `remedy` says what would be right. Neither may contain personal data:
    name the column, the row, the kind of value, never the value of an identity.
    """

    def __init__(self, code: str, what: Text, remedy: Text) -> None:
        super().__init__(code)
        self.code = code
        self.what = what
        self.remedy = remedy

    def message(self, language: str = "zh") -> str:
        """Both sentences in one language."""
        return f"{self.what.in_language(language)} {self.remedy.in_language(language)}"

    def __str__(self) -> str:
        return f"{self.what.en} {self.remedy.en} [{self.code}]"


class InvalidValue(XinanError):
    """A value that is not what its column or field needs."""


class NotAllowed(XinanError):
    """The person may not do this, or not see this."""


class NotFound(XinanError):
    """No such thing, or none within the person's scope."""


class Conflict(XinanError):
    """The act contradicts what is already recorded."""
