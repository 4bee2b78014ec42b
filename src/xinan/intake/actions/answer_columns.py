"""Say which column of a firm's sheet is which: remembered for the firm, and the waiting sheets are taken up again."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import QuerySet
from procrastinate.contrib.django import app

from xinan.intake.actions.queue_files import QUEUE, TASK
from xinan.intake.actions.receive_files import original_of
from xinan.intake.mapping.answer import Answer, check_answer, check_fixed
from xinan.intake.mapping.lookup import firm_of, titles_about
from xinan.intake.mapping.propose import Proposal, propose
from xinan.intake.mapping_models import ColumnMapping
from xinan.intake.models import Batch, BatchState
from xinan.intake.policies import contractors_of, visible_batches
from xinan.intake.reading.files import Grid, read_grids
from xinan.intake.sheets import Sheet, sheet_of_kind
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import InvalidValue, NotFound
from xinan.kernel.text import Text
from xinan.people.models import User


def asking_batch(number: int, *, user: User, today: date) -> Batch:
    """A batch that waits for this person's answer. Raises NotFound."""
    batch = visible_batches(user, today=today).filter(pk=number, state=BatchState.ASKING).first()
    if batch is None or not batch.original_sealed:
        raise NotFound(
            "mapping.not_asked",
            Text(
                "这张表没有要确认的列，或已经确认过。",
                "Nothing is to be said about this sheet, or it was said already.",
            ),
            Text("请回到“数据报送”查看结果。", "See the result under Data reporting."),
        )
    return batch


def grid_of(batch: Batch, *, keyring: Keyring) -> Grid:
    """The worksheet a batch stands for. Raises UnusableFile, NotFound."""
    for grid in read_grids(batch.file_name, original_of(batch, keyring=keyring)):
        if grid.name[:100] == batch.sheet:
            return grid
    raise NotFound(
        "mapping.no_sheet",
        Text("文件里没有这张工作表。", "The file has no such worksheet."),
        Text("请重新上传。", "Upload it again."),
    )


def proposal_of(batch: Batch, grid: Grid, *, kind: str, header_row: int) -> Proposal:
    """What the sheet probably is, as far as a person has not said. Raises InvalidValue `mapping.no_header`."""
    found = propose(grid, file_name=batch.file_name, kind=kind, header_row=header_row)
    if found is None:
        raise InvalidValue(
            "mapping.no_header",
            Text("这一行不像表头。", "This row does not look like a header."),
            Text("请选择写有列名的那一行。", "Choose the row that holds the columns' titles."),
        )
    return found


def said_before(batch: Batch, proposal: Proposal, *, today: date) -> tuple[list[str], dict[str, str]] | None:
    """What the firm has said of this header before: the choice for each column, and what holds for every such sheet."""
    mapping = ColumnMapping.objects.filter(
        firm=firm_of(batch, today=today), signature=proposal.header.signature, kind=proposal.sheet.kind
    ).first()
    if mapping is None:
        return None
    names = {index: name for name, index in mapping.places.items()}
    chosen = [names.get(index, "") for index in range(max(names, default=-1) + 1)]
    return chosen, {name: how["value"] for name, how in mapping.fixed.items() if how.get("value")}


def read_answer(
    batch: Batch, grid: Grid, proposal: Proposal, *, chosen: Sequence[str], given: Mapping[str, str]
) -> tuple[Answer, dict[str, str]]:
    """The answer that the choices make, and what was said for this sheet alone. Raises InvalidValue."""
    sheet: Sheet = proposal.sheet
    titles = titles_about(grid, proposal.header.first_row, file_name=batch.file_name)
    places = check_answer(sheet, chosen)
    fixed, said = check_fixed(sheet, places, given, titles=titles)
    return Answer(sheet, proposal.header.last_row, places, fixed), said


def answer_columns(
    batch: Batch, proposal: Proposal, answer: Answer, *, said: Mapping[str, str], by: User, now: datetime
) -> ColumnMapping:
    """Remember the answer for the firm and queue the upload's waiting sheets again, both or neither."""
    with transaction.atomic():
        held = Batch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
        asking_batch(held.pk, user=by, today=now.date())
        mapping, _new = ColumnMapping.objects.update_or_create(
            firm=firm_of(held, today=now.date()),
            signature=proposal.header.signature,
            defaults={
                "titles": list(proposal.header.shown),
                "header_rows": proposal.header.lines,
                "kind": answer.sheet.kind,
                "places": dict(answer.places),
                "fixed": {name: dict(how) for name, how in answer.fixed.items()},
                "decided_by": by,
                "decided_at": now,
            },
        )
        held.said = dict(said)
        held.save(update_fields=["said"])
        # The upload's other sheets of the same header are answered with this one.
        waiting = Batch.objects.filter(upload_key=held.upload_key, state=BatchState.ASKING)
        waiting.update(state=BatchState.RECEIVED)
        app.configure_task(TASK, queue=QUEUE, lock=f"upload-{held.upload_key}").defer(upload_key=held.upload_key)
    return mapping


def own_mappings(user: User, *, today: date) -> QuerySet[ColumnMapping]:
    """The answers of the user's firms."""
    firms = contractors_of(user, today=today) or frozenset()
    return ColumnMapping.objects.filter(firm__in=firms).select_related("decided_by")


def forget_columns(number: int, *, by: User, today: date) -> None:
    """Forget an answer: the next sheet of that header is asked about again. Raises NotFound."""
    deleted, _rows = own_mappings(by, today=today).filter(pk=number).delete()
    if not deleted:
        raise _no_mapping()


def change_columns(number: int, *, chosen: Sequence[str], by: User, now: datetime) -> ColumnMapping:
    """Say anew which column is which, by the titles alone; what is said for the whole sheet stays. Raises as read_answer."""
    with transaction.atomic():
        mapping = own_mappings(by, today=now.date()).select_for_update(of=("self",)).filter(pk=number).first()
        if mapping is None:
            raise _no_mapping()
        places = check_changed(mapping, chosen)
        mapping.places, mapping.decided_by, mapping.decided_at = places, by, now
        mapping.save(update_fields=["places", "decided_by", "decided_at"])
    return mapping


def check_changed(mapping: ColumnMapping, chosen: Sequence[str]) -> dict[str, int]:
    """The places of a changed answer. Raises InvalidValue where a column is lacking that nothing else says."""
    sheet = sheet_of_kind(mapping.kind)
    places = check_answer(sheet, chosen)
    lacking = [c.title for c in sheet.required if c.name not in places and c.name not in mapping.fixed]
    if lacking:
        titles = "、".join(f"“{title}”" for title in lacking)
        raise InvalidValue(
            "mapping.missing",
            Text(f"还没有指定{titles}是哪一列。", f"It is not yet said which column is {titles}."),
            Text(
                "请选定；或删除这条对应关系，下次上传时重新确认。",
                "Choose it; or forget this answer and be asked again.",
            ),
        )
    return places


def _no_mapping() -> NotFound:
    return NotFound(
        "mapping.none",
        Text("没有这条列对应关系。", "There is no such answer."),
        Text("可能已被同事删除。", "A colleague may have removed it."),
    )
