"""After a change of keys everything a case keeps opens with the new one alone."""

from decimal import Decimal

import pytest

from tests.casework.cases.world import MONDAY, TODAY, World, world
from tests.casework.clues.people import somebody
from xinan.casework.cases.actions.give_task import give_task, words_of
from xinan.casework.cases.actions.keep_workers import add_worker
from xinan.casework.cases.actions.write_entry import write_entry
from xinan.casework.cases.enums import EntryKind
from xinan.casework.cases.files import content_of, name_of
from xinan.casework.cases.given import NewTask, ToldWage, ToldWorker
from xinan.casework.cases.models import CaseEntry, CaseFile, CaseTask, CaseWorker
from xinan.gateways.resealing import reseal_columns
from xinan.jobs.resealing import COLUMNS
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.procedures.given import seal_proof

NUMBER = somebody("reseal").number


@pytest.mark.django_db
def test_everything_opens_with_the_new_key_alone() -> None:
    old, new = generate_key("old"), generate_key("new")
    here: World = world(Keyring.parse(old))
    case = here.opened()
    by = {"by": here.inspector.user, "scope": here.inspector.scope, "now": MONDAY, "keyring": here.keyring}
    wage = ToldWage("2026-08", "2026-08", Decimal("100"), "欠条")
    add_worker(case.pk, ToldWorker([wage], name="周大福", id_number=NUMBER), **by)  # type: ignore[arg-type]
    paper = seal_proof("收条.pdf", b"%PDF-1.7", media_type="application/pdf", keyring=here.keyring)
    write_entry(case.pk, kind=EntryKind.NOTE, words="已约谈", happened_on=TODAY, files=[paper], **by)  # type: ignore[arg-type]
    give_task(case.pk, NewTask("核查", "请答复。", TODAY, to_user_id=here.second.user.pk), **by)  # type: ignore[arg-type]

    both, only = Keyring.parse(f"{new},{old}"), Keyring.parse(new)
    assert reseal_columns(COLUMNS, keyring=both) == 9  # of two workers five, an entry, a task, a file and its name
    assert reseal_columns(COLUMNS, keyring=both) == 0
    worker = CaseWorker.objects.exclude(id_number_sealed="").get()
    assert only.open(worker.sealed("id_number"), context="case_worker.id_number") == NUMBER
    assert worker.id_number_index == only.look_up(NUMBER, context="case_worker.id_number")
    assert only.open(CaseEntry.objects.get().words_sealed, context="case_entry.words") == "已约谈"
    assert words_of(CaseTask.objects.get(), keyring=only) == ("请答复。", "")
    file = CaseFile.objects.get()
    assert (name_of(file, keyring=only), content_of(file, keyring=only)) == ("收条.pdf", b"%PDF-1.7")
