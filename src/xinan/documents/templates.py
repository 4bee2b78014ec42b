"""Which Word file a letter is written with: the office's own, the province's, or the one that comes with the product."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.db.models import Q, QuerySet

from xinan.documents.kinds import LetterKind
from xinan.documents.models import LetterTemplate
from xinan.kernel.ciphers.digests import sm3_hex
from xinan.kernel.text import Text
from xinan.people.models import Organisation

_FOLDER = Path(__file__).parent / "defaults"


@dataclass(frozen=True, slots=True)
class TemplateInForce:
    """A template's file; `version` is None for the one that comes with the product."""

    content: bytes
    digest: str
    version: LetterTemplate | None

    @property
    def name(self) -> Text:
        """Whose it is, for people."""
        if self.version is None:
            return Text("系统标准模板", "Standard template")
        number = self.version.version
        if self.version.office is None:
            return Text(f"全省模板第 {number} 版", f"Province's template, version {number}")
        return Text(f"{self.version.office.name}模板第 {number} 版", f"{self.version.office.name}, version {number}")


def default_template(kind: LetterKind) -> TemplateInForce:
    """The Word file that comes with the product."""
    return _shipped(kind.default_file)


@cache
def _shipped(file_name: str) -> TemplateInForce:
    content = (_FOLDER / file_name).read_bytes()
    return TemplateInForce(content, sm3_hex(content), None)


def template_in_force(kind: LetterKind, *, office: Organisation | None) -> TemplateInForce:
    """The file with which a letter of the office would be written now; of the province where `office` is None."""
    holders = Q(office=None) if office is None else Q(office=None) | Q(office=office)
    newest = (
        LetterTemplate.objects.filter(holders, kind=kind.code)
        .select_related("office")
        .order_by("office_id", "-version")
        .distinct("office_id")
    )
    # The office's own before the province's; a version without a file gives way to what stands above it.
    for version in sorted(newest, key=lambda each: each.office_id is None):
        if version.content is not None:
            return TemplateInForce(bytes(version.content), version.digest, version)
    return default_template(kind)


def versions_of(kind: LetterKind, *, office: Organisation | None) -> QuerySet[LetterTemplate]:
    """Every version of one holder, the newest first; without the files."""
    versions = LetterTemplate.objects.filter(kind=kind.code, office=office).select_related("uploaded_by", "restores")
    return versions.defer("content").order_by("-version")
