"""What the page of relief shows of corrections, of what is owed back, of the limits that held."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from xinan.casework.relief.debts import DebtLine, Owed, lines_of_debts, owed_back
from xinan.casework.relief.doubles import Room, sources_of
from xinan.casework.relief.liability import table
from xinan.casework.relief.models import Correction, Relief, ReliefWorker, WriteOff
from xinan.casework.relief.policies import Standing
from xinan.casework.relief.shown import text_of
from xinan.kernel.text import Text
from xinan.procedures.models import Proceeding, Proof
from xinan.web.handling.asking import Asking
from xinan.web.proceedings.story import proof_views
from xinan.web.proceedings.views_data import ProofView
from xinan.web.shell.scope_words import place_short

_STEPS = {
    "open": Text("立项", "Begun"),
    "apply": Text("提交申请", "Applied for"),
    "approve": Text("批准", "Approved"),
}
_TONES = {"asked": "orange", "approved": "ok", "refused": "red", "withdrawn": "grey"}


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """A correction: of whom (masked), from what to what, by whom, decided by whom."""

    id: int
    name: str
    month: str
    before: Text
    after: Text
    reason: str
    asked_by: str
    asked_at: datetime
    state: str
    state_name: str
    tone: str
    decided_by: str
    decided_at: datetime | None
    words: str
    may_decide: bool
    may_withdraw: bool


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """What came back, or was given up (`given_up`)."""

    debtor: str
    on: date
    amount: Decimal
    words: str
    by: str
    proofs: tuple[ProofView, ...]
    given_up: bool


@dataclass(frozen=True, slots=True)
class MoneyBack:
    """What is owed back of one relief."""

    owed: Owed
    lines: Sequence[DebtLine]
    receipts: Sequence[ReceiptView]
    roles: Sequence[tuple[str, Text]]
    takes: bool
    writes_off: bool


@dataclass(frozen=True, slots=True)
class HeldLimits:
    """Which limits held on the day of a step."""

    step: Text
    on: date
    per_worker: Decimal
    total: Decimal
    sources: Sequence[Text]
    is_default: bool
    place: Text


def corrections_of(relief: Relief, *, who: Asking, standing: Standing) -> list[CorrectionView]:
    """The corrections, those that wait first, then the latest."""
    rows = Correction.objects.filter(row__relief=relief).select_related(
        "row__worker", "row__case_worker", "asked_by", "decided_by"
    )
    views = [_correction(one, who=who, standing=standing) for one in rows.order_by("-pk")]
    return sorted(views, key=lambda one: one.state != "asked")


def money_back(
    relief: Relief, *, proceeding: Proceeding, standing: Standing, moves: frozenset[str]
) -> MoneyBack | None:
    """What is owed back, None where nothing was advanced or it is not the viewer's to see."""
    owed = owed_back([relief]).get(relief.pk)
    if owed is None or standing.as_firm or (proceeding.state not in _SHOWN and not owed.recovered):
        return None
    return MoneyBack(
        owed=owed,
        lines=lines_of_debts(relief),
        receipts=_receipts(relief),
        roles=[(code, name) for code, name in table().roles.items()],
        takes=standing.works and proceeding.state == "recovering",
        writes_off=bool(moves & {"write_off", "write_off_one"}),
    )


def held_limits(relief: Relief) -> list[HeldLimits]:
    """The limits as they were kept on each day, the latest first."""
    return [_held(one) for one in reversed(relief.limits_held)]


def already_paid(relief: Relief, rows: Sequence[ReliefWorker]) -> dict[int, tuple[Decimal, list[Text]]]:
    """Of lines without a result where less may be paid than was granted: how much still, and who paid."""
    room = Room(relief)
    found = {}
    for row in rows:
        most = room.most(row)
        if not row.is_reported and most < row.granted:
            found[row.pk] = (most, [one.words for one in sources_of(row)])
        room.take(row, min(most, row.granted) if not row.is_reported else Decimal("0.00"))
    return found


_SHOWN = ("recovering", "recovered", "written_off")


def _correction(one: Correction, *, who: Asking, standing: Standing) -> CorrectionView:
    person = one.row.worker or one.row.case_worker
    own = one.asked_by_id == who.user.pk
    waits = one.state == "asked"
    return CorrectionView(
        id=one.pk,
        name=person.name_masked or "—",
        month=one.row.month,
        before=_said(one.paid_before, one.paid_on_before, one.failed_before),
        after=_said(one.paid, one.paid_on, one.failed),
        reason=one.reason,
        asked_by=one.asked_by.display_name,
        asked_at=one.asked_at,
        state=one.state,
        state_name=one.get_state_display(),
        tone=_TONES[one.state],
        decided_by=one.decided_by.display_name if one.decided_by else "",
        decided_at=one.decided_at,
        words=one.words,
        may_decide=waits and not own and standing.works,
        may_withdraw=waits and own,
    )


def _said(paid: Decimal, on: date | None, failed: str) -> Text:
    if on is None:
        return Text(f"未付：{failed}", f"Not paid: {failed}")
    return Text(f"{on} 已付 {paid:,.2f} 元", f"{paid:,.2f} yuan paid on {on}")


def _receipts(relief: Relief) -> list[ReceiptView]:
    back = list(relief.recoveries.select_related("payer", "by", "debt__debtor"))
    gone = list(WriteOff.objects.filter(debt__relief=relief).select_related("debt__debtor", "by"))
    steps = {one.step_id for one in back if one.step_id} | {one.step_id for one in gone}
    proofs: dict[int, list[Proof]] = {}
    for proof in Proof.objects.filter(step__in=steps).defer("content_sealed"):
        proofs.setdefault(proof.step_id, []).append(proof)
    views = [
        ReceiptView(
            str(one.payer or "—"),
            one.received_on,
            one.amount,
            one.words,
            one.by.display_name,
            proof_views(proofs.get(one.step_id or 0, [])),
            given_up=False,
        )
        for one in back
    ]
    views += [
        ReceiptView(
            str(one.debt.debtor or "—"),
            one.at.date(),
            one.amount,
            one.reason,
            one.by.display_name,
            proof_views(proofs.get(one.step_id, [])),
            given_up=True,
        )
        for one in gone
    ]
    return sorted(views, key=lambda one: one.on, reverse=True)


def _held(data: dict[str, Any]) -> HeldLimits:
    months, share = data["months"], data["share"]
    texts = [text_of(months["source"]), text_of(data["wage_source"]), text_of(share["source"])]
    return HeldLimits(
        step=_STEPS.get(data["step"], Text(data["step"], data["step"])),
        on=date.fromisoformat(data["on"]),
        per_worker=Decimal(data["per_worker"]),
        total=Decimal(data["total"]),
        sources=list(dict.fromkeys(texts)),
        is_default=bool(months["is_default"] or share["is_default"]),
        place=place_short(months["region"]) if months["region"] else Text("全省", "The province"),
    )
