"""Letters from the panel: drafted with what is known, served, starting a clock; who sees them, who is told."""

import re

import pytest

from tests.web.proceedings.conftest import Cast, Somebody, planned
from tests.web.proceedings.test_panel import LATER, ordered, page, text_of
from tests.web.small_province import NOW, TODAY, Province
from xinan.casework.letters.facts import forget_facts, letter_facts_by
from xinan.casework.telling import told_from
from xinan.documents.actions.draft_letter import revise_letter
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.actions.serve_letter import serve_letter
from xinan.documents.actions.void_letter import void_letter
from xinan.documents.attachments import SentPaper
from xinan.documents.enums import ServiceWay
from xinan.documents.kinds import find_kind
from xinan.documents.models import Letter
from xinan.documents.policies import visible_letters
from xinan.documents.sealing import fields_of
from xinan.documents.telling import TELL_FIRM, open_to_firm
from xinan.gateways.wiring import wiring
from xinan.notices.models import Notice
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.procedures.models import Clock, Proceeding

pytestmark = pytest.mark.django_db
RECEIPT = [SentPaper("回证.pdf", b"%PDF-1.4 receipt")]


def draft(one: Proceeding, who: Somebody, code: str = "pay-order") -> Letter:
    answer = who.client.post(f"{page(one)}letters/{code}/")
    assert answer.status_code == 302, answer.content.decode()
    return Letter.objects.get(pk=int(re.search(r"/letters/(\d+)/edit/", answer["Location"])[1]))


def issued(letter: Letter, by: User) -> Letter:
    """Issued, with whatever its fields still lack taken from their examples."""
    said = fields_of(letter, keyring=wiring().keyring)
    filled = {field.name: said.get(field.name) or field.example for field in find_kind(letter.kind).asked}
    revise_letter(letter, fields=filled, by=by, now=NOW, keyring=wiring().keyring, version=letter.version)
    return issue_letter(letter, by=by, now=NOW, keyring=wiring().keyring)


def served(letter: Letter, by: User, *, how: ServiceWay = ServiceWay.DIRECT) -> Letter:
    return serve_letter(letter, how=how, on=TODAY, proof=RECEIPT, by=by, now=NOW, keyring=wiring().keyring)


def seen_by(who: Somebody) -> set[int]:
    return set(visible_letters(who.user, scope=scope_of(who.user, on=TODAY)).values_list("pk", flat=True))


def test_a_letter_that_a_move_names_is_drafted_with_what_is_known(
    one: Proceeding, cast: Cast, province: Province
) -> None:
    letter_facts_by(
        "desk", lambda _one, _kind: {"case_number": "吉薪案〔2026〕00012号", "amount": "71280", "no_such": "x"}
    )
    cast.inspector.move(one, "accept")
    html = cast.inspector.get(page(one)).content.decode()
    assert "写责令支付工资决定书" in html
    letter = draft(one, cast.inspector)
    forget_facts("desk")
    said = fields_of(letter, keyring=wiring().keyring)
    assert (letter.subject_kind, letter.subject_id) == ("proceeding", str(one.pk))
    assert letter.addressee_enterprise_id == province.red.contractor_id
    assert said["addressee"] == said["employer"] == province.contractor.name
    assert said["project_name"] == province.red.name
    assert (said["case_number"], said["amount"]) == ("吉薪案〔2026〕00012号", "71280.00")
    assert said["law"].startswith("《劳动保障监察条例》第18、26条")
    # Asked for again, the draft that was begun is the one that opens.
    assert draft(one, cast.inspector).pk == letter.pk


def test_a_letter_of_another_procedure_is_not_offered(one: Proceeding, cast: Cast) -> None:
    assert cast.inspector.client.post(f"{page(one)}letters/penalty-decision/").status_code == 404
    assert cast.inspector.get(f"{page(one)}letters/pay-order/").status_code == 405


