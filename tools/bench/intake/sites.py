"""Sites that send: their credentials, and the bodies their systems make of punches."""

import io
import json
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from itertools import product
from urllib.parse import urlencode
from uuid import uuid4

import pyarrow as pa
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.padding import PKCS7

from tests.intake import site
from tests.intake.site import Hand
from tests.intake.workbooks import workbook
from tools.bench.intake.bare_view import PARAMETERS
from tools.bench.intake.load import request
from xinan.gateways.wiring import wiring
from xinan.intake.actions.open_credential import open_credential
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.credentials.tokens import issue_token
from xinan.intake.models import BatchSource
from xinan.intake.persons import ID_NUMBER
from xinan.kernel.clock import CHINA
from xinan.registry.models import Team
from xinan.workforce.models import Employment

NDJSON, ARROW, CSV = "application/x-ndjson", "application/vnd.apache.arrow.stream", "text/csv"
COLUMNS = ("enterprise_code", "identity", "punched_at", "direction", "passage")


@dataclass(frozen=True, slots=True)
class Sender:
    """A site system: its project, credential and token, and the hands it speaks of (employer's code, identity)."""

    project_id: str
    appid: str
    secret: str
    token: str
    hands: tuple[tuple[str, str], ...]
    team: int = 0

    @property
    def bearer(self) -> str:
        """The header that says who sends."""
        return f"Bearer {self.token}"


def enrol_site(hands: Sequence[Hand]) -> None:
    """Bring a site with its people in, by its sheets."""
    sheets = {
        "projects": site.project(),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(hands, registered_on=date(2026, 3, 2)),
        "entries": site.entries(hands, on=date(2026, 3, 2)),
    }
    now, keyring = wiring().clock.now(), wiring().keyring
    files = [SentFile(f"{kind}.xlsx", workbook(kind, records)) for kind, records in sheets.items()]
    key = receive_files(files, wish=Wish(), sender=None, source=BatchSource.COMMAND, now=now, keyring=keyring)
    for batch in take_upload(key, now=now, keyring=keyring):
        if batch.rejected or batch.state != "done":
            raise RuntimeError(f"{batch.file_name} of the site was refused: {list(batch.faults.values_list('code'))}")


def sender_for(project_id: str, hands: Sequence[tuple[str, str]], *, team: int = 0) -> Sender:
    """A sender with a new credential and a token of it."""
    now = wiring().clock.now()
    opened = open_credential(project_id=project_id, name="bench", by=None, now=now, keyring=wiring().keyring)
    token = issue_token(opened.credential, asked=(), now=now).token
    return Sender(project_id, opened.credential.appid, opened.secret, token, tuple(hands), team)


def province_senders(count: int) -> list[Sender]:
    """Senders of that many projects of the province, with the true identities of one of their teams."""
    keyring, found = wiring().keyring, []
    staying = Employment.objects.filter(left_on=None, post="worker", project__completed_on=None).exclude(team=None)
    taken: set[str] = set()
    for team in Team.objects.filter(employments__in=staying).distinct().order_by("project_id", "team_id"):
        if team.project_id in taken:
            continue
        taken.add(team.project_id)
        hands = [
            (one.employer_id, keyring.open(one.worker.id_number_sealed, context=ID_NUMBER))
            for one in staying.filter(team=team, employer=team.enterprise).select_related("worker")
        ]
        found.append(sender_for(team.project_id, hands, team=team.system_number))
        if len(found) == count:
            return found
    raise RuntimeError(f"the province has {len(found)} projects at work, not {count}")


def punches(hands: Sequence[tuple[str, str]], days: Sequence[date]) -> Iterator[tuple[str, ...]]:
    """In at seven, out at six, no two to the second: rows of COLUMNS, in the order in which a site has them."""
    for day in days:
        for hour, way in (("06", "01"), ("17", "02")):
            for number, (firm, identity) in enumerate(hands):
                minute, second = divmod(number * 7 % 3600, 60)
                yield firm, identity, f"{day} {hour}:{minute:02d}:{second:02d}", way, "001"


