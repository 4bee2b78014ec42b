"""Payments by order of the labour office (keys `S:`), by what they are: out of a deposit, out of a fund.

Who gave the order lies above this package, which is told by `orders_named_by`.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Final

from xinan.kernel.text import Text

BY_ORDER: Final = "S:"
UNNAMED: Final = Text("责令支付", "by order of the labour office")
NamesOrders = Callable[[Collection[str]], Mapping[str, Text]]
_naming: list[NamesOrders] = []


def orders_named_by(names: NamesOrders) -> None:
    """Whoever gives such orders says what the payments with these keys are; again is no harm."""
    if names not in _naming:
        _naming.append(names)


def names_of_orders(keys: Collection[str]) -> dict[str, Text]:
    """What each of the payments is; no statement where there is none."""
    found = dict.fromkeys(keys, UNNAMED)
    if keys:
        for names in _naming:
            found.update(names(keys))
    return found
