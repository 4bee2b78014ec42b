"""Numbers without gap or double, a file that never changes, and what issuing refuses."""

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier

import pytest
from django.db import ProgrammingError, connection, connections, transaction

from tests.documents.letters import drafted
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.documents.actions import issue_letter as issuing
from xinan.documents.actions.download_letter import download_letter
from xinan.documents.actions.draft_letter import revise_letter
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.actions.keep_letterhead import keep_letterhead
from xinan.documents.actions.void_letter import void_letter
from xinan.documents.checking.trial import text_of
from xinan.documents.letterheads import Sender
from xinan.documents.models import Letter, LetterCounter, LetterFile
from xinan.documents.sealing import content_of, fields_of
from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.people.models import Organisation, User

THREADS = 40


class PrinterBroke(Exception):
    """What happens to one letter in five after its number was given."""


@pytest.fixture
def breaks_for_some(monkeypatch: pytest.MonkeyPatch) -> set[int]:
    """Sealing fails for the letters whose keys are in the set, once for each."""
    seal, doomed = issuing._seal, set[int]()

    def sealing(letter: Letter, **options: object) -> None:
        if letter.pk in doomed:
            doomed.discard(letter.pk)
            raise PrinterBroke
        seal(letter, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(issuing, "_seal", sealing)
    return doomed


@pytest.mark.django_db(transaction=True)
def test_forty_at_once_get_the_numbers_from_one_on_though_some_fail(
    officer: User, now: datetime, keyring: Keyring, breaks_for_some: set[int]
) -> None:
    letters = [drafted(by=officer, now=now, keyring=keyring) for _ in range(THREADS)]
    breaks_for_some |= {letter.pk for letter in letters[::5]}
    together = Barrier(THREADS)

    def issue(letter: Letter) -> str:
        try:
            together.wait(60)
            return issue_letter(letter, by=officer, now=now, keyring=keyring).number
        except PrinterBroke:
            return ""
        finally:
            connections.close_all()

    with ThreadPoolExecutor(THREADS) as pool:
        given = [number for number in pool.map(issue, letters) if number]
    failed = Letter.objects.filter(sequence=None)
    assert len(given) == THREADS - len(letters[::5])
    assert failed.count() == len(letters[::5])
    assert sorted(Letter.objects.exclude(sequence=None).values_list("sequence", flat=True)) == list(
        range(1, len(given) + 1)
    )
    # Issued again, they take the numbers that follow: none was lost with the failure.
    for letter in failed:
        issue_letter(letter, by=officer, now=now, keyring=keyring)
    assert sorted(Letter.objects.values_list("sequence", flat=True)) == list(range(1, THREADS + 1))
    assert set(Letter.objects.values_list("number", flat=True)) == {
        f"南关人社监〔2026〕{n}号" for n in range(1, THREADS + 1)
    }
    assert LetterFile.objects.count() == THREADS


@pytest.mark.django_db(transaction=True)
def test_one_draft_issued_by_two_at_once_has_one_number(officer: User, now: datetime, keyring: Keyring) -> None:
    letter, together = drafted(by=officer, now=now, keyring=keyring), Barrier(2)

    def issue(_: int) -> str:
        try:
            together.wait(60)
            return issue_letter(letter, by=officer, now=now, keyring=keyring).number
        except Conflict as refusal:
            return refusal.code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(issue, range(2))) == ["letter.state", "南关人社监〔2026〕1号"]
    assert LetterCounter.objects.get().last == 1


