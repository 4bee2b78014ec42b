"""Shows one personal value in clear, and writes down that it was shown."""

from datetime import datetime
from typing import Protocol

from django.db import transaction

from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import InvalidValue, NotFound
from xinan.kernel.text import Text
from xinan.people.models import AccessRecord, User

REASON_AT_LEAST = 4
REASON_AT_MOST = 200


class Sealed(Protocol):
    """Someone whose personal values are sealed; `worker.phone` is the context of a worker's phone."""

    @property
    def subject_kind(self) -> str:
        """What they are: `worker`."""

    @property
    def subject_id(self) -> str:
        """Their key."""

    def sealed(self, field: str) -> str:
        """The sealed value of a field, empty where there is none; KeyError where there is no such field."""


@transaction.atomic
def reveal(
    user: User,
    *,
    person: Sealed,
    field: str,
    reason: str,
    now: datetime,
    keyring: Keyring,
    project_id: str = "",
    request_id: str = "",
) -> str:
    """The value in clear. The look is recorded in the same transaction: no record, no value.

    Raises InvalidValue where no reason is given, NotFound where there is nothing to show. Whether the user may see this
    person is for the noun's action to check, which calls this one.
    """
    reason = reason.strip()
    if len(reason) < REASON_AT_LEAST:
        raise InvalidValue(
            "reason-required",
            Text("没有写明查看理由。", "No reason was given."),
            Text(
                "请写明因何工作需要查看，例如“核实9月工资”。",
                "Say for what work it is needed, such as “check September's wages”.",
            ),
        )
    token = person.sealed(field)
    if not token:
        raise NotFound(
            "nothing-to-reveal",
            Text("该人员没有登记此项信息。", "Nothing is on record there for this person."),
            Text("请先补录该信息。", "Have it entered first."),
        )
    AccessRecord.objects.create(
        user=user,
        subject_kind=person.subject_kind,
        subject_id=person.subject_id,
        field=field,
        reason=reason[:REASON_AT_MOST],
        project_id=project_id,
        request_id=request_id,
        at=now,
    )
    return keyring.open(token, context=f"{person.subject_kind}.{field}")
