"""The world of these tests, fresh for each."""

import pytest

from tests.casework.cases.world import World, world
from xinan.kernel.ciphers import Keyring


@pytest.fixture
def here(db: None, keyring: Keyring) -> World:
    return world(keyring)
