"""Where the fields go that our facts have no place for: details, personal ones sealed, photographs and scans."""

import base64
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from xinan.intake.merging import merge
from xinan.intake.national.messages import Values
from xinan.kernel.ciphers import Keyring
from xinan.registry.models import ReportedDetail, Scan, Subject
from xinan.registry.models.reported import DETAIL_CONTEXT, SCAN_CONTEXT

_DATA_URL = re.compile(r"^data:image/[a-z]+;base64,")
# Never kept: nobody here needs a copy of an identity card (docs/decisions/0034).
NOT_KEPT = frozenset({"positiveIDCardImage", "negativeIDCardImage"})


@dataclass(frozen=True, slots=True)
class Sheaf:
    """A subject's further fields: those that name nobody, and those that do."""

    subject: Subject
    project_id: str
    key: str
    details: Values
    personal: Values


def keep_details(sheaves: Iterable[Sheaf], *, batch_id: int, keyring: Keyring) -> None:
    """Write them, over what was said of the same subject before; a field not said this time stays."""
    wanted = {(sheaf.subject.value, sheaf.project_id, sheaf.key): sheaf for sheaf in sheaves}
    wanted = {key: sheaf for key, sheaf in wanted.items() if sheaf.details or sheaf.personal}
    if not wanted:
        return
    before = {
        (old.subject, old.project_id, old.key): old
        for old in ReportedDetail.objects.filter(
            subject__in={key[0] for key in wanted},
            project_id__in={key[1] for key in wanted},
            key__in=[k[2] for k in wanted],
        )
    }
    records = []
    for key, sheaf in wanted.items():
        old = before.get(key)
        details = (old.details if old else {}) | sheaf.details
        known = personal_of(old, keyring=keyring) if old else {}
        personal = known | sheaf.personal
        sealed = old.personal_sealed if old and personal == known else _sealed(personal, keyring)
        records.append((*key, json.dumps(details, ensure_ascii=False, sort_keys=True), sealed))
    merge(
        ReportedDetail,
        records,
        columns=("subject", "project_id", "key", "details", "personal_sealed"),
        key=("subject", "project_id", "key"),
        batch_id=batch_id,
    )


def personal_of(detail: ReportedDetail, *, keyring: Keyring) -> dict[str, Any]:
    """The personal fields in clear; only for the sender who gave them."""
    if not detail.personal_sealed:
        return {}
    found: dict[str, Any] = json.loads(keyring.open(detail.personal_sealed, context=DETAIL_CONTEXT))
    return found


def _sealed(personal: Mapping[str, Any], keyring: Keyring) -> str:
    return keyring.seal(json.dumps(personal, ensure_ascii=False), context=DETAIL_CONTEXT) if personal else ""


@dataclass(frozen=True, slots=True)
class Paper:
    """A photograph or scan as it came, Base64, and what it is about."""

    subject: Subject
    key: str
    name: str
    content: str


def keep_scans(papers: Iterable[Paper], *, project_id: str, batch_id: int, keyring: Keyring) -> None:
    """Keep those that are new; the same content about the same subject is kept once."""
    rows = {}
    for paper in papers:
        text = _DATA_URL.sub("", paper.content)
        content = base64.b64decode(text)
        digest = sha256(content).hexdigest()
        rows[paper.subject.value, paper.key, digest] = Scan(
            project_id=project_id,
            subject=paper.subject,
            key=paper.key,
            name=paper.name[:200],
            digest=digest,
            size=len(content),
            content_sealed=keyring.seal(base64.b64encode(content).decode(), context=SCAN_CONTEXT),
            batch_id=batch_id,
        )
    Scan.objects.bulk_create(rows.values(), ignore_conflicts=True, batch_size=50)
