"""Every text of the interface has its English."""

from xinan.jobs.translation import faults


def test_every_text_has_its_english() -> None:
    assert list(faults()) == []
