"""Makes the letters of casework known, and lets those concerned be told of steps."""

from xinan.casework.letters import disputes, inspection
from xinan.casework.procedures.registered import CODES
from xinan.casework.telling import register_notices, tell_of_step
from xinan.documents.kinds import register_kinds
from xinan.procedures.hooks import on_step


def register_letters() -> None:
    """Register the kinds, and the notices of steps; in `AppConfig.ready()`, again is no harm."""
    register_kinds((*inspection.KINDS, *disputes.KINDS))
    register_notices()
    for code in CODES:
        on_step(code, tell_of_step)
