"""A closed case is sealed, checked, reopened and sealed again; whatever is touched underneath shows, and rows cannot be touched."""

import base64
from datetime import timedelta

import pytest
from django.db import ProgrammingError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.casework.dossier.filed import NOW, Filed, close, make_filed, reopen, untouchable
from xinan.casework.dossier.actions.seal_case import seal_case
from xinan.casework.dossier.actions.verify_case import verify_case, verify_oldest
from xinan.casework.dossier.chain import Kind
from xinan.casework.dossier.models import Seal, SealCheck, SealEntry
from xinan.casework.dossier.verifying import verify
from xinan.kernel.ciphers import Keyring
from xinan.notices.models import Notice
from xinan.procedures.given import PROOF_CONTENT

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=2)


@pytest.fixture
def filed(keyring: Keyring) -> Filed:
    return make_filed(keyring)


@pytest.fixture
def sealed(filed: Filed, keyring: Keyring) -> Filed:
    close(filed)
    assert seal_case(filed.case.pk, by=filed.leader, now=LATER, keyring=keyring) is not None
    return filed


def kinds(filed: Filed, keyring: Keyring) -> set[tuple[str, str]]:
    found = verify(filed.case, now=LATER, keyring=keyring)
    assert found is not None
    return {(each.kind.value, each.key) for each in found.differences}


def test_an_open_case_is_not_sealed(filed: Filed, keyring: Keyring) -> None:
    assert seal_case(filed.case.pk, by=None, now=LATER, keyring=keyring) is None
    assert verify(filed.case, now=LATER, keyring=keyring) is None


def test_a_closed_one_is_sealed_once_and_holds(sealed: Filed, keyring: Keyring) -> None:
    again = seal_case(sealed.case.pk, by=None, now=LATER + timedelta(hours=1), keyring=keyring)
    seal = Seal.objects.get()
    assert again == seal
    assert seal.items == SealEntry.objects.filter(seal=seal).count() > 5
    assert kinds(sealed, keyring) == set()
    assert seal.keep_until.isoformat() == "2031-11-23"


TOUCHES = {
    "reason": ("procedures_step", "reason = reason || '。'", "id = %(step)s", "changed", "step:%(step)s"),
    "moment": ("procedures_step", "at = at + interval '1 second'", "id = %(step)s", "changed", "step:%(step)s"),
    "maker": ("procedures_step", "by_id = NULL", "id = %(step)s", "changed", "step:%(step)s"),
    "proof": ("procedures_proof", "content_sealed = %(forged)s", "id = %(proof)s", "changed", "step:%(step)s"),
    "token": (
        "procedures_proof",
        "content_sealed = content_sealed || 'AA'",
        "id = %(proof)s",
        "changed",
        "step:%(step)s",
    ),
    "entry": ("cases_caseentry", "words_sealed = %(words)s", "id = %(entry)s", "changed", "entry:%(entry)s"),
    "owed": ("cases_casewage", "owed = owed + 1", "id = %(wage)s", "changed", "worker:%(worker)s"),
    "title": ("cases_case", "title = '另一案由'", "id = %(case)s", "changed", "case:%(case)s"),
}


