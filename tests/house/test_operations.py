"""Every operation of an interface declares its policy, or is on the short list of those that have none."""

from collections.abc import Iterator

from django.conf import settings
from django.utils.module_loading import import_string
from ninja import NinjaAPI
from ninja.operation import Operation

from xinan.api.v1.access import ClientToken

# An operation without a token, and what guards it instead.
OPEN = {
    "POST /token": "appid and secret are in the request itself",
}


def operations_of(api: NinjaAPI) -> Iterator[tuple[str, Operation]]:
    for prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                for method in operation.methods:
                    yield f"{method} {prefix}{path}", operation


def unguarded(api: NinjaAPI) -> list[str]:
    """The operations that do not declare that a token is asked for."""
    return [name for name, operation in operations_of(api) if not isinstance(operation.auth_param, ClientToken)]


def test_every_operation_has_a_policy() -> None:
    found = set()
    for dotted in settings.XINAN_INTERFACES.values():
        api = import_string(dotted)
        assert list(operations_of(api))
        found |= set(unguarded(api))
    assert found == set(OPEN)


def test_an_operation_without_a_policy_is_found() -> None:
    api = NinjaAPI(urls_namespace="toy", docs_url=None, openapi_url=None)

    @api.get("/open")
    def open_(request: object) -> None:
        """Nobody is asked who they are."""

    @api.get("/closed", auth=ClientToken())
    def closed(request: object) -> None:
        """A token is asked for."""

    assert len(api.urls[0]) == 3
    assert unguarded(api) == ["GET /open"]
