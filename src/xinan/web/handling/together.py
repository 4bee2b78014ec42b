"""What may be done to several warnings of a project at once."""

from collections import Counter
from collections.abc import Sequence
from typing import Final

from django.urls import reverse

from xinan.kernel.text import Text
from xinan.monitoring.handling.opening import PROCEDURE
from xinan.procedures.registry import find_procedure
from xinan.web.handling.views_data import HandlingView
from xinan.web.proceedings.views_data import OfferView

# No proof, no judgement of the single case.
TOGETHER: Final = ("sign", "record_plan", "note")


def together(project_id: str, views: Sequence[HandlingView]) -> tuple[OfferView, ...]:
    """What this person may do to several warnings of a project at once."""
    open_to = Counter(
        offer.code for view in views for offer in view.offers if offer.refused is None and offer.code in TOGETHER
    )
    moves = find_procedure(PROCEDURE).moves
    return tuple(
        OfferView(
            code=code,
            name=Text(f"全部{moves[code].name.zh}（{number}）", f"{moves[code].name.en}: all {number}"),
            url=reverse("project-moves", args=[project_id, code]),
            primary=code == "sign",
        )
        for code, number in open_to.items()
        if number > 1
    )
