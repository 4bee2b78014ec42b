"""What makes a whole body unusable. Nothing of it is taken then."""

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text

LARGEST_BODY = 1024 * 1024 * 1024  # bytes, unpacked
LONGEST_LINE = 64 * 1024  # bytes


class UnusableBody(InvalidValue):
    """The body cannot be read as what it says it is."""


class TooLargeBody(InvalidValue):
    """The body is larger than is taken at once."""


class UnsupportedBody(InvalidValue):
    """No such format or packing is read."""


def broken(what: Text, *, code: str, remedy: Text | None = None) -> UnusableBody:
    """An unusable body, and what to do."""
    again = Text("整批未入库；请改正后重新发送。", "Nothing of it was taken; correct it and send it again.")
    return UnusableBody(f"body.{code}", what, remedy or again)


def too_large() -> TooLargeBody:
    """More bytes than are taken."""
    limit = LARGEST_BODY // 1024 // 1024
    return TooLargeBody(
        "body.too_large",
        Text(f"解压后超过 {limit} MB。", f"More than {limit} MB, unpacked."),
        Text("请分成几批发送。", "Send it in several batches."),
    )


def too_many_rows(most: int) -> TooLargeBody:
    """More rows than are taken at once."""
    return TooLargeBody(
        "body.too_many_rows",
        Text(f"一批超过 {most} 行。", f"More than {most} rows in one batch."),
        Text("请分成几批发送。", "Send them in several batches."),
    )


def long_line(number: int) -> UnusableBody:
    """A line that no row can be."""
    limit = LONGEST_LINE // 1024
    return broken(
        Text(f"第 {number} 行起有一行超过 {limit} KB。", f"A line from line {number} on is longer than {limit} KB."),
        code="long_line",
        remedy=Text("每条记录占一行，以换行符结束。", "One record a line, each ended by a line feed."),
    )


def not_utf8() -> UnusableBody:
    """Text in another encoding."""
    return broken(
        Text("内容不是 UTF-8 编码。", "The body is not UTF-8."),
        code="encoding",
        remedy=Text("请以 UTF-8 编码重新发送。", "Send it again in UTF-8."),
    )
