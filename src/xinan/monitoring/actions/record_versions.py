"""Numbers the versions of rules as they first speak. None is ever dropped: a finding names one for good."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import Max

from xinan.monitoring.change_models import RuleVersion
from xinan.monitoring.fingerprints import Version

_LOCK = 0x585256  # a number of ours (see xinan.monitoring.locks)


@transaction.atomic
def record_versions(versions: Iterable[Version], *, now: datetime) -> None:
    """Keep those not seen before, each with the next number of its rule."""
    by_print = {version.fingerprint: version for version in versions}
    if not _new(by_print):
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    new = _new(by_print)
    last = dict(
        RuleVersion.objects.filter(rule__in={version.rule for version in new})
        .values_list("rule")
        .annotate(Max("number"))
    )
    RuleVersion.objects.bulk_create(
        RuleVersion(
            rule=version.rule,
            number=(last.get(version.rule) or 0) + 1,
            fingerprint=version.fingerprint,
            code=version.code,
            parameters=version.parameters,
            first_on=now.date(),
            first_at=now,
        )
        for version in new
    )


def _new(by_print: dict[str, Version]) -> list[Version]:
    known = set(RuleVersion.objects.filter(fingerprint__in=by_print).values_list("fingerprint", flat=True))
    return [version for fingerprint, version in by_print.items() if fingerprint not in known]
