"""Makes the procedures of relief known, with what steps do beside. Called once by the app, when every model is there."""

from pathlib import Path
from typing import Final

from xinan.casework.cases.closing import also_check
from xinan.casework.cases.membership import on_members_changed
from xinan.casework.letters.facts import letter_facts_by
from xinan.casework.matching.orders import orders_named_by
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.hooks import (
    after_draw_step,
    after_fund_step,
    after_order_step,
    closing_check,
    describe_reliefs,
    follow_members,
    letter_facts,
)
from xinan.casework.relief.policies import SUBJECT
from xinan.casework.relief.shown import orders_by_kind
from xinan.casework.telling import tell_of_step
from xinan.procedures.hooks import described_by, on_step
from xinan.procedures.registry import register

DEFINITIONS: Final = tuple(Path(__file__).with_name(f"{kind}.yaml") for kind in Kind.values)


def register_all() -> None:
    """Register definitions and hooks; again is no harm."""
    for definition in DEFINITIONS:
        register(definition)
    on_step(Kind.DEPOSIT_DRAW, after_draw_step)
    on_step(Kind.EMERGENCY_FUND, after_fund_step)
    on_step(Kind.ADVANCE_PAYMENT, after_order_step)
    for code in Kind.values:
        on_step(code, tell_of_step)
        described_by(code, describe_reliefs)
    letter_facts_by(SUBJECT, letter_facts)
    on_members_changed(follow_members)
    also_check(closing_check)
    orders_named_by(orders_by_kind)
