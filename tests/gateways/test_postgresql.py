"""A kept connection that died is found out before it is used, without asking the server each time."""

from collections.abc import Iterator

import psycopg
import pytest
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from xinan.gateways.database import connection_url

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def kept() -> Iterator[BaseDatabaseWrapper]:
    """A connection of its own, open since an earlier request."""
    wrapper = connections["default"].copy()
    wrapper.ensure_connection()
    yield wrapper
    wrapper.close()


def _number(wrapper: BaseDatabaseWrapper) -> int:
    with wrapper.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (number,) = cursor.fetchone()
    return int(number)


def test_a_live_connection_is_kept(kept: BaseDatabaseWrapper) -> None:
    number = _number(kept)
    assert kept.is_usable()
    kept.health_check_enabled, kept.health_check_done = True, False
    assert _number(kept) == number


def test_one_that_the_server_ended_is_replaced(kept: BaseDatabaseWrapper) -> None:
    number = _number(kept)
    with psycopg.connect(connection_url(kept.settings_dict), autocommit=True) as other:
        assert other.execute("SELECT pg_terminate_backend(%s, 5000)", [number]).fetchone() == (True,)
    assert not kept.is_usable()
    kept.health_check_enabled, kept.health_check_done = True, False
    assert _number(kept) != number


def test_one_with_a_notice_waiting_is_asked(kept: BaseDatabaseWrapper) -> None:
    with kept.cursor() as cursor:
        cursor.execute("LISTEN of_test")
    with psycopg.connect(connection_url(kept.settings_dict), autocommit=True) as other:
        other.execute("NOTIFY of_test")
    number = _number(kept)
    assert kept.is_usable()
    assert _number(kept) == number


def test_a_closed_one_is_not_usable(kept: BaseDatabaseWrapper) -> None:
    kept.connection.close()
    assert not kept.is_usable()
