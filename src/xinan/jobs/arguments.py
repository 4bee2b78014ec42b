"""What commands share in reading their arguments."""

import os
from datetime import date

from rich.console import Console

from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text


def language() -> str:
    """The terminal's language: XINAN_LANGUAGE, else that of the locale where it is English, else Chinese."""
    named = os.environ.get("XINAN_LANGUAGE")
    if named:
        return named
    locale = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or ""
    return "en" if locale.lower().startswith("en") else "zh"


def parse_day(text: str, *, option: str) -> date:
    """A day written YYYY-MM-DD; InvalidValue names the option."""
    try:
        return date.fromisoformat(text)
    except ValueError as fault:
        raise InvalidValue(
            "bad-day",
            Text(f"{option} 的值“{text}”不是日期。", f"{option}: “{text}” is not a day."),
            Text("应为 YYYY-MM-DD，例如 2026-03-31。", "Expected YYYY-MM-DD, for example 2026-03-31."),
        ) from fault


def rule_list(text: str | None) -> list[str] | None:
    """The rules named, separated by commas; None where all are meant."""
    if text is None:
        return None
    return [name.strip() for name in text.split(",") if name.strip()]


def wide_console() -> Console:
    """A console whose tables are never cut: as wide as the terminal, and 120 columns at least where there is none."""
    console = Console(highlight=False)
    return console if console.is_terminal else Console(highlight=False, width=max(console.width, 120))
