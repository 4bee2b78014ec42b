"""Makes the procedure of warnings known, with what its steps do beside. Called once by the app."""

from pathlib import Path
from typing import Final

from xinan.monitoring.handling.hooks import after_step, describe_warnings
from xinan.monitoring.handling.opening import PROCEDURE
from xinan.monitoring.handling.telling import REVIEW_KINDS
from xinan.notices.kinds import register_kind
from xinan.procedures.hooks import described_by, on_step, tell_firms_at_once
from xinan.procedures.registry import register

DEFINITION: Final = Path(__file__).with_name("warning.yaml")


def register_all() -> None:
    """Register the definition and the hooks; again is no harm."""
    register(DEFINITION)
    for kind in REVIEW_KINDS:
        register_kind(kind)
    on_step(PROCEDURE, after_step)
    described_by(PROCEDURE, describe_warnings)
    # Raised by data: nobody complained.
    tell_firms_at_once(PROCEDURE)