def test_service_starts_the_clock_and_the_panel_shows_it(one: Proceeding, cast: Cast) -> None:
    ordered(one, cast)
    letter = issued(draft(one, cast.inspector), cast.inspector.user)
    assert not Clock.objects.filter(proceeding=one, code="pay").exists()
    served(letter, cast.inspector.user)
    clock = Clock.objects.get(proceeding=one, code="pay")
    assert (clock.started_at.date(), clock.due_on.isoformat()) == (TODAY, "2026-12-07")
    said = text_of(cast.inspector.get(page(one)))
    for words in ("支付期限", letter.number, "2026-11-23 签发", "2026-11-23 送达", "应于 2026-12-07 前回复"):
        assert words in said, words
    void_letter(letter, reason="金额有误，另行发文", by=cast.inspector.user, now=NOW)
    clock.refresh_from_db()
    assert clock.state == "met"


def test_a_public_notice_starts_the_clock_thirty_days_on(one: Proceeding, cast: Cast) -> None:
    ordered(one, cast)
    served(issued(draft(one, cast.inspector), cast.inspector.user), cast.inspector.user, how=ServiceWay.PUBLIC)
    assert Clock.objects.get(proceeding=one, code="pay").started_at.date().isoformat() == "2026-12-23"


def test_the_firm_reads_the_letter_to_it_and_confirms_its_receipt(one: Proceeding, cast: Cast) -> None:
    ordered(one, cast)
    letter = issued(draft(one, cast.inspector), cast.inspector.user)
    # Issued, and not yet told: its hour would say when the office acted.
    assert cast.contractor.get(page(one)).status_code == 404
    assert cast.contractor.get(f"/letters/{letter.pk}/").status_code == 404
    assert not Notice.objects.filter(recipient=cast.contractor.user).exists()
    [(at, number)] = planned(TELL_FIRM, "number")
    assert (at, number) == (told_from(NOW), letter.pk)
    assert open_to_firm(number, now=at)
    assert not open_to_firm(number, now=at)
    assert Notice.objects.get(recipient=cast.contractor.user).link == f"/letters/{letter.pk}/"
    assert letter.number in text_of(cast.contractor.get(page(one)))
    assert cast.contractor.client.post(f"/letters/{letter.pk}/confirm/").status_code == 302
    assert "支付期限" in text_of(cast.contractor.get(page(one)))
    assert cast.stranger.get(f"/letters/{letter.pk}/").status_code == 404


def test_a_letter_voided_before_the_batch_is_never_the_firms_to_read(one: Proceeding, cast: Cast) -> None:
    ordered(one, cast)
    letter = issued(draft(one, cast.inspector), cast.inspector.user)
    void_letter(letter, reason="金额有误，另行发文", by=cast.inspector.user, now=NOW)
    [(at, number)] = planned(TELL_FIRM, "number")
    assert not open_to_firm(number, now=at)
    assert cast.contractor.get(f"/letters/{letter.pk}/").status_code == 404


def test_a_letter_to_a_worker_shows_no_name_in_lists_and_is_not_the_firms(one: Proceeding, cast: Cast) -> None:
    letter = draft(one, cast.inspector, "case-acceptance")
    assert letter.addressee_enterprise_id == ""
    issued(letter, cast.inspector.user)
    letter.refresh_from_db()
    assert letter.addressee_name == "王某"
    assert "王建国" not in text_of(cast.other.get("/letters/"))
    assert letter.pk not in seen_by(cast.contractor)
    assert cast.contractor.get(page(one)).status_code == 404


def test_letters_of_what_is_open_to_members_are_open_to_members(closed_off: Proceeding, cast: Cast) -> None:
    first = issued(draft(closed_off, cast.inspector, "case-acceptance"), cast.inspector.user)
    for insider in (cast.inspector, cast.mediator):
        assert first.pk in seen_by(insider)
    for outsider in (cast.other, cast.city, cast.elsewhere, cast.contractor):
        assert first.pk not in seen_by(outsider)
        assert outsider.get(f"/letters/{first.pk}/").status_code == 404


def test_a_mediator_writes_about_what_names_them(closed_off: Proceeding, one: Proceeding, cast: Cast) -> None:
    letter = draft(closed_off, cast.mediator, "case-acceptance")
    assert letter.office == cast.mediator.user.organisation
    assert cast.mediator.client.post(f"{page(one)}letters/pay-order/").status_code == 404


def test_a_day_that_lies_ahead_is_refused_in_the_form(one: Proceeding, cast: Cast) -> None:
    ordered(one, cast)
    answer = cast.inspector.move(one, "finish", happened_on=LATER)
    assert answer.status_code == 422
    assert "还没有到" in text_of(answer)
