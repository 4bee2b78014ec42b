"""A case with everything in its file: a voice with its name, proof, minutes with a paper, letters to a firm, wages paid."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from tests.casework.cases.test_closing import ready
from tests.casework.cases.world import MONDAY, World, of_case, world
from tests.casework.dossier.made import pdf, photo
from xinan.casework.cases.actions.close_case import approve_closing, ask_closing, reopen_case
from xinan.casework.cases.actions.write_entry import write_entry
from xinan.casework.cases.enums import EntryKind
from xinan.casework.cases.models import Case, CaseEntry, CaseWage
from xinan.kernel.ciphers import Keyring
from xinan.people.models import User
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.given import seal_proof
from xinan.procedures.models import Proof, Step

NOW = MONDAY
MINUTES = "会议议定：十一月二十五日前由总包先行清偿。"
NOTE = "到现场核对考勤与工资表。"
PROOF_NAME = "王大锤考勤表.pdf"


@dataclass
class Filed:
    """The case, its people, and the keys of one row of each kind."""

    here: World
    case: Case
    keys: dict[str, int]

    @property
    def leader(self) -> User:
        return self.here.inspector.user


def make_filed(keyring: Keyring) -> Filed:
    here = world(keyring)
    case = ready(here)
    proofs = [
        seal_proof(PROOF_NAME, pdf("ATTENDANCE"), media_type="application/pdf", keyring=keyring),
        seal_proof("现场.jpg", photo(), media_type="image/jpeg", keyring=keyring),
    ]
    umbrella = of_case(case, "case")
    make_move(
        umbrella.pk,
        "note",
        by=here.inspector.user,
        scope=here.inspector.scope,
        now=NOW,
        version=umbrella.version,
        reason=NOTE,
        proofs=proofs,
    )
    write_entry(
        case.pk,
        kind=EntryKind.MINUTES,
        words=MINUTES,
        happened_on=NOW.date(),
        by=here.inspector.user,
        scope=here.inspector.scope,
        now=NOW,
        keyring=keyring,
    )
    step = Step.objects.get(proceeding=umbrella, move="note")
    wage = CaseWage.objects.filter(case_worker__case=case).earliest("pk")
    keys = {
        "case": case.pk,
        "step": step.pk,
        "proof": Proof.objects.filter(step=step).earliest("pk").pk,
        "entry": CaseEntry.objects.get(case=case).pk,
        "wage": wage.pk,
        "worker": wage.case_worker_id,
    }
    return Filed(here, case, keys)


def close(filed: Filed, *, now: datetime = NOW) -> None:
    here = filed.here
    ask_closing(
        filed.case.pk,
        reason="工资已全部付清。",
        waive=False,
        by=here.inspector.user,
        scope=here.inspector.scope,
        now=now,
    )
    approve_closing(filed.case.pk, reason="核对无误。", by=here.head.user, scope=here.head.scope, now=now)
    filed.case = Case.objects.get(pk=filed.case.pk)


def reopen(filed: Filed) -> None:
    here = filed.here
    reopen_case(filed.case.pk, reason="工人又反映一笔。", by=here.inspector.user, scope=here.inspector.scope, now=NOW)
    filed.case = Case.objects.get(pk=filed.case.pk)


@contextmanager
def untouchable() -> Iterator[None]:
    """As somebody who has the database itself in hand would: its triggers stand still."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = DEFAULT")
