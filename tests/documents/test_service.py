"""Service in its five ways, the clocks it starts, answers, release, and what is written down of all that."""

from datetime import date, datetime, timedelta

import pytest

from tests.documents.letters import FIRM, drafted
from tests.people.factories import AppointmentFactory
from xinan.documents import hooks
from xinan.documents.actions.answer_letter import release_letter, reply_to_letter
from xinan.documents.actions.download_letter import download_attachment, download_letter
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.actions.serve_letter import confirm_receipt, serve_letter
from xinan.documents.actions.void_letter import void_letter
from xinan.documents.attachments import LARGEST, SentPaper
from xinan.documents.enums import ServiceWay
from xinan.documents.models import Letter, LetterAttachment
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed
from xinan.notices.models import Notice
from xinan.people.models import User

PHOTO = SentPaper("回证 1.jpg", b"\xff\xd8\xff\xe0 a photograph")
TODAY = date(2026, 11, 23)


@pytest.fixture
def firm(db: None) -> User:
    """The labour manager of the firm to which letters go."""
    return AppointmentFactory(role="contractor", enterprise_id=FIRM, region_code="").user


@pytest.fixture
def stranger(db: None) -> User:
    return AppointmentFactory(role="contractor", enterprise_id="91220101MA0000009Z", region_code="").user


@pytest.fixture
def issued(officer: User, now: datetime, keyring: Keyring) -> Letter:
    return issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, int]]:
    """What hooks of other nouns were told."""
    heard: list[tuple[str, int]] = []
    for name in ("_SERVED", "_REPLIED", "_VOIDED"):
        monkeypatch.setattr(hooks, name, {"reminder": [], "interview": []})
    hooks.on_served("reminder", lambda letter: heard.append(("served", letter.pk)))
    hooks.on_replied("reminder", lambda letter: heard.append(("replied", letter.pk)))
    hooks.on_voided("reminder", lambda letter: heard.append(("voided", letter.pk)))
    return heard


@pytest.mark.parametrize(
    ("way", "served", "answer_by"),
    [
        # 5 working days from Monday the 23rd.
        (ServiceWay.DIRECT, TODAY, date(2026, 11, 30)),
        (ServiceWay.LEFT, TODAY, date(2026, 11, 30)),
        (ServiceWay.POST, TODAY, date(2026, 11, 30)),
        (ServiceWay.ELECTRONIC, TODAY, date(2026, 11, 30)),
        # Thirty days after the notice, then 5 working days.
        (ServiceWay.PUBLIC, date(2026, 12, 23), date(2026, 12, 30)),
    ],
)
def test_a_clock_starts_with_the_day_of_service(
    issued: Letter, officer: User, now: datetime, keyring: Keyring, way: ServiceWay, served: date, answer_by: date
) -> None:
    letter = serve_letter(
        issued, how=way, on=TODAY, proof=[PHOTO], by=officer, now=now, keyring=keyring, note="门卫代收"
    )
    assert (letter.state, letter.delivered_on, letter.served_on, letter.answer_by) == (
        "served",
        TODAY,
        served,
        answer_by,
    )
    proof = letter.attachments.get()
    assert proof.media_type == "image/jpeg"
    assert download_attachment(proof, by=officer, now=now, keyring=keyring) == PHOTO.content
    assert letter.story.get(kind="served").note == f"{way.label}，{served}；门卫代收"


