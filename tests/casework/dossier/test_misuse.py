"""Whoever is not of the case learns nothing: a party's version has no trace of who complained, or when, or how many did."""

import io
import re
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import pytest
from pypdf import PdfReader

from tests.casework.cases.world import MONTH, Officer, World, officer
from tests.casework.clues.people import taken, voice
from tests.casework.dossier.filed import MINUTES, NOTE, NOW, PROOF_NAME, Filed, make_filed
from tests.casework.dossier.made import pdf, word
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.casework.cases.actions.change_members import add_member
from xinan.casework.cases.enums import LookedAt, Part
from xinan.casework.cases.models import CaseClue, CaseLook
from xinan.casework.dossier.actions.ask_export import Wish, ask_export
from xinan.casework.dossier.actions.download_export import content_of, download_export
from xinan.casework.dossier.actions.make_export import KEPT, discard_exports, make_export
from xinan.casework.dossier.export_models import ExportPart, FileDownload, FileExport, Form, Version
from xinan.casework.dossier.file import file_for, file_of
from xinan.casework.dossier.printing.archive import pack
from xinan.casework.dossier.printing.pdf import print_pdf
from xinan.casework.dossier.printing.volume import Volume
from xinan.documents.models import Letter, LetterFile
from xinan.documents.sealing import FILE, seal_bytes, seal_fields
from xinan.kernel.ciphers import Keyring
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.errors import Conflict, InvalidValue, NotFound
from xinan.kernel.text import Text
from xinan.people.models import AccessRecord
from xinan.people.scope import scope_of
from xinan.procedures.given import seal_proof
from xinan.procedures.models import Proof, Step

pytestmark = pytest.mark.django_db
FIRMS_WORDS = "我司已于本周筹措资金。"
COMPLAINED = NOW - timedelta(days=37)


@pytest.fixture
def filed(keyring: Keyring) -> Filed:
    made = make_filed(keyring)
    complain(made, keyring, number=1)
    return made


def complain(filed: Filed, keyring: Keyring, *, number: int) -> None:
    """A clue with a voice that names its speaker, taken weeks before, joined to the case."""
    clue = taken(
        filed.here.inspector,
        keyring,
        now=COMPLAINED + timedelta(hours=number),
        project_id=filed.here.project.pk,
        voice=voice(name=f"钱多多{number}", phone=f"1541234{number:04}", words=f"我是钱多多{number}，老板欠我钱。"),
    )
    CaseClue.objects.create(case=filed.case, clue=clue, added_at=NOW, added_by=filed.leader)


def contractor(filed: Filed) -> str:
    return str(filed.here.project.contractor_id)


def order_to(filed: Filed, keyring: Keyring, *, served: bool = True, to: str = "") -> Letter:
    """A letter of the case to a firm."""
    number = f"南人社监令〔2026〕{Letter.objects.count() + 1}号"
    letter = Letter.objects.create(
        kind="pay-order", office=filed.here.office, state="served" if served else "issued", subject_kind="case",
        subject_id=str(filed.case.pk), title="责令支付决定书", addressee_name="总包", addressee_enterprise_id=to or contractor(filed),
        fields_sealed=seal_fields({"amount": "12000"}, keyring=keyring), drafted_at=NOW, year=2026,
        sequence=Letter.objects.count() + 1, number=number, issued_at=NOW, issued_by=filed.leader,
        served_how="direct" if served else "", served_on=NOW.date() if served else None,
    )  # fmt: skip
    content = word("责令你单位支付工资。")
    LetterFile.objects.create(
        letter=letter,
        template_digest="0" * 64,
        sealed=seal_bytes(content, keyring=keyring, context=FILE),
        size=len(content),
        digest=sm3_hex(content),
    )
    return letter


def answer_of_the_firm(filed: Filed, keyring: Keyring) -> None:
    """A step that somebody of the contractor made, with a paper of its own."""
    firm = OrganisationFactory(name="总包公司", kind="enterprise", enterprise_id=contractor(filed))
    clerk = UserFactory(organisation=firm)
    given = Step.objects.get(pk=filed.keys["step"])
    step = Step.objects.create(
        proceeding=given.proceeding,
        move="note",
        state_after="open",
        by=clerk,
        as_kind="contractor",
        at=NOW,
        version=9,
        reason=FIRMS_WORDS,
    )
    proof = seal_proof("我司凭证.pdf", pdf("RECEIPT"), media_type="application/pdf", keyring=keyring)
    Proof.objects.create(
        step=step,
        name_sealed=proof.name_sealed,
        media_type=proof.media_type,
        size=proof.size,
        digest=proof.digest,
        content_sealed=proof.content_sealed,
    )


