"""Nothing personal in logs, addresses or errors: people are planted, the product is driven, what it writes is searched.

The searched logs are those before the scrubber, which is a second net and is tested by itself: nobody may lean on it.
"""

import io
import logging  # noqa: TID251  to listen to what packages log
import re
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import unquote

import pytest
import structlog
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import Settings

from config.scrubbing import masked, scrub
from tests.intake import planted, site
from tests.intake.site import CONTRACTOR, CONTRACTOR_NAME, PROJECT, Record
from tests.intake.workbooks import workbook
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.support.queue import work_off
from xinan.gateways.wiring import wiring
from xinan.intake.sheets import sheet_of_kind
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.kernel.errors import XinanError
from xinan.kernel.identifiers import BankCard, CitizenId, Phone
from xinan.people.models import AccessRecord
from xinan.workforce.models import Worker

LINK = re.compile(r"""(?:href|action|src|hx-[a-z]+|data-[a-z-]*url)=["']([^"'#]+)""")
PAGES = 30


def secrets() -> set[str]:
    """Every planted name, number and card; what is one character off, too, as clerks make slips."""
    found = set()
    for hand in planted.HANDS:
        found |= {hand.identity, hand.card, *((hand.name,) if len(hand.name) > 2 else ())}
        found |= {slipped(hand.identity)}
    for records in planted.files().values():
        found |= {str(record[key]) for record in records for key in record if "手机" in key and record[key]}
    return found


def slipped(number: str) -> str:
    """The number with its last place wrong."""
    return number[:-1] + ("1" if number[-1] != "1" else "2")


