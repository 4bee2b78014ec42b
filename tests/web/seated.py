"""People at a browser."""

from dataclasses import dataclass
from typing import TypeVar

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from tests.monitoring.handling.handled import PDF
from xinan.people.models import User


@dataclass
class Seated:
    """Somebody signed in."""

    user: User
    client: Client

    def get(self, url: str, **headers: str) -> HttpResponse:
        return self.client.get(url, headers=headers)

    def send(self, url: str, *, proofs: int = 0, **given: object) -> HttpResponse:
        """Send a dialog, with so many PDFs as its proof."""
        files = [SimpleUploadedFile(f"回单{n}.pdf", PDF, content_type="application/pdf") for n in range(proofs)]
        return self.client.post(url, {**given, **({"proofs": files} if files else {})})


Kind = TypeVar("Kind", bound=Seated)


def seated(user: User, kind: type[Kind]) -> Kind:
    """The user at a browser of their own."""
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return kind(user, client)