def volume(filed: Filed, keyring: Keyring) -> Volume:
    items = file_for(filed.case, enterprise_id=contractor(filed), now=NOW, keyring=keyring)
    return Volume(Text("案　卷", "File"), filed.case.number, date(2026, 11, 25), items)


def text_of(content: bytes) -> str:
    """Everything that can be read out of a version, as a PDF or as an archive, with its metadata and names."""
    if content.startswith(b"%PDF"):
        reader = PdfReader(io.BytesIO(content))
        read = [page.extract_text() for page in reader.pages]
        return "".join([*read, str(reader.metadata), str(reader.outline), content.decode("latin-1")])
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = [str(entry) for entry in archive.infolist()]
        inside = [archive.read(name).decode("utf-8", "replace") for name in archive.namelist()]
    return "".join([*names, *inside])


@pytest.mark.parametrize("form", ["pdf", "zip"])
def test_a_partys_version_has_no_trace_of_who_complained(filed: Filed, keyring: Keyring, form: str) -> None:
    order_to(filed, keyring)
    answer_of_the_firm(filed, keyring)
    made = volume(filed, keyring)
    told = text_of(print_pdf(made) if form == "pdf" else pack(made))
    squeezed = re.sub(r"\s", "", told)
    assert "责令支付决定书" in squeezed
    assert FIRMS_WORDS in squeezed
    assert form == "zip" or "责令你单位支付工资。工资月份2026-09" in squeezed
    numbers = [link.clue.number for link in CaseClue.objects.filter(case=filed.case).select_related("clue")]
    assert len(numbers) == 2
    assert all(numbers)
    planted = [
        "钱多多", "老板欠我钱", "154****", "1541234", *numbers, "线索", "诉求", MINUTES, NOTE, PROOF_NAME, "王大锤",
        f"{COMPLAINED:%Y-%m-%d}", f"{COMPLAINED:%Y%m%d}", filed.case.title if "线索" in filed.case.title else "会议纪要",
        *(worker.name_masked for worker in filed.here.workers if worker.name_masked), "step:", "voice:", "clue:",
    ]  # fmt: skip
    assert [word for word in planted if word in squeezed] == []


def test_it_does_not_change_with_the_number_of_complaints(filed: Filed, keyring: Keyring) -> None:
    """Not a byte, a number, a page, a length tells how many voices the office has heard."""
    order_to(filed, keyring)
    before = (print_pdf(volume(filed, keyring)), pack(volume(filed, keyring)))
    for number in range(2, 5):
        complain(filed, keyring, number=number)
    assert (print_pdf(volume(filed, keyring)), pack(volume(filed, keyring))) == before


def test_a_party_sees_only_what_was_served_on_it(filed: Filed, keyring: Keyring) -> None:
    other = order_to(filed, keyring, to="91220101MA0000009X")
    waiting = order_to(filed, keyring, served=False)
    mine = order_to(filed, keyring)
    titles = [item.title.zh for item in file_for(filed.case, enterprise_id=contractor(filed), now=NOW, keyring=keyring)]
    assert any(mine.number in title for title in titles)
    assert not any(other.number in title or waiting.number in title for title in titles)


def test_the_data_a_party_sees_are_those_of_the_whole_site(filed: Filed, keyring: Keyring) -> None:
    items = file_for(filed.case, enterprise_id=contractor(filed), now=NOW, keyring=keyring)
    table = next(item.table for item in items if item.table is not None)
    assert table.rows == ((MONTH, "2", "12,000.00", "12,000.00", "0.00"),)


def test_members_see_the_whole_with_names_masked_unless_they_say_why(filed: Filed, keyring: Keyring) -> None:
    masked = str([(item.lines, item.words, item.title) for item in file_of(filed.case, now=NOW, keyring=keyring)])
    assert "老板欠我钱" in masked  # the words themselves are the file's
    assert "'钱多多1'" not in masked
    clear = str([item.lines for item in file_of(filed.case, now=NOW, keyring=keyring, clear=True)])
    assert "'钱多多1'" in clear


def wish(**changed: object) -> Wish:
    return Wish(**{"form": Form.ZIP, "version": Version.FULL, **changed})  # type: ignore[arg-type]


def asked(filed: Filed, who: Officer, **changed: object) -> FileExport:
    return ask_export(filed.case.pk, wish(**changed), by=who.user, scope=who.scope, now=NOW)