def shown_in(text: str) -> list[str]:
    return [secret for secret in secrets() if secret in text]


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Whatever is logged, by structlog or by a package, before anything is scrubbed."""
    stream = io.StringIO()

    def keep(_logger: object, _name: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
        stream.write(f"{event}\n")
        return event

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            stream.write(f"{record.getMessage()} {record.args}\n")
            if record.exc_info and record.exc_info[1]:
                stream.write("".join(traceback.format_exception(record.exc_info[1])))

    before = structlog.get_config()["processors"]
    structlog.configure(processors=[keep, *before], cache_logger_on_first_use=False)
    handler = Keeper(level=logging.DEBUG)
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    yield stream
    root.setLevel(level)
    root.removeHandler(handler)
    structlog.configure(processors=before)


@pytest.fixture
def product(
    monkeypatch: pytest.MonkeyPatch, settings: Settings, tmp_path: Path, transactional_db: None
) -> Iterator[None]:
    monkeypatch.setenv("XINAN_KEYS", generate_key("planted"))
    monkeypatch.setenv("XINAN_NOW", "2026-11-23T09:00:00+08:00")
    settings.STATIC_ROOT = tmp_path
    # Tasks run in threads; a connection kept beyond one would be nobody's.
    monkeypatch.setitem(settings.DATABASES["default"], "CONN_MAX_AGE", 0)
    wiring.cache_clear()
    yield
    wiring.cache_clear()


@pytest.fixture
def enter(product: None) -> Callable[[str], Client]:
    """A function that signs a clerk or an inspector in."""
    firm = OrganisationFactory(name=CONTRACTOR_NAME, kind="enterprise", enterprise_id=CONTRACTOR)
    users = {
        "clerk": AppointmentFactory(
            user=UserFactory(organisation=firm), role="contractor", region_code="", enterprise_id=CONTRACTOR
        ).user,
        "inspector": AppointmentFactory(user=UserFactory(), role="county_inspector", region_code="220102").user,
    }

    def signed_in(name: str) -> Client:
        client = Client(raise_request_exception=False)
        client.force_login(users[name])
        return client

    return signed_in


def send(clerk: Client, sheets: dict[str, list[Record]], *, project: str = "") -> str:
    """Upload the sheets; the address of what becomes of them."""
    files = [
        SimpleUploadedFile(sheet_of_kind(kind).file_name, workbook(kind, records)) for kind, records in sheets.items()
    ]
    answer = clerk.post("/imports/", {"files": files, "project": project})
    assert answer.status_code == 302, answer.content.decode()
    work_off()
    return str(answer["Location"])


def with_slips(sheets: dict[str, list[Record]]) -> dict[str, list[Record]]:
    """The roster with wrong identity numbers, and attendance of people nobody knows."""
    people = [dict(record) for record in sheets["people"]]
    for record, hand in zip(people, planted.HANDS, strict=False):
        record["证件号码"] = slipped(hand.identity)
    return {"people": people}


def crawl(client: Client, start: str) -> Iterator[tuple[str, str, str]]:
    """Pages reached from `start` by their own links: address, text, where it leads."""
    waiting, seen = [start], set()
    while waiting and len(seen) < PAGES:
        address = waiting.pop(0)
        if address in seen:
            continue
        seen.add(address)
        answer = client.get(address)
        assert answer.status_code < 500, address
        text = "" if answer.streaming else answer.content.decode("utf-8", "replace")
        leads_to = str(answer.get("Location", ""))
        yield address, text, leads_to
        links = [leads_to, *LINK.findall(text)]
        waiting += [link for link in links if link.startswith("/") and not link.startswith(("/static/", "/accounts/"))]


@pytest.mark.django_db(transaction=True)
def test_nothing_personal_is_written_anywhere(enter: Callable[[str], Client], written: io.StringIO) -> None:
    clerk, inspector = enter("clerk"), enter("inspector")
    sheets = planted.files()
    addresses = [send(clerk, sheets), send(clerk, with_slips(sheets), project=PROJECT)]
    assert Worker.objects.count() >= len(planted.HANDS)

    visited = 0
    for client, start in ((inspector, "/"), (inspector, f"/projects/{PROJECT}/"), (clerk, addresses[1]), (clerk, "/")):
        for address, text, leads_to in crawl(client, start):
            visited += 1
            addresses += [address, leads_to, *LINK.findall(text)]
    assert visited > 20
    addresses.append(looked_at(inspector))

    assert shown_in(unquote("\n".join(addresses))) == []
    log = written.getvalue()
    assert f"/projects/{PROJECT}/" in log  # the log is the product's
    assert shown_in(unquote(log)) == []


def looked_at(inspector: Client) -> str:
    """One worker seen in clear, with a reason; the address it was asked at."""
    worker = Worker.objects.exclude(id_number_sealed="").order_by("worker_id").first()
    assert worker is not None
    number = wiring().keyring.open(worker.id_number_sealed, context="worker.id_number")
    address = f"/projects/{PROJECT}/workers/{worker.worker_id}/reveal/"
    before = inspector.get(address)
    assert shown_in(before.content.decode()) == []
    answer = inspector.post(address, {"kind": "verify", "reason": "核实九月工资是否发放"})
    assert number in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    assert AccessRecord.objects.filter(subject_id=worker.worker_id, field="id_number").exists()
    return address


@pytest.mark.parametrize("read", [CitizenId, CitizenId.parse, Phone, Phone.parse, BankCard, BankCard.parse])
def test_a_refused_number_is_not_in_its_error(read: Callable[[str], object]) -> None:
    for hand in planted.HANDS:
        for number in (slipped(hand.identity), f"{hand.identity}9", f"{hand.card}123", f"{hand.identity[:-1]}#"):
            try:
                read(number)
            except XinanError as error:
                told = "".join(traceback.format_exception_only(error)) + repr(error) + error.message("zh")
                assert number not in told
                assert number[:-1] not in told


def test_values_that_are_held_do_not_show_themselves() -> None:
    keyring = Keyring.parse(generate_key("test"))
    for held in (CitizenId(site.identity(1)), BankCard(site.card(1)), Phone("13800000000"), keyring):
        told = f"{held} {held!r}"
        assert not re.search(r"\d{9}", told), told


def test_the_second_net_masks_what_slips_through() -> None:
    number, card, phone = site.identity(1), site.card(1), "13800000000"
    event = {"event": f"worker {number}", "rows": [{"card": card}, phone], "project_id": "220102202600001234"}
    told = str(scrub(None, "info", dict(event)))
    assert number not in told
    assert card not in told
    assert phone not in told
    assert "220102202600001234" in told  # a project's number is no person's
    assert masked("工程 12 项") == "工程 12 项"
