"""Who is asking: the bearer token of a project's credential. Every operation is behind it or says why it is not."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from xinan.api.limits import RATE
from xinan.api.problems import Unauthorized
from xinan.gateways.wiring import wiring
from xinan.intake.credentials.tokens import find_token, has_scope
from xinan.intake.models import AccessToken
from xinan.intake.sheets import Sheet
from xinan.kernel.errors import NotAllowed
from xinan.kernel.text import Text


class ClientToken(HttpBearer):
    """The policy of the interface: a live token, of a credential that is not revoked, within its rate."""

    openapi_description = "A token from /api/v1/token."

    def __call__(self, request: HttpRequest) -> Any:
        # An unreadable header is the same as none: one answer for whoever is not known.
        header = request.headers.get("Authorization", "")
        scheme, _, token = header.partition(" ")
        if scheme.lower() != "bearer" or not token:
            raise Unauthorized
        return self.authenticate(request, token)

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken:
        """The token's row; Unauthorized, or TooMany where its client asks too often."""
        found = find_token(token.strip(), now=wiring().clock.now())
        if found is None:
            raise Unauthorized
        RATE.check(found.credential.appid)
        return found


CLIENT = ClientToken()  # what an operation declares


def token_of(request: HttpRequest) -> AccessToken:
    """The token the policy let in."""
    token = request.auth  # type: ignore[attr-defined]
    assert isinstance(token, AccessToken)  # noqa: S101 narrows a type; the policy has set it
    return token


def check_scope(token: AccessToken, *, sheet: Sheet) -> None:
    """Raises NotAllowed where the token may not send this kind of facts."""
    if not has_scope(token, kind=sheet.kind):
        raise NotAllowed(
            "token.scope",
            Text(f"令牌没有“{sheet.name.zh}”的权限。", f"The token has no scope for {sheet.kind}."),
            Text(f"请申请范围 facts:{sheet.kind}。", f"Ask for the scope facts:{sheet.kind}."),
        )


def project_of(token: AccessToken) -> str:
    """The project the client speaks for; NotAllowed for a bank, which has an interface of its own."""
    project_id = token.credential.project_id
    if project_id is None:
        raise NotAllowed(
            "token.no_project",
            Text("该凭证不属于任何项目。", "The credential belongs to no project."),
            Text("银行请使用银行接口。", "Banks use the interface for banks."),
        )
    return project_id