def test_a_letter_that_names_a_day_is_due_that_day(officer: User, now: datetime, keyring: Keyring) -> None:
    letter = issue_letter(
        drafted("rectification", by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring
    )
    served = serve_letter(letter, how=ServiceWay.DIRECT, on=TODAY, proof=[PHOTO], by=officer, now=now, keyring=keyring)
    assert served.answer_by == date(2026, 12, 7)
    opinion = issue_letter(
        drafted("review-opinion", by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring
    )
    served = serve_letter(opinion, how=ServiceWay.DIRECT, on=TODAY, proof=[PHOTO], by=officer, now=now, keyring=keyring)
    assert served.answer_by is None


def test_service_wants_its_proof_and_a_possible_day(
    issued: Letter, officer: User, now: datetime, keyring: Keyring
) -> None:
    def serve(on: date, *proof: SentPaper) -> str:
        with pytest.raises(InvalidValue) as refusal:
            serve_letter(issued, how=ServiceWay.DIRECT, on=on, proof=proof, by=officer, now=now, keyring=keyring)
        return refusal.value.code

    assert serve(TODAY) == "letter.proof-needed"
    assert serve(TODAY + timedelta(days=1), PHOTO) == "letter.served-when"
    assert serve(TODAY - timedelta(days=1), PHOTO) == "letter.served-when"
    assert serve(TODAY, SentPaper("回证.pdf", b"MZ\x90 a program")) == "paper.type"
    assert serve(TODAY, SentPaper("回证.pdf", b"")) == "paper.empty"
    assert serve(TODAY, SentPaper("回证.pdf", b"%PDF-" + b"\0" * LARGEST)) == "paper.large"
    assert serve(TODAY, *[PHOTO] * 11) == "paper.many"
    assert not LetterAttachment.objects.exists()
    assert Letter.objects.get(pk=issued.pk).state == "issued"


def test_names_of_papers_lead_nowhere_and_their_content_is_sealed(
    issued: Letter, officer: User, now: datetime, keyring: Keyring
) -> None:
    paper = SentPaper("../../etc/回\r\n证.pdf", b"%PDF-1.7 secret words")
    letter = serve_letter(issued, how=ServiceWay.POST, on=TODAY, proof=[paper], by=officer, now=now, keyring=keyring)
    kept = letter.attachments.get()
    assert "/" not in kept.name
    assert "\n" not in kept.name
    assert "secret" not in kept.sealed


def test_the_firm_confirms_and_answers_what_is_addressed_to_it(
    issued: Letter,
    officer: User,
    firm: User,
    stranger: User,
    now: datetime,
    keyring: Keyring,
    told: list[tuple[str, int]],
) -> None:
    for other in (stranger, officer):
        with pytest.raises(NotAllowed):
            confirm_receipt(issued, by=other, now=now, keyring=keyring)
    letter = confirm_receipt(issued, by=firm, now=now, keyring=keyring)
    assert (letter.served_how, letter.served_on) == ("electronic", TODAY)
    with pytest.raises(Conflict):
        confirm_receipt(issued, by=firm, now=now, keyring=keyring)
    with pytest.raises(NotAllowed):
        reply_to_letter(letter, said="不是我", papers=[], by=stranger, now=now, keyring=keyring)
    with pytest.raises(InvalidValue):
        reply_to_letter(letter, said=" ", papers=[], by=firm, now=now, keyring=keyring)
    tomorrow = now + timedelta(days=1)
    replied = reply_to_letter(letter, said="已补发。", papers=[PHOTO], by=firm, now=tomorrow, keyring=keyring)
    assert (replied.state, replied.replied_on) == ("replied", date(2026, 11, 24))
    again = reply_to_letter(
        letter, said="补充凭证。", papers=[PHOTO], by=firm, now=now + timedelta(days=3), keyring=keyring
    )
    assert again.replied_on == date(2026, 11, 24)
    with pytest.raises(InvalidValue):
        release_letter(again, note="", by=officer, now=tomorrow)
    with pytest.raises(NotAllowed):
        release_letter(again, note="自己销号", by=firm, now=tomorrow)
    released = release_letter(again, note="银行反馈全部成功。", by=officer, now=tomorrow)
    assert released.state == "released"
    with pytest.raises(Conflict):
        void_letter(released, reason="已经销号的不能作废", by=officer, now=tomorrow)
    assert told == [("served", issued.pk), ("replied", issued.pk), ("replied", issued.pk)]
    said = list(released.story.values_list("kind", flat=True))
    assert said == ["drafted", "issued", "served", "replied", "released", "replied"]  # by the time each happened


def test_a_hook_that_fails_undoes_the_service(
    issued: Letter, officer: User, now: datetime, keyring: Keyring, told: list[tuple[str, int]]
) -> None:
    def refuses(_letter: Letter) -> None:
        raise RuntimeError("no such proceeding")

    hooks.on_served("reminder", refuses)
    with pytest.raises(RuntimeError):
        serve_letter(issued, how=ServiceWay.DIRECT, on=TODAY, proof=[PHOTO], by=officer, now=now, keyring=keyring)
    assert Letter.objects.get(pk=issued.pk).state == "issued"
    assert not LetterAttachment.objects.exists()


def test_voiding_tells_who_started_something_but_a_draft_given_up_does_not(
    issued: Letter, officer: User, now: datetime, keyring: Keyring, told: list[tuple[str, int]]
) -> None:
    draft = drafted(by=officer, now=now, keyring=keyring)
    void_letter(draft, reason="不再需要", by=officer, now=now)
    void_letter(issued, reason="主送单位有误", by=officer, now=now)
    assert told == [("voided", issued.pk)]


def test_every_download_of_an_issued_letter_is_written_down(
    issued: Letter, officer: User, firm: User, now: datetime, keyring: Keyring
) -> None:
    for person in (officer, firm):
        download_letter(issued, by=person, now=now, keyring=keyring)
    assert list(issued.story.filter(kind="downloaded").values_list("by", flat=True)) == [officer.pk, firm.pk]


def test_the_firm_is_told_of_a_letter_and_the_office_of_what_the_firm_does(
    officer: User, firm: User, stranger: User, now: datetime, keyring: Keyring
) -> None:
    letter = issue_letter(drafted(by=officer, now=now, keyring=keyring), by=officer, now=now, keyring=keyring)
    confirm_receipt(letter, by=firm, now=now, keyring=keyring)
    reply_to_letter(letter, said="已补发。", papers=[], by=firm, now=now, keyring=keyring)
    told = Notice.objects.order_by("pk").values_list("recipient", "kind", "subject_zh", "link")
    link = f"/letters/{letter.pk}/"
    assert list(told) == [
        (firm.pk, "letter_issued", "收到提醒函：南关人社监〔2026〕1号", link),
        (officer.pk, "letter_served", "文书已签收：南关人社监〔2026〕1号", link),
        (officer.pk, "letter_served", "文书已回复：南关人社监〔2026〕1号", link),
    ]
    assert not Notice.objects.filter(recipient=stranger).exists()


def test_nobody_is_told_of_a_letter_that_was_not_issued_after_all(
    officer: User, firm: User, now: datetime, keyring: Keyring
) -> None:
    with pytest.raises(InvalidValue):
        issue_letter(drafted(by=officer, now=now, keyring=keyring, law=""), by=officer, now=now, keyring=keyring)
    assert not Notice.objects.exists()
