"""Take a batch back, after its sender has seen what will become of its rows."""

from datetime import datetime

from django.db import transaction

from xinan.intake.corrections.policies import withdrawable_batches
from xinan.intake.corrections.take_back import Part, take_back
from xinan.intake.models import Batch
from xinan.kernel.errors import InvalidValue, NotFound
from xinan.kernel.text import Text
from xinan.people.models import User

SHORTEST_REASON, LONGEST_REASON = 4, 300


def withdraw_batch(number: int, *, by: User, reason: str, now: datetime) -> list[Part]:
    """Take the batch back and say what became of its rows. The change log marks its project in the same transaction.

    Raises NotFound where the batch is not this person's to take back, InvalidValue without a reason, NotAllowed.
    """
    checked = checked_reason(reason)
    with transaction.atomic():
        return take_back(_held(number, by=by, now=now), by=by, reason=checked, now=now)


def preview_withdrawal(number: int, *, by: User, now: datetime) -> list[Part]:
    """What taking the batch back would do: it is done, and undone. Raises as `withdraw_batch`."""
    with transaction.atomic():
        parts = take_back(_held(number, by=by, now=now), by=by, reason="预览", now=now)
        transaction.set_rollback(True)
    return parts


def checked_reason(reason: str) -> str:
    """The reason, of a length that says something. Raises InvalidValue."""
    text = " ".join(reason.split())
    if not SHORTEST_REASON <= len(text) <= LONGEST_REASON:
        raise InvalidValue(
            "withdraw.reason",
            Text("请填写原因。", "Give the reason."),
            Text(
                f"用 {SHORTEST_REASON} 至 {LONGEST_REASON} 个字说明为什么更正，会一直保留。",
                f"Say in {SHORTEST_REASON} to {LONGEST_REASON} characters why; it is kept.",
            ),
        )
    return text


def _held(number: int, *, by: User, now: datetime) -> Batch:
    batch = Batch.objects.select_for_update(of=("self",)).filter(pk=number).defer("original_sealed").first()
    if batch is None or not withdrawable_batches(by, today=now.date()).filter(pk=number).exists():
        raise NotFound(
            "withdraw.not_yours",
            Text("没有这一批，或它不能撤回。", "There is no such batch, or it cannot be taken back."),
            Text(
                "只能撤回本单位项目自己报送、已入库、未撤回的工资、考勤、收支、人员、进退场和合同。",
                "What your own projects sent and is in: wages, attendance, movements, people, entries, contracts.",
            ),
        )
    return batch