def days_before(last: date, count: int) -> list[date]:
    """So many days up to and with `last`, oldest first."""
    return [last - timedelta(days=back) for back in range(count - 1, -1, -1)]


def body_of(rows: Sequence[tuple[str, ...]], form: str) -> bytes:
    """The rows as a body of the native interface."""
    if form == ARROW:
        columns = [pa.array(column) for column in zip(*rows, strict=True)]
        sink = io.BytesIO()
        table = pa.table(columns, names=list(COLUMNS))
        with pa.ipc.new_stream(sink, table.schema) as writer:
            writer.write_table(table, max_chunksize=50_000)
        return sink.getvalue()
    if form == CSV:
        return "".join(f"{','.join(row)}\n" for row in (COLUMNS, *rows)).encode()
    line = "{" + ", ".join(f'"{name}": "%s"' for name in COLUMNS) + "}\n"
    return "".join(line % row for row in rows).encode()


def sending(sender: Sender, body: bytes, form: str) -> bytes:
    """The request that sends a body of punches by the native interface."""
    return request("/api/v1/facts/attendance", body, Authorization=sender.bearer, Content_Type=form)


def single_facts(sender: Sender, count: int, *, day: date) -> list[bytes]:
    """Requests of one punch each, no two alike."""
    made = []
    moment = datetime(day.year, day.month, day.day, 4, tzinfo=CHINA)
    for number in range(count):
        firm, identity = sender.hands[number % len(sender.hands)]
        second = moment + timedelta(seconds=number)
        punch = (firm, identity, f"{second:%Y-%m-%d %H:%M:%S}", "01" if number % 2 else "02", "001")
        body = json.dumps(dict(zip(COLUMNS, punch, strict=True))).encode()
        made.append(sending(sender, body, "application/json"))
    return made


def national_attendance(
    sender: Sender, count: int, *, lines: int, day: date, paths: Sequence[str]
) -> list[list[bytes]]:
    """`count` messages WorkerAttendance.Add of so many lines, each signed with a nonce of its own; to each path alike."""
    sealed = [_sealed(identity, sender.secret) for _firm, identity in sender.hands]
    moments = product(range(4, 9), range(60), range(60))
    sent_at = f"{wiring().clock.now():%Y%m%d%H%M%S}"
    requests: list[list[bytes]] = [[] for _ in paths]
    for number in range(count):
        rows = []
        for _ in range(lines):
            hour, minute, second = next(moments, (9, number // 60 % 30, number % 60))
            rows.append(
                {
                    "idCardType": "01",
                    "idCardNumber": sealed[(number * lines + len(rows)) % len(sealed)],
                    "date": f"{day} {hour:02d}:{minute:02d}:{second:02d}",
                    "direction": "01",
                    "attendType": "001",
                }
            )
        form = _signed({"projectCode": sender.appid, "teamSysNo": sender.team, "dataList": rows}, sender, sent_at)
        for made, path in zip(requests, paths, strict=True):
            made.append(request(path, form, Content_Type="application/x-www-form-urlencoded"))
    return requests


def _signed(data: dict[str, object], sender: Sender, sent_at: str) -> bytes:
    content = json.dumps(data)
    parameters = {
        "appid": sender.appid,
        "data": content,
        "format": "json",
        "method": "WorkerAttendance.Add",
        "nonce": uuid4().hex,
        "timestamp": sent_at,
        "version": "1.0",
    }
    pairs = "&".join(f"{name}={parameters[name]}" for name in PARAMETERS)
    sign = sha256(f"{pairs}&appsecret={sender.secret}".lower().encode()).hexdigest()
    return urlencode(parameters | {"sign": sign}).encode()


def _sealed(text: str, secret: str) -> str:
    """AES-256-CBC as the national interface wants it."""
    padder = PKCS7(128).padder()
    padded = padder.update(text.encode()) + padder.finalize()
    encryptor = Cipher(algorithms.AES(secret.encode()), modes.CBC(secret[:16].encode())).encryptor()
    return b64encode(encryptor.update(padded) + encryptor.finalize()).decode()
