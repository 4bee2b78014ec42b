"""Who may open, see, rotate and revoke credentials: the project's general contractor, the bank, the command line."""

from datetime import date

from django.db.models import Q, QuerySet

from xinan.intake.credential_models import Credential
from xinan.intake.policies import contractors_of, importable_projects, may_import
from xinan.kernel.errors import NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import scope_of
from xinan.registry.models import Project


def may_manage_credentials(user: User, *, today: date) -> bool:
    """Whether the user may manage credentials at all: whoever may report may let a machine do it."""
    return may_import(user, today=today) or bool(banks_of(user, today=today))


def banks_of(user: User | None, *, today: date) -> frozenset[str] | None:
    """The banks for whose machines the user may open credentials; None, any, for the command line alone."""
    if user is None:
        return None
    grants = scope_of(user, on=today).grants
    return frozenset(grant.enterprise_id for grant in grants if grant.role is Role.BANK and grant.enterprise_id)


def manageable_credentials(user: User | None, *, today: date) -> QuerySet[Credential]:
    """The credentials of the projects the user may import for, and of the user's banks; the command line has all."""
    contractors, banks = contractors_of(user, today=today), banks_of(user, today=today)
    credentials = Credential.objects.select_related("project", "created_by")
    if contractors is None or banks is None:
        return credentials
    return credentials.filter(Q(project__contractor_id__in=contractors) | Q(bank_id__in=banks))


def manageable_credential(user: User | None, *, appid: str, today: date) -> Credential:
    """One of them; NotFound `credential.unknown`."""
    credential = manageable_credentials(user, today=today).filter(appid=appid).first()
    if credential is None:
        raise NotFound(
            "credential.unknown",
            Text("没有这个接口凭证，或它不属于本单位。", "There is no such credential, or it is not your firm's."),
            Text("请在项目的接口凭证列表中选择。", "Choose one from the list of the project's credentials."),
        )
    return credential


def manageable_project(user: User | None, *, project_id: str, today: date) -> Project:
    """The project for which a credential may be opened; NotAllowed `credential.not_your_project`."""
    project = importable_projects(user, today=today).filter(project_id=project_id).first()
    if project is None:
        raise NotAllowed(
            "credential.not_your_project",
            Text("没有这个项目，或它不属于本单位。", "There is no such project, or it is not your firm's."),
            Text("接口凭证由项目的施工总承包单位开通。", "The project's general contractor opens its credentials."),
        )
    return project


def check_manageable_bank(user: User | None, *, bank_id: str, today: date) -> None:
    """Raises NotAllowed `credential.not_your_bank` where the user does not speak for the bank."""
    banks = banks_of(user, today=today)
    if banks is not None and bank_id not in banks:
        raise NotAllowed(
            "credential.not_your_bank",
            Text("不是本行的接口凭证。", "The credential would not be your bank's."),
            Text(
                "银行的接口凭证由该行自己或平台运维开通。",
                "A bank, or the platform's operators, opens its credentials.",
            ),
        )
