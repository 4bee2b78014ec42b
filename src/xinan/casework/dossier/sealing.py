"""A case that is closed has its file sealed: asked for in the same transaction, done by the worker."""

from typing import Final

from procrastinate.contrib.django import app

from xinan.casework.dossier.actions.ask_export import QUEUE
from xinan.procedures.models import Step

SEAL_TASK: Final = "seal_file"


def after_case_step(step: Step) -> None:
    """Have the file sealed once the umbrella proceeding of its case is closed."""
    if step.proceeding.closed_at is not None and step.state_before != step.state_after:
        case_id = int(step.proceeding.subject_id)
        app.configure_task(SEAL_TASK, queue=QUEUE, lock=f"seal-{case_id}").defer(case_id=case_id, by_id=step.by_id)
