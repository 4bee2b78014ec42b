"""The procedures of cases, made known when the application starts."""

from pathlib import Path
from typing import Final

from xinan.procedures.registry import register

CODES: Final = (
    "inspection",
    "mediation",
    "payment_order",
    "arbitration",
    "court_enforcement",
    "police_transfer",
    "listing",
    "legal_aid",
)
_FOLDER: Final = Path(__file__).parent


def register_procedures() -> None:
    """Read and register them; called in `AppConfig.ready()` of casework."""
    for code in CODES:
        register(_FOLDER / f"{code}.yaml")
