"""The native interface, version 1: one document of everything it offers, one way of saying what is wrong."""

from django.http import Http404, HttpRequest, HttpResponse
from ninja.errors import ValidationError

from xinan.api.described import Described
from xinan.api.problems import answer, problem_response
from xinan.api.v1.access import CLIENT
from xinan.api.v1.batches.views import router as batches
from xinan.api.v1.facts.views import router as facts
from xinan.api.v1.token.views import router as token
from xinan.intake.credentials.tokens import SCOPES
from xinan.kernel.errors import InvalidValue, NotFound, XinanError
from xinan.kernel.text import Text

_CLIENT = {
    "type": "oauth2",
    "flows": {"clientCredentials": {"tokenUrl": "/api/v1/token", "scopes": SCOPES}},
}

api = Described(
    title="Xin'an 薪安: facts",
    version="1",
    description=(
        "Site systems send attendance, wages and the other facts of their project here, in batches of any size or one"
        " by one. docs/user-guide/native-interface.md has examples to run; docs/data-formats.md the fields."
    ),
    urls_namespace="v1",
    docs_url=None,
    auth=CLIENT,
    openapi_extra={
        "components": {"securitySchemes": {"ClientSecret": {"type": "http", "scheme": "basic"}, "OAuth2": _CLIENT}}
    },
)
api.add_router("/token", token)
api.add_router("/facts", facts)
api.add_router("/batches", batches)
api.add_exception_handler(XinanError, answer)


@api.exception_handler(ValidationError)
def invalid_parameter(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    """A parameter that is not what it must be; its value is not repeated."""
    places = ", ".join(".".join(str(part) for part in fault["loc"]) for fault in error.errors)[:200]
    return problem_response(
        InvalidValue(
            "request.parameter",
            Text(f"参数不对：{places}。", f"A parameter is wrong: {places}."),
            Text("请按接口说明填写。", "See the description of the interface."),
        )
    )


@api.exception_handler(Http404)
def unknown(_request: HttpRequest, _error: Http404) -> HttpResponse:
    """An address of the interface that does not exist."""
    return problem_response(
        NotFound(
            "request.address",
            Text("没有这个地址。", "There is no such address."),
            Text("请查看接口说明。", "See the description of the interface."),
        )
    )
