"""`POST /api/v1/token`: appid and secret for a bearer token (RFC 6749 §4.4)."""

import base64
import binascii
from urllib.parse import unquote_plus

from django.http import HttpRequest, JsonResponse
from django.http.response import HttpResponse
from ninja import Field, Router, Schema

from xinan.api.limits import GATE, RATE
from xinan.api.problems import Problem
from xinan.gateways.wiring import wiring
from xinan.intake.credentials.finding import find_credential
from xinan.intake.credentials.tokens import LIFETIME, issue_token
from xinan.intake.credentials.uses import note_use
from xinan.kernel.errors import NotAllowed

router = Router(tags=["token"])

_LONGEST = 200
_BODY = {
    "type": "object",
    "required": ["grant_type"],
    "properties": {
        "grant_type": {"type": "string", "enum": ["client_credentials"]},
        "client_id": {"type": "string", "description": "The appid, unless it is in the Authorization header."},
        "client_secret": {"type": "string", "description": "The secret, likewise."},
        "scope": {"type": "string", "description": "Scopes parted by spaces; none: all the credential has."},
    },
}
_EXAMPLE = {"grant_type": "client_credentials", "client_id": "xa0123456789abcdef", "client_secret": "…"}


class Token(Schema):
    """A token and how long it lasts."""

    access_token: str
    token_type: str
    expires_in: int = Field(description="Seconds.")
    scope: str


class TokenError(Schema):
    """An error of RFC 6749 §5.2."""

    error: str
    error_description: str


@router.post(
    "",
    auth=None,  # appid and secret are the authentication
    response={200: Token, 400: TokenError, 401: TokenError, 429: Problem},
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": _BODY, "example": _EXAMPLE}},
        },
        "security": [{"ClientSecret": []}, {}],
    },
    summary="Get a token",
    url_name="token",
)
def token(request: HttpRequest) -> HttpResponse:
    """Appid and secret, by HTTP Basic or in the form, for a token of one hour. An `appid` is the `client_id`."""
    with GATE.entered():
        return _token(request)


def _token(request: HttpRequest) -> HttpResponse:
    wired = wiring()
    now = wired.clock.now()
    appid, secret = _client(request)
    RATE.check(f"token:{appid[:_LONGEST]}")
    if request.POST.get("grant_type") != "client_credentials":
        wanted = "unsupported_grant_type" if request.POST.get("grant_type") else "invalid_request"
        return _error(wanted, "grant_type must be client_credentials", status=400)
    known = find_credential(appid, now=now) if appid and len(appid) <= _LONGEST and "\0" not in appid else None
    if known is None or not known.is_secret(secret, keyring=wired.keyring):
        if known is not None:
            note_use(known.credential.pk, now=now, refusal="invalid_client")
        return _error("invalid_client", "appid or secret is not right, or the credential is revoked", status=401)
    try:
        issued = issue_token(known.credential, asked=request.POST.get("scope", "").split(), now=now)
    except NotAllowed as error:
        note_use(known.credential.pk, now=now, refusal="invalid_scope")
        return _error("invalid_scope", error.remedy.en, status=400)
    return _unkept(
        {
            "access_token": issued.token,
            "token_type": "Bearer",
            "expires_in": int(LIFETIME.total_seconds()),
            "scope": " ".join(issued.scopes),
        },
        status=200,
    )


def _client(request: HttpRequest) -> tuple[str, str]:
    """Appid and secret, from the header or the form; empty where there are none."""
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "basic":
        return request.POST.get("client_id", ""), request.POST.get("client_secret", "")
    try:
        appid, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    return unquote_plus(appid), unquote_plus(secret)


def _error(code: str, description: str, *, status: int) -> HttpResponse:
    response = _unkept({"error": code, "error_description": description}, status=status)
    if status == 401:
        response["WWW-Authenticate"] = 'Basic realm="xinan"'
    return response


def _unkept(body: dict[str, object], *, status: int) -> JsonResponse:
    return JsonResponse(body, status=status, headers={"Cache-Control": "no-store", "Pragma": "no-cache"})
