"""Who stands before clues in these tests."""

import pytest

from tests.casework.clues.people import CITY, THERE, Officer, officer


@pytest.fixture
def inspector(db: None) -> Officer:
    return officer()


@pytest.fixture
def neighbour(db: None) -> Officer:
    return officer(region=THERE)


@pytest.fixture
def city(db: None) -> Officer:
    return officer("city_office", region=CITY)
