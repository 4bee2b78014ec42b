"""What the OpenAPI description promises, the running interface keeps; odd requests get a 4xx, never a 500."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi import checks

pytestmark = pytest.mark.django_db

CHECKS = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    schemathesis.checks.not_a_server_error,
]
OPERATIONS = {
    "POST /api/v1/token",
    "POST /api/v1/facts/{table}",
    "GET /api/v1/facts/{table}/{fact}",
    "GET /api/v1/batches/{batch}",
}


@contextmanager
def one_connection() -> Iterator[None]:
    """The test's one connection outlives each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


def test_answers_are_as_described(token: str) -> None:
    with one_connection():
        schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())
        tried = set()
        for result in schema.get_all_operations():
            operation = result.ok()

            @given(case=operation.as_strategy())
            @settings(max_examples=40, deadline=None, database=None, suppress_health_check=list(HealthCheck))
            def attempt(case: schemathesis.Case) -> None:
                # Its own authentication is part of the token's request.
                known = {} if case.path.endswith("/token") else {"Authorization": f"Bearer {token}"}
                case.call_and_validate(headers=known, checks=CHECKS)

            attempt()
            tried.add(operation.label)
        assert tried == OPERATIONS
