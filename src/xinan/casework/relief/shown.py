"""The ladder of liability as it is kept with relief: what the table said on the day, whatever it says later."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from xinan.casework.relief.enums import Kind
from xinan.casework.relief.liability import Liability, Payer
from xinan.casework.relief.models import Relief
from xinan.kernel.text import Text


def payers_as_data(found: Liability) -> list[dict[str, Any]]:
    """The rungs as JSON."""
    return [_rung(payer) for payer in found.payers]


def text_of(data: Mapping[str, str]) -> Text:
    """A text kept as JSON."""
    return Text(data["zh"], data["en"])


def rungs_of(data: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The rungs as pages show them: texts instead of JSON."""
    return [
        {
            **rung,
            "name": text_of(rung["name"]),
            "grounds": [
                {"law": text_of(ground["law"]), "reason": text_of(ground["reason"])} for ground in rung["grounds"]
            ],
            "recourse": [text_of(one) for one in rung["recourse"]],
        }
        for rung in data
    ]


def orders_by_kind(keys: Collection[str]) -> dict[str, Text]:
    """Of payments by order (`S:<relief>:<row>`): out of a deposit, or of the emergency fund; one statement."""
    numbers = {key: int(parts[1]) for key in keys if len(parts := key.split(":")) == 3 and parts[1].isdigit()}
    kinds = dict(Relief.objects.filter(pk__in=set(numbers.values())).values_list("pk", "kind"))
    return {key: _FROM[Kind(kinds[number])] for key, number in numbers.items() if number in kinds}


_FROM = {
    Kind.DEPOSIT_DRAW: Text("保证金支取", "out of the wage deposit"),
    Kind.EMERGENCY_FUND: Text("应急周转金", "out of the emergency fund"),
    Kind.ADVANCE_PAYMENT: Text("先行清偿", "from whoever had to pay first"),
}


def _rung(payer: Payer) -> dict[str, Any]:
    return {
        "role": payer.role,
        "name": _text(payer.name),
        "limit": str(payer.limit) if payer.limit is not None else "",
        "limit_unknown": payer.limit_unknown,
        "grounds": [{"row": one.row, "law": _text(one.law), "reason": _text(one.reason)} for one in payer.grounds],
        "recourse": [_text(one) for one in payer.recourse],
    }


def _text(words: Text) -> dict[str, str]:
    return {"zh": words.zh, "en": words.en}
