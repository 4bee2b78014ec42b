"""How it was handled: every step with its proof, and what happened to the clocks, of every proceeding of the case."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import TypeVar

from django.db.models import Model, Prefetch, Q, QuerySet

from xinan.casework.dossier.items import Item, Paper, Part
from xinan.casework.dossier.opening import digest_of, opened, opened_bytes, said
from xinan.casework.dossier.sources.asked import Asked, minute
from xinan.kernel.text import Text
from xinan.procedures.definition import Procedure
from xinan.procedures.enums import ACTOR_NAMES, ActorKind
from xinan.procedures.given import PROOF_CONTENT, PROOF_NAME
from xinan.procedures.models import ClockEvent, Proceeding, Proof, Step
from xinan.procedures.registry import find_procedure
from xinan.procedures.sheets import kept_lines
from xinan.procedures.timeline import entries_of

Row = TypeVar("Row", bound=Model)
# As what the people of a firm make a step.
FIRM_KINDS = frozenset({ActorKind.CONTRACTOR.value, ActorKind.OWNER.value, ActorKind.BANK.value})


def handled_items(asked: Asked) -> Iterator[Item]:
    """By time over all proceedings; of one moment the step before what it did to the clocks."""
    by_id = {one.pk: one for one in asked.every}
    before, until = {one.pk for one in asked.before}, asked.until
    late = Q() if until is None else Q(proceeding__in=before, at__gt=until)
    late_event = Q() if until is None else Q(clock__proceeding__in=before, at__gt=until)
    found = [*_steps(by_id, asked=asked, late=late), *_events(by_id, late=late_event)]
    yield from sorted(found, key=_order)


def _order(item: Item) -> tuple[float, bool, int]:
    kind, number = item.key.split(":")
    return (item.at.timestamp() if item.at else 0.0), kind != "step", int(number)


def _steps(by_id: Mapping[int, Proceeding], *, asked: Asked, late: Q) -> Iterator[Item]:
    steps = (
        _without(Step.objects.filter(proceeding__in=by_id), late)
        .select_related("by__organisation")
        # One content at a time: a file may hold hundreds.
        .prefetch_related(Prefetch("proofs", Proof.objects.defer("content_sealed").order_by("pk")))
        .order_by("at", "pk")
    )
    for step in steps:
        yield _step(step, find_procedure(by_id[step.proceeding_id].procedure), asked=asked)


def _step(step: Step, procedure: Procedure, *, asked: Asked) -> Item:
    proofs = list(step.proofs.all())
    before, after = (procedure.states.get(code) for code in (step.state_before, step.state_after))
    moved = after.name if after is not None and step.state_before != step.state_after else None
    who = step.by.display_name if step.by else ""
    return Item(
        key=f"step:{step.pk}",
        part=Part.PROCEEDINGS,
        title=_joined(procedure.name, procedure.name_of_move(step.move)),
        at=step.at,
        sealed=_sealed_step(step, proofs, asked=asked),
        lines=tuple(
            (label, value)
            for label, value in (
                (Text("时间", "When"), minute(step.at)),
                (Text("何人", "Who"), " · ".join(part for part in (who, _kind(step.as_kind).zh) if part)),
                (Text("状态", "State"), f"{before.name.zh if before else ''} → {moved.zh}" if moved else ""),
                (Text("计划完成日", "Planned day"), f"{step.plan_on or ''}"),
                (Text("截至日", "Until"), f"{step.until_on or ''}"),
                *((name, value.zh) for name, value in kept_lines(step.other)),
            )
            if value
        ),
        words=step.reason,
        papers=tuple(
            Paper(proof.media_type, proof.size, partial(_content_or_nothing, proof.pk, asked)) for proof in proofs
        ),
        firms=_firms_of(step),
    )


def _sealed_step(step: Step, proofs: list[Proof], *, asked: Asked) -> dict[str, object]:
    return {
        "proceeding": step.proceeding_id,
        "move": step.move,
        "before": step.state_before,
        "after": step.state_after,
        "by": step.by_id,
        "as": step.as_kind,
        "at": step.at,
        "version": step.version,
        "reason": step.reason,
        "plan_on": step.plan_on,
        "until_on": step.until_on,
        "target": step.target,
        "other": step.other,
        "proofs": [
            {
                "id": proof.pk,
                "name": said(opened(proof.name_sealed, context=PROOF_NAME, keyring=asked.keyring)),
                "type": proof.media_type,
                "size": proof.size,
                "digest": proof.digest,
                "content": partial(_digest, proof.pk, asked),
                "taken_at": proof.taken_at,
                "place": [proof.latitude, proof.longitude],
            }
            for proof in proofs
        ],
    }


def _events(by_id: Mapping[int, Proceeding], *, late: Q) -> Iterator[Item]:
    events = _without(ClockEvent.objects.filter(clock__proceeding__in=by_id), late)
    for event in events.select_related("clock", "by__organisation").order_by("at", "pk"):
        procedure = find_procedure(by_id[event.clock.proceeding_id].procedure)
        told = entries_of(procedure, (), [event])
        title = told[0].title if told else Text(event.kind, event.kind)
        yield Item(
            key=f"clock:{event.pk}",
            part=Part.PROCEEDINGS,
            title=_joined(procedure.name, title),
            at=event.at,
            sealed={
                "clock": event.clock_id,
                "code": event.clock.code,
                "kind": event.kind,
                "act": event.act,
                "at": event.at,
                "by": event.by_id,
                "due_on": event.due_on,
                "due_before": event.due_before,
                "because": event.because,
            },
            lines=((Text("时间", "When"), minute(event.at)),),
            words=event.because,
        )


def _without(rows: QuerySet[Row], late: Q) -> QuerySet[Row]:
    return rows.exclude(late) if late else rows


def _firms_of(step: Step) -> frozenset[str]:
    """A firm may see again what its own people gave."""
    firm = step.by.organisation.enterprise_id if step.by is not None and step.by.organisation is not None else ""
    return frozenset({firm}) if firm and step.as_kind in FIRM_KINDS else frozenset()


def _content(proof_id: int, asked: Asked) -> bytes | None:
    sealed = Proof.objects.values_list("content_sealed", flat=True).get(pk=proof_id)
    return opened_bytes(sealed, context=PROOF_CONTENT, keyring=asked.keyring)


def _digest(proof_id: int, asked: Asked) -> str:
    return digest_of(_content(proof_id, asked))


def _content_or_nothing(proof_id: int, asked: Asked) -> bytes:
    return _content(proof_id, asked) or b""


def _joined(first: Text, second: Text) -> Text:
    return Text(f"{first.zh}：{second.zh}", f"{first.en}: {second.en}")


def _kind(code: str) -> Text:
    return ACTOR_NAMES.get(ActorKind(code), Text(code, code)) if code in set(ActorKind) else Text(code, code)