@pytest.mark.parametrize("touch", sorted(TOUCHES))
def test_what_is_touched_underneath_is_named(sealed: Filed, keyring: Keyring, touch: str) -> None:
    table, change, where, kind, key = TOUCHES[touch]
    values = {
        **sealed.keys,
        "forged": keyring.seal(base64.b64encode(b"%PDF-1.7 forged").decode(), context=PROOF_CONTENT),
        "words": keyring.seal("会议没有开过", context="case_entry.words"),
    }
    with untouchable(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE {table} SET {change} WHERE {where}", values)
        assert cursor.rowcount == 1
    found = kinds(sealed, keyring)
    assert (kind, key % sealed.keys) in found
    assert {named for _, named in found} <= {key % sealed.keys, f"payment:{sealed.case.pk}"}


def test_what_is_taken_out_or_put_in_is_named(sealed: Filed, keyring: Keyring) -> None:
    with untouchable(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM cases_caseentry WHERE id = %(entry)s", sealed.keys)
    assert kinds(sealed, keyring) == {("missing", f"entry:{sealed.keys['entry']}")}
    with untouchable(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procedures_step (proceeding_id, move, state_before, state_after, as_kind, at, version, reason, target, other)"
            " SELECT proceeding_id, move, state_before, state_after, as_kind, at, version, reason, target, other FROM procedures_step"
            " WHERE id = %(step)s RETURNING id",
            sealed.keys,
        )
        new = cursor.fetchone()[0]
    assert kinds(sealed, keyring) == {("missing", f"entry:{sealed.keys['entry']}"), ("added", f"step:{new}")}


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_a_touched_seal_never_holds(sealed: Filed, keyring: Keyring, data: st.DataObject) -> None:
    change = data.draw(
        st.sampled_from(
            [
                "UPDATE dossier_sealentry SET digest = reverse(digest) WHERE position = %s",
                "UPDATE dossier_sealentry SET content = reverse(content) WHERE position = %s",
                "UPDATE dossier_sealentry SET key = key || '0' WHERE position = %s",
                "DELETE FROM dossier_sealentry WHERE position = %s",
                'UPDATE dossier_seal SET "end" = reverse("end") WHERE %s > 0',
                "UPDATE dossier_seal SET head = reverse(head) WHERE %s > 0",
                "UPDATE dossier_seal SET items = items + 1 WHERE %s > 0",
                "UPDATE dossier_seal SET salt_sealed = 'nothing' WHERE %s > 0",
            ]
        )
    )
    which = data.draw(st.integers(1, Seal.objects.get().items))
    point = transaction.savepoint()
    with untouchable(), connection.cursor() as cursor:
        cursor.execute(change, [which])
        assert cursor.rowcount == 1
    try:
        assert kinds(sealed, keyring)
    finally:
        transaction.savepoint_rollback(point)
        connection.cursor().execute("SET LOCAL session_replication_role = DEFAULT")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE dossier_sealentry SET digest = reverse(digest)",
        "DELETE FROM dossier_sealentry",
        'UPDATE dossier_seal SET "end" = head',
        "UPDATE dossier_seal SET keep_until = keep_until - 1",
        "DELETE FROM dossier_seal",
        "UPDATE dossier_sealcheck SET differences = '[]'",
        "DELETE FROM dossier_sealcheck",
    ],
)
def test_the_database_refuses_to_touch_a_seal(sealed: Filed, keyring: Keyring, statement: str) -> None:
    assert verify_case(sealed.case, by=None, now=LATER, keyring=keyring) is not None
    with (
        pytest.raises(ProgrammingError, match="Cannot update|Cannot delete|Cannot update or delete"),
        transaction.atomic(),
    ):
        connection.cursor().execute(statement)


def test_a_reopened_case_gets_a_chapter_chained_to_the_one_before(sealed: Filed, keyring: Keyring) -> None:
    first = Seal.objects.get()
    reopen(sealed)
    found = verify(sealed.case, now=LATER, keyring=keyring)
    assert found is not None
    assert {each.kind for each in found.differences} <= {Kind.ADDED, Kind.CHANGED}  # it goes on after its seal
    close(sealed, now=LATER + timedelta(days=1))
    second = seal_case(sealed.case.pk, by=None, now=LATER + timedelta(days=2), keyring=keyring)
    assert second is not None
    assert (second.chapter, second.previous) == (2, first)
    assert second.items > first.items
    assert kinds(sealed, keyring) == set()
    with untouchable(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE dossier_sealentry SET digest = reverse(digest) WHERE seal_id = %s AND position = %s",
            [first.pk, first.items],
        )
    assert kinds(sealed, keyring) == {("broken", "chapter:1")}


def test_checks_are_written_down_and_the_night_looks_at_the_oldest(sealed: Filed, keyring: Keyring) -> None:
    assert verify_oldest(now=LATER, keyring=keyring) == (1, 0)
    assert verify_oldest(now=LATER, keyring=keyring) == (0, 0)  # looked at a moment ago
    with untouchable(), connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET title = '另一案由' WHERE id = %s", [sealed.case.pk])
    sealed.case.refresh_from_db()
    assert verify_oldest(now=LATER + timedelta(days=31), keyring=keyring) == (1, 1)
    assert Notice.objects.filter(kind="seal_differs", recipient=sealed.leader).count() == 1
    assert SealCheck.objects.first().differences == [["changed", f"case:{sealed.case.pk}", 1]]  # type: ignore[union-attr]
