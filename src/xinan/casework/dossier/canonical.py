"""One way of writing a record as bytes, so that its digest says the same on every machine and under every key."""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal


def canonical(record: Mapping[str, object]) -> bytes:
    """UTF-8 JSON, keys sorted, no spaces; moments in UTC with microseconds, sums as they are written.

    A value that costs something (the digest of a large paper) may be a function: it is called here and not before.

    >>> canonical({"b": Decimal("1.50"), "a": "薪"}).decode()
    '{"a":"薪","b":"1.50"}'
    """
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain).encode()


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    if callable(value):
        return value()
    raise TypeError(f"a record for the seal holds {type(value).__name__}")
