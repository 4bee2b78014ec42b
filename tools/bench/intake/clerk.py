"""A contractor's clerk who is signed in, and uploads files by the page as a browser would."""

import http.client
import time
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import token_hex
from uuid import uuid4

from django.conf import settings
from django.test import Client

from tests.intake.site import CONTRACTOR, PROJECT
from xinan.gateways.wiring import wiring
from xinan.intake.models import Batch, BatchState
from xinan.people.actions.add_user import NewPost, add_user
from xinan.people.enums import Role

_PATIENCE = 60.0
_ENDED = (BatchState.DONE, BatchState.REFUSED, BatchState.DRY)


@dataclass(frozen=True, slots=True)
class Clerk:
    """Who uploads, by the cookies of a session."""

    port: int
    cookies: Mapping[str, str]

    @classmethod
    def signed_in(cls, port: int) -> "Clerk":
        """A new clerk of the site's contractor."""
        user = add_user(
            f"bench-{token_hex(4)}",
            display_name="资料员",
            password=token_hex(12),
            post=NewPost(Role.CONTRACTOR, enterprise_id=CONTRACTOR),
            from_on=wiring().clock.today(),
        )
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        return cls(port, {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: token_hex(16)})

    def upload(self, files: Mapping[str, bytes], *, rows: int) -> float:
        """The seconds until all of it is taken; every row must be in."""
        before = Batch.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        began = time.monotonic()
        address = self._post(files)
        upload_key = address.rstrip("/").rpartition("/")[2]
        while time.monotonic() < began + _PATIENCE:
            batches = list(Batch.objects.filter(upload_key=upload_key, pk__gt=before))
            if len(batches) >= len(files) and all(batch.state in _ENDED for batch in batches):
                seconds = time.monotonic() - began
                added = sum(batch.added for batch in batches)
                if added != rows:
                    raise RuntimeError(f"{added} of {rows} rows of the month were added")
                return seconds
            time.sleep(0.01)
        raise TimeoutError("the month was not taken")

    def _post(self, files: Mapping[str, bytes]) -> str:
        boundary = uuid4().hex
        fields = b"".join(
            f"--{boundary}\r\nContent-Disposition: form-data; name={name}\r\n\r\n".encode() + value + b"\r\n"
            for name, value in (
                ('"project"', PROJECT.encode()),
                *((f'"files"; filename="{name}"', content) for name, content in files.items()),
            )
        )
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "X-CSRFToken": self.cookies[settings.CSRF_COOKIE_NAME],
        }
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        try:
            connection.request("POST", "/imports/", fields + f"--{boundary}--\r\n".encode(), headers)
            answer = connection.getresponse()
            if answer.status != 302:
                raise RuntimeError(f"the page answered {answer.status}")
            return answer.headers["Location"]
        finally:
            connection.close()
