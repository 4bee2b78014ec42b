"""What the outside world is for this process: its clock, its keys, its gateways. Edges (web, api, jobs) read it and pass it down."""

from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.module_loading import import_string

from xinan.gateways.sms import SmsGateway
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import Clock


@dataclass(frozen=True, slots=True)
class Wiring:
    """Chosen once in config/wiring.py; the nouns get its parts as arguments and never ask for it."""

    clock: Clock
    keyring: Keyring
    # None: text messages are not offered.
    sms: SmsGateway | None = None


@cache
def wiring() -> Wiring:
    """The wiring that XINAN_WIRING builds."""
    built = import_string(settings.XINAN_WIRING)()
    if not isinstance(built, Wiring):
        raise TypeError(f"{settings.XINAN_WIRING} must build a Wiring")
    return built
