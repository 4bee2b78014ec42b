"""The ground of these tests, fresh for each."""

import pytest

from tests.casework.relief.world import Ground, ground
from xinan.kernel.ciphers import Keyring


@pytest.fixture
def here(db: None, keyring: Keyring) -> Ground:
    return ground(keyring)
