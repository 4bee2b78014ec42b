"""What the national interface is measured against: a Django view that only checks the signature.

It has the secrets in memory and touches no database; the middleware is the product's. Mounted for the bench alone.
"""

import os
from functools import cache
from hashlib import sha256
from hmac import compare_digest

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.csrf import csrf_exempt

from config.urls import urlpatterns as product
from xinan.gateways.wiring import wiring
from xinan.intake.credentials.finding import find_credential

ADDRESS = "/bench/signature"
PARAMETERS = ("appid", "data", "format", "method", "nonce", "timestamp", "version")


@cache
def secret_of(appid: str) -> str:
    """The newest secret of the appid, asked for once."""
    known = find_credential(appid, now=wiring().clock.now())
    return known.secrets(wiring().keyring)[0] if known else os.urandom(16).hex()


@csrf_exempt
def check_signature(request: HttpRequest) -> HttpResponse:
    """200 where the signature is right, else 403."""
    sent = request.POST
    pairs = "&".join(f"{name}={sent.get(name, '')}" for name in PARAMETERS)
    whole = f"{pairs}&appsecret={secret_of(sent.get('appid', ''))}".lower()
    is_right = compare_digest(sha256(whole.encode()).hexdigest(), sent.get("sign", ""))
    return JsonResponse({"code": 0 if is_right else -2}, status=200 if is_right else 403)


urlpatterns = [path(ADDRESS.lstrip("/"), check_signature), *product]
