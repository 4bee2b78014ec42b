"""docs/openapi/: the interface as OpenAPI, where the product has one."""

import json
from collections.abc import Iterator

from django.conf import settings
from django.utils.module_loading import import_string


def pages() -> Iterator[tuple[str, str]]:
    """One file for each interface the settings name in XINAN_INTERFACES (file name: dotted path of a NinjaAPI)."""
    for name, dotted in getattr(settings, "XINAN_INTERFACES", {}).items():
        schema = import_string(dotted).get_openapi_schema()
        yield f"docs/openapi/{name}.json", json.dumps(schema, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
