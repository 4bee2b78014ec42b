"""Take files into custody: checked for size and kind, sealed, numbered; what is in them is read later."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from django.db import transaction

from xinan.intake.keys import fresh_key
from xinan.intake.models import Batch, BatchSource
from xinan.intake.policies import contractors_of, importable_projects
from xinan.intake.reading.faults import UnusableFile
from xinan.intake.reading.files import LARGEST_FILE, SUFFIXES
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import NotAllowed
from xinan.kernel.text import Text
from xinan.people.models import User

ORIGINAL = "batch.original"
MOST_FILES = 40


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file as it came."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Wish:
    """What the sender wants done with the files; `project_id` empty: as the files say.

    `reason` is why what was reported before is reported anew; `replaces` the batch whose rows give way to these.
    """

    project_id: str = ""
    dry_run: bool = False
    all_or_nothing: bool = False
    reason: str = ""
    replaces: int | None = None


def receive_files(
    files: Sequence[SentFile],
    *,
    wish: Wish,
    sender: User | None,
    source: BatchSource,
    now: datetime,
    keyring: Keyring,
) -> str:
    """Enter a batch for each file and answer with the number of the upload. Nothing is read from them yet.

    Raises NotAllowed, or UnusableFile for a file that cannot be a sheet; then none is taken into custody.
    """
    _check_sender(sender, wish.project_id, today=now.date())
    _check_files(files)
    upload_key = fresh_key()
    with transaction.atomic():
        for file in files:
            sealed = keyring.seal(base64.b64encode(file.content).decode(), context=ORIGINAL)
            Batch.objects.create(
                source=source,
                kind="",
                file_name=file.name[-200:],
                digest=sha256(file.content).hexdigest(),
                project_id=wish.project_id,
                submitted_by=sender,
                received_at=now,
                all_or_nothing=wish.all_or_nothing,
                reason=wish.reason,
                replaces_id=wish.replaces,
                dry_run=wish.dry_run,
                upload_key=upload_key,
                original_sealed=sealed,
            )
    return upload_key


def original_of(batch: Batch, *, keyring: Keyring) -> bytes:
    """The file of a batch as it came; empty once it has been discarded."""
    if not batch.original_sealed:
        return b""
    return base64.b64decode(keyring.open(batch.original_sealed, context=ORIGINAL))


def _check_sender(sender: User | None, project_id: str, *, today: date) -> None:
    contractors = contractors_of(sender, today=today)
    if contractors is not None and not contractors:
        raise NotAllowed(
            "import.not_allowed",
            Text("您的岗位不能导入数据。", "Your post does not let you import."),
            Text(
                "导入由施工总承包单位的劳资专管员办理。",
                "Importing is done by the general contractor's labour manager.",
            ),
        )
    if project_id and not importable_projects(sender, today=today).filter(project_id=project_id).exists():
        raise NotAllowed(
            "import.not_your_project",
            Text("没有这个项目，或它不属于本单位。", "There is no such project, or it is not your firm's."),
            Text("请在列表中选择本单位的项目。", "Choose one of your firm's projects."),
        )


def _check_files(files: Sequence[SentFile]) -> None:
    if not files:
        raise UnusableFile(
            "file.none",
            Text("没有选择文件。", "No file was chosen."),
            Text("请选择填好的模板文件。", "Choose the templates you filled in."),
        )
    if len(files) > MOST_FILES:
        raise UnusableFile(
            "file.too_many",
            Text(f"一次最多 {MOST_FILES} 个文件。", f"At most {MOST_FILES} files at a time."),
            Text("请分几次导入。", "Import them in several goes."),
        )
    for file in files:
        _check_file(file)


def _check_file(file: SentFile) -> None:
    if not file.name.lower().endswith(SUFFIXES):
        raise UnusableFile(
            "file.type",
            Text(f"文件“{file.name[:100]}”不是表格文件。", f"The file “{file.name[:100]}” is not a spreadsheet."),
            Text("只接受 .xlsx、.xls、.et 和 .csv 文件。", "Only .xlsx, .xls, .et and .csv are taken."),
        )
    if len(file.content) > LARGEST_FILE:
        limit = LARGEST_FILE // 1024 // 1024
        raise UnusableFile(
            "file.large",
            Text(f"文件“{file.name[:100]}”超过 {limit} MB。", f"“{file.name[:100]}” is larger than {limit} MB."),
            Text("请按月份拆分后分别导入。", "Split it by month and import the parts."),
        )