def test_each_office_and_each_year_has_its_own_line(officer: User, now: datetime, keyring: Keyring) -> None:
    other = AppointmentFactory(
        user=UserFactory(organisation=OrganisationFactory(name="宽城区人社局", region_code="220103")),
        region_code="220103",
    ).user
    first = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    elsewhere = issue_letter(
        drafted(by=other, now=now, keyring=keyring, region_code="220103"), by=other, now=now, keyring=keyring
    )
    # In Shanghai the new year has begun while UTC is still in the old one.
    midnight = datetime(2027, 1, 1, 0, 30, tzinfo=CHINA)
    next_year = issue_letter(
        drafted(by=officer, now=midnight, keyring=keyring), by=officer, now=midnight, keyring=keyring
    )
    again = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    numbers = [letter.number for letter in (first, elsewhere, next_year, again)]
    assert numbers == [
        "南关人社监〔2026〕1号",
        "宽城区人社监〔2026〕1号",
        "南关人社监〔2027〕1号",
        "南关人社监〔2026〕2号",
    ]


def test_a_mark_is_never_two_offices(officer: User, now: datetime, keyring: Keyring) -> None:
    issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    keep_letterhead(Sender("南关区人社局", "南关人社函"), by=officer, now=now)
    neighbour = AppointmentFactory(
        user=UserFactory(organisation=OrganisationFactory(name="南关区住建局", kind="industry_department")),
        role="industry_department",
        industries=["housing"],
    ).user
    for taken in ("南关人社函", "南关人社监"):  # in use, and used before
        with pytest.raises(Conflict) as refusal:
            keep_letterhead(Sender("南关区住建局", taken), by=neighbour, now=now)
        assert refusal.value.code == "letterhead.mark-taken"
    for wrong in ("", "南关〔2026〕1号"):
        with pytest.raises(InvalidValue):
            keep_letterhead(Sender("南关区住建局", wrong), by=neighbour, now=now)


def test_a_voided_letter_keeps_its_number_and_its_file(officer: User, now: datetime, keyring: Keyring) -> None:
    letter = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    with pytest.raises(InvalidValue):
        void_letter(letter, reason="错", by=officer, now=now)
    voided = void_letter(letter, reason="主送单位有误，另行发文", by=officer, now=now)
    assert (voided.state, voided.number) == ("voided", "南关人社监〔2026〕1号")
    following = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    assert following.sequence == 2
    assert "南关人社监〔2026〕1号" in text_of(download_letter(voided, by=officer, now=now, keyring=keyring))
    with pytest.raises(Conflict) as refusal:
        void_letter(letter, reason="再作废一次", by=officer, now=now)
    assert "赵敏" in refusal.value.what.zh


def refused_by_the_database(statement: str, *arguments: object) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, arguments)
    except ProgrammingError as error:
        return "pgtrigger" in str(error)
    return False


def test_what_is_issued_does_not_change_whoever_tries(officer: User, now: datetime, keyring: Keyring) -> None:
    letter = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    for statement in (
        "UPDATE documents_letter SET number = 'x' WHERE id = %s",
        "UPDATE documents_letter SET sequence = 9 WHERE id = %s",
        "UPDATE documents_letter SET addressee_name = '别家' WHERE id = %s",
        "UPDATE documents_letter SET office_id = office_id + 1 WHERE id = %s",
        "DELETE FROM documents_letter WHERE id = %s",
        "UPDATE documents_letterfile SET digest = 'x' WHERE letter_id = %s",
        "DELETE FROM documents_letterfile WHERE letter_id = %s",
        "DELETE FROM documents_letterevent WHERE letter_id = %s",
    ):
        assert refused_by_the_database(statement, letter.pk), statement
    # Sealed anew under another key it may be, and says the same.
    assert not refused_by_the_database(
        "UPDATE documents_letterfile SET sealed = sealed WHERE letter_id = %s", letter.pk
    )
    with pytest.raises(Conflict):
        revise_letter(letter, fields={"title": "改"}, by=officer, now=now, keyring=keyring, version=1)


def test_the_file_at_rest_is_sealed_and_a_changed_one_is_told(officer: User, now: datetime, keyring: Keyring) -> None:
    letter = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    file = LetterFile.objects.get(letter=letter)
    content = content_of(file, keyring=keyring)
    assert content.startswith(b"PK")
    assert file.digest == sm3_hex(content)
    assert "UEs" not in file.sealed[:40]  # the base64 of a package's first bytes
    assert "安置房" not in Letter.objects.get(pk=letter.pk).fields_sealed
    other = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    LetterFile.objects.filter(letter=letter).update(sealed=LetterFile.objects.get(letter=other).sealed)
    with pytest.raises(Conflict) as refusal:
        content_of(LetterFile.objects.get(letter=letter), keyring=keyring)
    assert refusal.value.code == "letter.file-changed"


