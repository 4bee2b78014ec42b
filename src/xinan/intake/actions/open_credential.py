"""Open a credential: an appid and a first secret for a project's site system, or for a bank."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from xinan.intake.credential_models import Credential, CredentialSecret
from xinan.intake.credentials.finding import SEALED_FOR
from xinan.intake.credentials.making import Opened, new_appid, new_secret
from xinan.intake.credentials.policies import check_manageable_bank, manageable_project
from xinan.intake.sheets import SHEETS
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.people.models import User

MOST_NAME = 60


def open_credential(
    *,
    project_id: str = "",
    bank_id: str = "",
    name: str,
    scopes: Collection[str] = (),
    by: User | None,
    now: datetime,
    keyring: Keyring,
) -> Opened:
    """A new credential and its secret, shown once. `by` is None for the command line, which may open any.

    `scopes` are kinds of sheets; none means all. Raises NotAllowed, InvalidValue.
    """
    name = _checked_name(name)
    _check_scopes(scopes)
    if bool(project_id) == bool(bank_id):
        raise InvalidValue(
            "credential.whose",
            Text("凭证属于一个项目或一家银行，二者取一。", "A credential is a project's or a bank's, one of the two."),
            Text("请指明项目编号或开户银行。", "Name the project or the bank."),
        )
    if bank_id:
        check_manageable_bank(by, bank_id=bank_id, today=now.date())
    project = manageable_project(by, project_id=project_id, today=now.date()) if project_id else None
    secret = new_secret()
    with transaction.atomic():
        credential = Credential.objects.create(
            appid=new_appid(),
            name=name,
            project=project,
            bank_id=bank_id,
            scopes=sorted(set(scopes)),
            created_by=by,
            created_at=now,
            valid_from=now,
        )
        CredentialSecret.objects.create(
            credential=credential, sealed=keyring.seal(secret, context=SEALED_FOR), valid_from=now
        )
    return Opened(credential, secret)


def _checked_name(name: str) -> str:
    name = name.strip()
    if not name or len(name) > MOST_NAME:
        raise InvalidValue(
            "credential.name",
            Text("请写明哪个系统使用这个凭证。", "Say which system uses the credential."),
            Text(f"1 至 {MOST_NAME} 个字，例如“工地实名制闸机”。", f"1 to {MOST_NAME} characters."),
        )
    return name


def _check_scopes(scopes: Collection[str]) -> None:
    unknown = sorted(set(scopes) - {sheet.kind for sheet in SHEETS})
    if unknown:
        kinds = ", ".join(sheet.kind for sheet in SHEETS)
        raise InvalidValue(
            "credential.scope",
            Text(f"没有这种数据：{'、'.join(unknown)[:80]}。", f"No such data: {', '.join(unknown)[:80]}."),
            Text(f"可选：{kinds}。", f"There are: {kinds}."),
        )
