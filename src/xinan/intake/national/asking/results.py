"""What became of a message."""

from typing import Any

from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.intake.national.actions.receive_message import batch_serial
from xinan.intake.national.serials import number_in
from xinan.intake.national_models import NationalHandling
from xinan.kernel.text import Text

PENDING, FAILED, DONE = 0, 10, 20
_MOST_TOLD = 20  # lines told in the text; the list has all


def result_of(serial: str, *, project_id: str, language: str) -> dict[str, Any] | None:
    """The data of the answer; None where the project sent no such message.

    A message of which any line was refused has failed: its sender must not take it for done. Lines that were right are
    in all the same, and sending all of it again changes nothing about them.
    """
    number = number_in(serial)
    if number is None:
        return None
    batch = Batch.objects.filter(pk=number, source=BatchSource.NATIONAL, project_id=project_id).first()
    if batch is None or batch_serial(batch) != serial:
        return None
    answer: dict[str, Any] = {"requestSerialCode": serial}
    if batch.finished_at is None:
        return answer | {"status": PENDING, "result": Text("处理中", "Being taken").in_language(language)}
    faults = list(batch.faults.all())
    handling = NationalHandling.objects.filter(batch=batch).first()
    result = handling.result if handling else None
    if faults or batch.state == BatchState.REFUSED:
        errors = [
            {
                "line": fault.row,
                "field": fault.column,
                "code": fault.code,
                "message": Text(fault.what_zh, fault.what_en).in_language(language),
                "remedy": Text(fault.remedy_zh, fault.remedy_en).in_language(language),
            }
            for fault in faults
        ]
        told = _told(batch, errors, language=language)
        return answer | {"status": FAILED, "result": told, "errors": errors, "taken": result}
    return answer | {"status": DONE, "result": result or Text("处理成功", "Taken").in_language(language)}


def _told(batch: Batch, errors: list[dict[str, Any]], *, language: str) -> str:
    good = batch.added + batch.changed + batch.unchanged
    head = Text(f"成功 {good} 行，失败 {batch.rejected} 行。", f"{good} taken, {batch.rejected} refused. ")
    if not batch.rejected:
        head = Text("处理失败。", "Refused. ")
    lines = []
    for error in errors[:_MOST_TOLD]:
        place = Text(f"第{error['line']}行：", f"Line {error['line']}: ") if error["line"] else Text("", "")
        lines.append(f"{place.in_language(language)}{error['message']}{error['remedy']}")
    if len(errors) > _MOST_TOLD:
        lines.append("…")
    return head.in_language(language) + " ".join(lines)
