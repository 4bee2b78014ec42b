"""A key is retired: letters of years ago open under the new one, and say what they said."""

from datetime import datetime

from tests.documents.letters import drafted
from tests.documents.test_service import PHOTO, TODAY
from xinan.documents.actions.issue_letter import issue_letter
from xinan.documents.actions.serve_letter import serve_letter
from xinan.documents.enums import ServiceWay
from xinan.documents.models import Letter, LetterAttachment, LetterFile
from xinan.documents.sealing import content_of, fields_of
from xinan.gateways.resealing import reseal_columns
from xinan.jobs.resealing import COLUMNS
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.people.models import User


def test_everything_sealed_opens_under_the_new_key_alone(officer: User, now: datetime) -> None:
    older, newer = generate_key("a"), generate_key("b")
    before, both, after = Keyring.parse(older), Keyring.parse(f"{newer},{older}"), Keyring.parse(newer)
    letter = issue_letter(drafted(by=officer, now=now, keyring=before), by=officer, now=now, keyring=before)
    serve_letter(letter, how=ServiceWay.DIRECT, on=TODAY, proof=[PHOTO], by=officer, now=now, keyring=before)
    content = content_of(LetterFile.objects.get(), keyring=before)
    said = fields_of(letter, keyring=before)
    assert reseal_columns(COLUMNS, keyring=both) == 3
    assert reseal_columns(COLUMNS, keyring=both) == 0
    assert content_of(LetterFile.objects.get(), keyring=after) == content
    assert content_of(LetterAttachment.objects.get(), keyring=after) == PHOTO.content
    assert fields_of(Letter.objects.get(), keyring=after) == said
