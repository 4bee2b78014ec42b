"""What the data know of the facts of liability: suggestions with their source, for an officer to confirm or change."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xinan.casework.cases.models import Case
from xinan.kernel.text import Text
from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.registry.enums import UnitKind
from xinan.registry.models import Enterprise, EnterpriseCredential, Project, ProjectUnit

SUBS = (UnitKind.SPECIALIST, UnitKind.LABOUR)


@dataclass(frozen=True, slots=True)
class Known:
    """An answer the data suggest, and from what."""

    answer: bool
    source: Text


def prefill(case: Case, *, on: date) -> dict[str, Known]:
    """What is known of a case's facts on a day; a question the data cannot answer is left out."""
    found: dict[str, Known] = {}
    if case.project is not None:
        found["construction"] = Known(True, Text("案件涉及已登记的工程项目", "The case is about a registered project"))
        found |= dict(_of_project(case.project))
    if case.employer is not None:
        found["employer_known"] = Known(
            True, Text(f"案件的被查单位：{case.employer.name}", "The firm named in the case")
        )
        if case.project is not None:
            found |= dict(_of_employer(case.project, case.employer, on=on))
    return found


def party_of(role: str, *, case: Case) -> Enterprise | None:
    """The firm that has a role of the table in a case, where the registry knows."""
    project = case.project
    on_site = {"owner": project.owner, "contractor": project.contractor} if project is not None else {}
    if role in on_site:
        return on_site[role]
    return case.employer if role == "employer" else None


def _of_project(project: Project) -> Iterator[tuple[str, Known]]:
    """The owner's transfers, as the warnings that stand say."""
    late = Warning.objects.filter(project_id=project.pk, rule__startswith="funding/", state=WarningState.OPEN)
    first = late.order_by("since").first()
    if first is not None:
        words = Text(
            f"现有资金拨付预警（自 {first.since}）；是否造成拖欠须查明",
            f"A warning of transfers stands since {first.since}; whether it caused the arrears is to be found out",
        )
        yield "owner_late", Known(True, words)


def _of_employer(project: Project, employer: Enterprise, *, on: date) -> Iterator[tuple[str, Known]]:
    """Whether the employer is a subcontractor of the project, and without a qualification of its day."""
    if employer.pk in (project.contractor_id, project.owner_id):
        words = Text("被查单位即总包单位或建设单位", "The firm is the general contractor or the owner itself")
        yield "sub_in_arrears", Known(False, words)
        return
    units = ProjectUnit.objects.filter(project=project, enterprise=employer, kind__in=SUBS)
    if units.exists():
        yield (
            "sub_in_arrears",
            Known(True, Text("登记为本项目的分包单位", "Registered as a subcontractor of the project")),
        )
    held = EnterpriseCredential.objects.filter(enterprise=employer)
    if held.exists() and not any(_in_force(one, on=on) for one in held):
        words = Text("登记的资质证书均已过期", "Every qualification on record has ended")
        yield "let_by_contractor", Known(True, words)


def _in_force(credential: EnterpriseCredential, *, on: date) -> bool:
    begun = credential.from_on is None or credential.from_on <= on
    return begun and (credential.to_on is None or credential.to_on >= on)
