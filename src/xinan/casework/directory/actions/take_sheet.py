"""Takes a file of the directory: sound rows entered or changed, the others told of row by row; twice is once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from xinan.casework.directory.actions.keep_body import keep_body
from xinan.casework.directory.entries import Entry, kind_of, region_of
from xinan.casework.directory.models import PublicBody
from xinan.casework.directory.policies import keeps_any
from xinan.casework.directory.refusals import not_your_place
from xinan.casework.directory.sheet import Fault, read_sheet
from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.people.scope import Scope
from xinan.procedures.reckoning import day_of

LARGEST = 5 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the rows."""

    new: int
    changed: int
    same: int
    faults: Sequence[Fault]


@transaction.atomic
def take_sheet(name: str, content: bytes, *, by: User, scope: Scope, now: datetime) -> Taken:
    """Each sound row: a body of that place, kind and name is changed, another entered. Raises NotAllowed, UnusableFile,
    InvalidValue (too large, no header)."""
    if not keeps_any(scope):
        raise not_your_place()
    if len(content) > LARGEST:
        raise InvalidValue(
            "directory-large",
            Text("文件超过 5 MB。", "The file is larger than 5 MB."),
            Text("名录不会这么大，请核对文件。", "A directory is not that large: please check the file."),
        )
    done = {"new": 0, "changed": 0, "same": 0}
    faults: list[Fault] = []
    for row in read_sheet(name, content, today=day_of(now)):
        faults += row.faults
        if row.entry is None:
            continue
        try:
            with transaction.atomic():
                done[_take(row.entry, by=by, scope=scope, now=now)] += 1
        except XinanError as error:
            faults.append(Fault(row.row, "", error.what, error.remedy))
    return Taken(**done, faults=faults)


def _take(entry: Entry, *, by: User, scope: Scope, now: datetime) -> str:
    known = PublicBody.objects.filter(
        kind=kind_of(entry.kind), region_code=region_of(entry.region), name=entry.name.strip(), valid_to=None
    ).first()
    if known is None:
        keep_body(entry, by=by, scope=scope, now=now)
        return "new"
    told = (entry.address.strip(), entry.phone.strip(), entry.hours.strip(), entry.valid_to)
    if told == (known.address, known.phone, known.hours, known.valid_to):
        return "same"
    keep_body(entry, body_id=known.pk, by=by, scope=scope, now=now)
    return "changed"
