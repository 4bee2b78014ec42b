"""How credentials stand: their state, and what they sent lately."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import models
from django.db.models import Max, QuerySet, Sum
from django.utils.translation import gettext_lazy as _

from xinan.intake.credential_models import Credential, CredentialSecret, CredentialUse

LOOKED_BACK = timedelta(days=30)


class CredentialState(models.TextChoices):
    """Whether a credential can be used."""

    VALID = "valid", _("有效")
    CHANGING = "changing", _("正在换密钥")
    FUTURE = "future", _("尚未生效")
    REVOKED = "revoked", _("已停用")


@dataclass(frozen=True, slots=True)
class Standing:
    """One credential with its use of the last 30 days; `last_used_at` and the last refusal look back for ever."""

    credential: Credential
    state: CredentialState
    old_secret_until: datetime | None
    last_used_at: datetime | None
    requests: int
    refused: int
    rows: int
    refused_rows: int
    refused_at: datetime | None
    refusal: str


def standings(credentials: QuerySet[Credential], *, now: datetime) -> list[Standing]:
    """Each credential as it stands now, the newest first."""
    found = list(credentials.order_by("-id"))
    ids = [credential.pk for credential in found]
    lately = {line["credential_id"]: line for line in _lately(ids, now=now)}
    last = dict(
        CredentialUse.objects.filter(credential_id__in=ids).values_list("credential_id").annotate(at=Max("last_at"))
    )
    refusals = {
        use.credential_id: use
        for use in CredentialUse.objects.filter(credential_id__in=ids, refused_at__isnull=False)
        .order_by("credential_id", "-refused_at")
        .distinct("credential_id")
    }
    ending = dict(
        CredentialSecret.objects.filter(credential_id__in=ids, valid_to__gt=now).values_list(
            "credential_id", "valid_to"
        )
    )
    standing = []
    for credential in found:
        counts, refusal = lately.get(credential.pk, {}), refusals.get(credential.pk)
        standing.append(
            Standing(
                credential=credential,
                state=_state(credential, changing=credential.pk in ending, now=now),
                old_secret_until=ending.get(credential.pk),
                last_used_at=last.get(credential.pk),
                requests=counts.get("requests_sum", 0),
                refused=counts.get("refused_sum", 0),
                rows=counts.get("rows_sum", 0),
                refused_rows=counts.get("refused_rows_sum", 0),
                refused_at=refusal.refused_at if refusal else None,
                refusal=refusal.refusal if refusal else "",
            )
        )
    return standing


def _lately(ids: Sequence[int], *, now: datetime) -> Any:
    uses = CredentialUse.objects.filter(credential_id__in=ids, hour__gt=now - LOOKED_BACK).order_by()
    return uses.values("credential_id").annotate(
        requests_sum=Sum("requests"),
        refused_sum=Sum("refused"),
        rows_sum=Sum("rows"),
        refused_rows_sum=Sum("refused_rows"),
    )


def _state(credential: Credential, *, changing: bool, now: datetime) -> CredentialState:
    if credential.revoked_at is not None:
        return CredentialState.REVOKED
    if credential.valid_from > now:
        return CredentialState.FUTURE
    return CredentialState.CHANGING if changing else CredentialState.VALID
