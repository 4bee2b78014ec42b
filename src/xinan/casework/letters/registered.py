"""Makes the letters of casework known."""

from xinan.casework.letters import disputes, inspection
from xinan.casework.telling import register_notices
from xinan.documents.kinds import register_kinds


def register_letters() -> None:
    """Register the kinds, and the notices of steps; in `AppConfig.ready()`, again is no harm."""
    register_kinds((*inspection.KINDS, *disputes.KINDS))
    register_notices()
