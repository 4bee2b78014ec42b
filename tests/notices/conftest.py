"""A clock that moves, keys, and a box for text messages."""

import pytest

from tests.notices.people import MovingClock, SmsBox, outbound_of
from xinan.kernel.ciphers import Keyring
from xinan.notices.outbound import Outbound


@pytest.fixture
def clock() -> MovingClock:
    """Monday at nine."""
    return MovingClock()


@pytest.fixture
def sms() -> SmsBox:
    """Where text messages come to lie."""
    return SmsBox()


@pytest.fixture
def outbound(clock: MovingClock, keyring: Keyring, sms: SmsBox) -> Outbound:
    """Everything sending needs."""
    return outbound_of(clock, keyring=keyring, sms=sms)
