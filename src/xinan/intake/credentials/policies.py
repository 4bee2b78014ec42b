"""Who may open, see, rotate and revoke credentials: the general contractor of the project, and the command line."""

from datetime import date

from django.db.models import QuerySet

from xinan.intake.credential_models import Credential
from xinan.intake.policies import contractors_of, importable_projects, may_import
from xinan.kernel.errors import NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.registry.models import Project


def may_manage_credentials(user: User, *, today: date) -> bool:
    """Whether the user may manage credentials at all: whoever may import may let a machine do it."""
    return may_import(user, today=today)


def manageable_credentials(user: User | None, *, today: date) -> QuerySet[Credential]:
    """The credentials of the projects the user may import for; None, the command line, has all of them."""
    contractors = contractors_of(user, today=today)
    credentials = Credential.objects.select_related("project", "created_by")
    return credentials if contractors is None else credentials.filter(project__contractor_id__in=contractors)


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
