"""How often one client may use the worker's open page. Counted in the database: every process counts together."""

from datetime import datetime, timedelta
from typing import Final

from xinan.casework.models import Knock
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text

# Many workers of a site share one address: the limits stop machines, not a site's people.
MOST: Final = {"complain": 20, "ask": 30}
_WINDOW: Final = timedelta(hours=1)
_KEPT: Final = timedelta(days=2)


class TooOften(XinanError):
    """The page was used too often from one place."""

    def __init__(self) -> None:
        super().__init__(
            "too-often",
            Text("操作太频繁了。", "This was used too often."),
            Text("请过一小时再试，或拨打 12333、12345。", "Try again in an hour, or ring 12333 or 12345."),
        )


def knock(address: str, *, kind: str, now: datetime, keyring: Keyring) -> None:
    """Count one use of the page from an address; raises TooOften past the limit of an hour."""
    client = keyring.look_up(f"{now:%Y-%m-%d} {address}", context="knock.client")
    recent = Knock.objects.filter(client=client, kind=kind, at__gt=now - _WINDOW).count()
    if recent >= MOST[kind]:
        raise TooOften
    Knock.objects.create(client=client, kind=kind, at=now)
    Knock.objects.filter(at__lt=now - _KEPT).delete()
