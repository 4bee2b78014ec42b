"""Masks what looks like an identity number, a phone number or a bank card in everything that is logged."""

import re
from collections.abc import MutableMapping
from typing import Any

# Numbers of things, not of people; they may be as long as a bank card.
PLAIN_KEYS = frozenset({"project_id", "project_ids", "enterprise_id", "account_id", "batch_id", "run_id", "request_id"})

_PERSONAL = re.compile(
    r"(?<![0-9A-Za-z])"
    r"(?:\d{17}[0-9Xx]|1[3-9]\d{9}|\d{12,19})"
    r"(?![0-9A-Za-z])"
)


def masked(text: str) -> str:
    """`text` with 18-character identity numbers, mobile numbers and runs of 12 to 19 digits masked.

    >>> masked("phone 13900000000 called")
    'phone ***-11 called'
    """
    return _PERSONAL.sub(lambda found: f"***-{len(found.group())}", text)


def scrub(logger: Any, name: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """The structlog processor: masks every value but those under PLAIN_KEYS."""
    for key, value in event.items():
        if key not in PLAIN_KEYS and not key.startswith("_"):
            event[key] = _clean(value)
    return event


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        return masked(value)
    if isinstance(value, dict):
        return {key: item if key in PLAIN_KEYS else _clean(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_clean(item) for item in value]
    if isinstance(value, bool | float | None):
        return value
    if isinstance(value, int):
        return value if value < 10**10 else masked(str(value))
    return masked(str(value))
