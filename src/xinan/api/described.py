"""The OpenAPI description as it is sent: problems have a media type of their own."""

from typing import Any

from ninja import NinjaAPI

_PROBLEM = {"$ref": "#/components/schemas/Problem"}


class Described(NinjaAPI):
    """An interface whose description names `application/problem+json` wherever a problem may be answered."""

    def get_openapi_schema(self, **options: Any) -> Any:
        """The description."""
        schema = super().get_openapi_schema(**options)
        for path in schema["paths"].values():
            for operation in path.values():
                for response in operation["responses"].values():
                    _name_problem(response)
        return schema


def _name_problem(response: dict[str, Any]) -> None:
    content = response.get("content", {})
    said = content.get("application/json", {}).get("schema", {})
    others = [kind for kind in said.get("anyOf", [said]) if kind != _PROBLEM]
    if said != _PROBLEM and "anyOf" not in said:
        return
    if _PROBLEM in said.get("anyOf", [said]):
        content["application/problem+json"] = {"schema": _PROBLEM}
    if not others:
        del content["application/json"]
    elif "anyOf" in said:
        content["application/json"]["schema"] = {**said, "anyOf": others}