def test_an_incomplete_draft_is_not_issued_and_costs_no_number(officer: User, now: datetime, keyring: Keyring) -> None:
    letter = drafted(by=officer, now=now, keyring=keyring, findings=[], law="")
    with pytest.raises(InvalidValue) as refusal:
        issue_letter(letter, by=officer, now=now, keyring=keyring)
    assert refusal.value.what.zh == "还没有填写：预警事项、法律依据。"
    assert not LetterCounter.objects.exists()


def test_fields_are_checked_when_drafted(officer: User, now: datetime, keyring: Keyring) -> None:
    for wrong, code in (
        ({"colour": "red"}, "letter.unknown-field"),
        ({"number": "自编1号"}, "letter.unknown-field"),
        ({"as_of": "去年"}, "letter.field-type"),
        ({"findings": "一句话"}, "letter.field-type"),
        ({"findings": [{"名字": "x"}]}, "letter.field-type"),
        ({"answer_within": "尽快"}, "length-format"),
        ({"law": "法" * 4001}, "letter.field-long"),
    ):
        with pytest.raises(InvalidValue) as refusal:
            drafted(by=officer, now=now, keyring=keyring, **wrong)
        assert refusal.value.code == code
    with pytest.raises(InvalidValue):
        drafted("rectification", by=officer, now=now, keyring=keyring, amount=1.5)
    letter = drafted(by=officer, now=now, keyring=keyring, law="甲\x00\x0b乙")
    assert fields_of(letter, keyring=keyring)["law"] == "甲乙"


def test_two_who_edit_one_draft_are_told(officer: User, now: datetime, keyring: Keyring) -> None:
    letter = drafted(by=officer, now=now, keyring=keyring)
    said = fields_of(letter, keyring=keyring)
    revised = revise_letter(
        letter, fields={**said, "addressee": "乙公司"}, by=officer, now=now, keyring=keyring, version=letter.version
    )
    assert (revised.addressee_name, revised.version) == ("乙公司", 2)
    with pytest.raises(Conflict) as refusal:
        revise_letter(letter, fields=said, by=officer, now=now, keyring=keyring, version=1)
    assert refusal.value.code == "letter.overtaken"


def test_nobody_writes_for_another_office_place_or_trade(
    officer: User, office: Organisation, now: datetime, keyring: Keyring
) -> None:
    other = OrganisationFactory(name="别处人社局", region_code="220103")
    for given in ({"office": other}, {"region_code": "220103"}):
        with pytest.raises(NotAllowed):
            drafted(by=officer, now=now, keyring=keyring, **given)  # type: ignore[arg-type]
    water = AppointmentFactory(
        user=UserFactory(organisation=office), role="industry_department", industries=["water"]
    ).user
    with pytest.raises(NotAllowed):
        drafted(by=water, now=now, keyring=keyring)
    assert drafted(by=water, now=now, keyring=keyring, industry="water").pk
    letter = drafted(by=officer, now=now, keyring=keyring)
    gone = AppointmentFactory(user=UserFactory(organisation=office), to_on=(now - timedelta(days=1)).date()).user
    with pytest.raises(NotAllowed):
        issue_letter(letter, by=gone, now=now, keyring=keyring)


def test_the_system_may_write_by_itself(office: Organisation, now: datetime, keyring: Keyring) -> None:
    letter = drafted(by=None, office=office, now=now, keyring=keyring)  # type: ignore[arg-type]
    issued = issue_letter(letter, by=None, now=now, keyring=keyring)
    assert issued.number == "南关区人社监〔2026〕1号"
    assert [event.by for event in issued.story.all()] == [None, None]
