"""The people of the cases' tests, each at a browser."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.casework.cases.world import Officer, World, world
from xinan.gateways.wiring import wiring


@pytest.fixture
def here(db: None) -> World:
    return world(wiring().keyring)


@pytest.fixture
def at(db: None) -> Callable[[Officer], Client]:
    """A function that seats somebody at a browser."""

    def seated(who: Officer) -> Client:
        client = Client()
        client.force_login(who.user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return seated