def test_an_export_is_made_taken_and_written_down(filed: Filed, keyring: Keyring) -> None:
    who = filed.here.inspector
    export = asked(filed, who)
    with pytest.raises(Conflict):
        asked(filed, who)  # one at a time
    with pytest.raises(Conflict):
        download_export(filed.case.pk, export.pk, by=who.user, scope=who.scope, now=NOW)
    make_export(export.pk, now=NOW, keyring=keyring)
    export.refresh_from_db()
    assert (export.state, export.done, export.total) == ("done", export.total, export.total)
    for _ in range(2):
        taken_out = download_export(filed.case.pk, export.pk, by=who.user, scope=who.scope, now=NOW, request_id="r-1")
        content = b"".join(content_of(taken_out, keyring=keyring))
    assert (len(content), sm3_hex(content)) == (export.size, export.digest)
    assert zipfile.ZipFile(io.BytesIO(content)).testzip() is None
    assert FileDownload.objects.filter(export=export, by=who.user, request_id="r-1").count() == 2
    assert (
        CaseLook.objects.filter(case=filed.case, user=who.user, what=LookedAt.EXPORT, which=str(export.pk)).count() == 2
    )
    assert discard_exports(now=NOW + KEPT + timedelta(seconds=1)) == 1
    assert not ExportPart.objects.exists()
    with pytest.raises(Conflict):
        download_export(filed.case.pk, export.pk, by=who.user, scope=who.scope, now=NOW)


def test_names_in_clear_need_a_reason_and_stay_with_who_gave_it(filed: Filed, keyring: Keyring) -> None:
    who = filed.here.inspector
    with pytest.raises(InvalidValue):
        asked(filed, who, clear=True)
    export = asked(filed, who, clear=True, reason="随案移送法院")
    assert AccessRecord.objects.filter(user=who.user, subject_kind="case", reason="随案移送法院").count() == 1
    make_export(export.pk, now=NOW, keyring=keyring)
    second = filed.here.second
    with pytest.raises(NotFound):
        download_export(filed.case.pk, export.pk, by=second.user, scope=second.scope, now=NOW)


def test_a_version_goes_to_parties_alone(filed: Filed) -> None:
    who = filed.here.inspector
    with pytest.raises(InvalidValue):
        asked(filed, who, version=Version.PARTY, enterprise_id="91220101MA0000009X")
    assert asked(filed, who, version=Version.PARTY, enterprise_id=contractor(filed)).enterprise_id == contractor(filed)


def strangers(filed: Filed) -> dict[str, Officer]:
    here: World = filed.here
    clerk = UserFactory(
        organisation=OrganisationFactory(name="总包", kind="enterprise", enterprise_id=contractor(filed))
    )
    AppointmentFactory(user=clerk, role="contractor", region_code="", enterprise_id=contractor(filed))
    mediator = officer("mediator", region="")
    lead = here.inspector
    add_member(
        filed.case.pk, user_id=mediator.user.pk, part=Part.MEDIATOR, reason="", by=lead.user, scope=lead.scope, now=NOW
    )
    return {
        "colleague": here.colleague,
        "other county": officer(region="220203"),
        "firm": Officer(clerk, scope_of(clerk, on=NOW.date())),
        "auditor": officer("auditor", region=""),
        "mediator of the case": mediator,
    }


def test_others_hear_the_same_as_of_a_case_that_never_was(filed: Filed, keyring: Keyring) -> None:
    export = asked(filed, filed.here.inspector)
    make_export(export.pk, now=NOW, keyring=keyring)
    for name, who in strangers(filed).items():
        told = []
        for case_id in (filed.case.pk, filed.case.pk + 999):
            for act in (
                lambda case_id=case_id, who=who: ask_export(case_id, wish(), by=who.user, scope=who.scope, now=NOW),
                lambda case_id=case_id, who=who: download_export(
                    case_id, export.pk, by=who.user, scope=who.scope, now=NOW
                ),
            ):
                with pytest.raises(NotFound) as refused:
                    act()  # type: ignore[no-untyped-call]
                told.append(refused.value.message())
        assert len(set(told)) == 1, name
    assert not FileDownload.objects.exists()


def test_the_amounts_of_a_claim_are_not_in_a_partys_version(filed: Filed, keyring: Keyring) -> None:
    """What complainants say they are owed is theirs; a firm sees what its own payroll says of the site."""
    assert Decimal(12000) == CaseClue.objects.filter(case=filed.case).latest("pk").clue.amount
    lines = str(
        [item.lines for item in file_for(filed.case, enterprise_id=contractor(filed), now=NOW, keyring=keyring)]
    )
    assert "自述金额" not in lines
