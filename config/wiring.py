"""Chooses the clock, the keys and the gateways of this process."""

import os
from datetime import datetime
from pathlib import Path

from django.conf import settings

from xinan.gateways.home import secret
from xinan.gateways.sms import HttpSms, OutboxSms, SmsGateway
from xinan.gateways.wiring import Wiring
from xinan.kernel.ciphers import KEYS_VARIABLE, Keyring
from xinan.kernel.clock import Clock, FixedClock, SystemClock

# An aware ISO moment at which this process's clock stands: replays, screenshots, browser tests.
MOMENT_VARIABLE = "XINAN_NOW"


def build() -> Wiring:
    """The wiring of this process, from its environment."""
    return Wiring(clock=_clock(), keyring=Keyring.from_environment(secret(KEYS_VARIABLE)), sms=_sms())


def _sms() -> SmsGateway | None:
    given = settings.XINAN_SMS
    if given["url"]:
        pairs = (pair.partition("=") for pair in given["templates"].split(",") if pair.strip())
        templates = {ours.strip(): theirs.strip() for ours, _, theirs in pairs}
        return HttpSms(url=given["url"], key=given["key"], sign=given["sign"], templates=templates)
    return OutboxSms(Path(given["outbox"])) if given["outbox"] else None


def _clock() -> Clock:
    moment = os.environ.get(MOMENT_VARIABLE)
    if not moment:
        return SystemClock()
    stands_at = datetime.fromisoformat(moment)
    if stands_at.tzinfo is None:
        raise ValueError(f"{MOMENT_VARIABLE} needs an offset, such as 2026-11-23T09:00:00+08:00")
    return FixedClock(stands_at)
