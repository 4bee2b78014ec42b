"""Errors speak both languages; texts format in both."""

from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.text import Text


def test_an_error_says_what_is_wrong_and_what_would_be_right() -> None:
    error = InvalidValue("some-code", Text("错了。", "Wrong."), Text("这样写。", "Write so."))
    assert isinstance(error, XinanError)
    assert error.message("zh-hans") == "错了。 这样写。"
    assert error.message("en-GB") == "Wrong. Write so."
    assert str(error) == "Wrong. Write so. [some-code]"


def test_a_text_formats_in_both_languages() -> None:
    filled = Text("第 {row} 行", "row {row}").format(row=3)
    assert (str(filled), filled.en) == ("第 3 行", "row 3")
