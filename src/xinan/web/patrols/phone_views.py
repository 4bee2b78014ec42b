"""What a phone sends from a site, and the script that keeps the page where there is no net. Answers are JSON."""

import json
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import get_language
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from xinan.gateways.wiring import wiring
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.patrols.actions.take_entry import take_entry, take_photo, withdraw_photo
from xinan.patrols.entries import is_item, read_entry, read_moment, read_position
from xinan.patrols.jpeg import MOST_BYTES
from xinan.patrols.models import VisitPhoto
from xinan.patrols.photos import PhotoSent, opened_photo
from xinan.patrols.policies import visible_visit
from xinan.patrols.refusals import bad_entry, no_such_visit
from xinan.web.access import public, requires
from xinan.web.patrols.policy import makes_visits, opens_visits
from xinan.web.shell.errors import status_of
from xinan.web.shell.scoping import asker, scope_for

MOST_ENTRY_BYTES = 16_384
WORKER = Path("xinan") / "js" / "patrols" / "worker.js"

P = ParamSpec("P")


def answers_json(view: Callable[Concatenate[HttpRequest, P], HttpResponse]) -> Callable[..., HttpResponseBase]:
    """Errors that people can cause become JSON with their two sentences: the page shows them beside the entry."""

    @wraps(view)
    def answering(request: HttpRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except XinanError as error:
            language = get_language() or "zh-hans"
            said = {"code": error.code, "text": error.message(language)}
            return JsonResponse(said, status=status_of(error))

    return answering


@requires(makes_visits)
@never_cache
@require_POST
@answers_json
def send_entry(request: HttpRequest, visit_id: UUID) -> HttpResponse:
    """One entry: an answer, a talk, a position, the end. Sent twice, it is taken once."""
    wired, user = wiring(), asker(request.user)
    now = wired.clock.now()
    entry, scope = read_entry(_json(request.body), now=now), scope_for(user, today=now.date())
    taken = take_entry(visit_id, entry, by=user, scope=scope, now=now, keyring=wired.keyring)
    return JsonResponse({"key": str(entry.key), "taken": taken.value})


@requires(opens_visits)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_json
def photo(request: HttpRequest, visit_id: UUID, key: UUID) -> HttpResponse:
    """A photograph: read by whoever may read the visit, sent by whoever makes it."""
    if request.method == "POST":
        return _photo_sent(request, visit_id, key)
    scope = scope_for(request.user, today=wiring().clock.today())
    visit = visible_visit(scope, visit_id=visit_id)
    kept = VisitPhoto.objects.filter(visit=visit, pk=key).first()
    if kept is None:
        raise no_such_visit()
    return HttpResponse(opened_photo(kept, keyring=wiring().keyring), content_type="image/jpeg")


@requires(makes_visits)
@never_cache
@require_POST
@answers_json
def drop_photo(request: HttpRequest, visit_id: UUID, key: UUID) -> HttpResponse:
    """Delete a photograph of a visit under way."""
    user, today = asker(request.user), wiring().clock.today()
    withdraw_photo(visit_id, key, by=user, scope=scope_for(user, today=today))
    return JsonResponse({"key": str(key), "taken": "withdrawn"})


@public
@require_safe
def service_worker(_request: HttpRequest) -> FileResponse:
    """The script that keeps visits' pages on the phone. It stands here, not with the other scripts, as it may only serve
    addresses below its own."""
    for folder in settings.STATICFILES_DIRS:
        path = folder / WORKER if isinstance(folder, Path) else None
        if path is not None and path.is_file():
            answer = FileResponse(path.open("rb"), content_type="text/javascript; charset=utf-8")
            answer.headers["Cache-Control"] = "no-cache"
            return answer
    raise FileNotFoundError(WORKER)


def _photo_sent(request: HttpRequest, visit_id: UUID, key: UUID) -> HttpResponse:
    wired = wiring()
    now, user = wired.clock.now(), asker(request.user)
    file = request.FILES.get("photo")
    if not isinstance(file, UploadedFile):
        raise bad_entry(Text("照片", "Photograph"))
    about = _json(request.POST.get("about", "").encode())
    item, place = about.get("item") or "", about.get("position")
    if not isinstance(item, str) or (item and not is_item(item)):
        raise bad_entry(Text("检查项", "Item"))
    content = file.read(MOST_BYTES + 1)
    sent = PhotoSent(
        key,
        content,
        taken_at=read_moment(about.get("taken_at"), now=now),
        item=item,
        position=read_position(place) if isinstance(place, dict) else None,
    )
    scope = scope_for(user, today=now.date())
    taken = take_photo(visit_id, sent, by=user, scope=scope, now=now, keyring=wired.keyring)
    return JsonResponse({"key": str(key), "taken": taken.value})


def _json(body: bytes) -> dict[str, Any]:
    if len(body) > MOST_ENTRY_BYTES:
        raise bad_entry(Text("内容", "Content"))
    try:
        read = json.loads(body)
    except ValueError:
        raise bad_entry(Text("内容", "Content")) from None
    if not isinstance(read, dict):
        raise bad_entry(Text("内容", "Content"))
    return read
