"""Text messages are written to a file of the test's own."""

from pathlib import Path

import pytest
from pytest_django import Settings

from xinan.gateways.sms import OutboxSms
from xinan.gateways.wiring import wiring


@pytest.fixture(autouse=True)
def outbox(settings: Settings, tmp_path: Path, standing_clock: None) -> OutboxSms:
    """Where the product of this test writes its text messages."""
    settings.XINAN_SMS = {**settings.XINAN_SMS, "url": "", "outbox": str(tmp_path / "sms.jsonl")}
    wiring.cache_clear()
    sms = wiring().sms
    assert isinstance(sms, OutboxSms)
    return sms
