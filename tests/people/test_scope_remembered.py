"""Within a request a person's posts are looked up once; outside of one, and after a change, anew."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.people.factories import AppointmentFactory
from xinan.people.enums import Role
from xinan.people.scope import remembered_scopes, scope_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)


def test_one_look_within_a_request_and_none_kept_after_it() -> None:
    user = AppointmentFactory(role="county_inspector").user
    with CaptureQueriesContext(connection) as asked, remembered_scopes():
        scopes = {scope_of(user, on=TODAY) for _ in range(3)}
        scope_of(user, on=date(2026, 11, 22))
    assert (len(scopes), len(asked)) == (1, 2)
    with CaptureQueriesContext(connection) as asked, remembered_scopes():
        scope_of(user, on=TODAY)
    assert len(asked) == 1
    with CaptureQueriesContext(connection) as asked:
        assert scope_of(user, on=TODAY) == scope_of(user, on=TODAY)
    assert len(asked) == 2


def test_a_post_given_or_taken_within_the_request_counts_at_once() -> None:
    user = AppointmentFactory(role="county_inspector").user
    with remembered_scopes():
        assert scope_of(user, on=TODAY).roles == {Role.COUNTY_INSPECTOR}
        post = AppointmentFactory(user=user, role="auditor", region_code="")
        assert scope_of(user, on=TODAY).roles == {Role.COUNTY_INSPECTOR, Role.AUDITOR}
        post.delete()
        assert scope_of(user, on=TODAY).roles == {Role.COUNTY_INSPECTOR}
        user.is_active = False
        assert scope_of(user, on=TODAY).roles == frozenset()
