"""A small province with known warnings."""

from dataclasses import dataclass
from datetime import date, datetime

from tests.registry.factories import EnterpriseFactory, ProjectFactory, RegionFactory
from xinan.kernel.clock import CHINA
from xinan.monitoring.models import EvaluationRun, Warning, WarningEvent
from xinan.registry.models import Enterprise, Project

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)


def warn(project: Project, rule: str, level: str, **fields: object) -> Warning:
    """A warning as reconciliation would have left it."""
    given: dict[str, object] = {
        "subject_kind": "project",
        "subject_id": project.pk,
        "since": date(2026, 11, 1),
        "state": "open",
        "opened_at": NOW,
        "level_changed_at": NOW,
        "evaluated_as_of": TODAY,
        "project_id": project.pk,
        **fields,
    }
    warning = Warning.objects.create(rule=rule, level=level, **given)
    WarningEvent.objects.create(warning=warning, kind="opened", at=NOW, level=level, cause="project:insert")
    return warning


@dataclass(frozen=True)
class Province:
    """Four projects: two in Changchun (one of them water works), one in Jilin City, one in order."""

    contractor: Enterprise
    red: Project
    yellow: Project
    elsewhere: Project
    clear: Project


def make_province() -> Province:
    """Warnings of every level but orange, one withheld, one suppressed."""
    RegionFactory()
    contractor = EnterpriseFactory(name="长春甲建设有限公司")
    made = Province(
        contractor=contractor,
        red=ProjectFactory(project_id="P-RED", name="南关区安置房", contractor=contractor),
        yellow=ProjectFactory(project_id="P-YEL", name="朝阳区水厂", region_code="220104", industry="water"),
        elsewhere=ProjectFactory(project_id="P-JIL", name="龙潭区道路", region_code="220203", industry="transport"),
        clear=ProjectFactory(project_id="P-OK", name="南关区学校", contractor=contractor),
    )
    warn(made.red, "deposit/missing", "red")
    warn(made.red, "wages/unpaid", "yellow", period="2026-09")
    warn(made.red, "wages/unpaid", "yellow", period="2026-10")
    warn(made.red, "funding/no-transfer", "yellow", period="2026-10", state="withheld", because="bank")
    warn(made.red, "wages/part-paid", "yellow", period="2026-10", state="suppressed", because="wages/unpaid")
    warn(made.yellow, "account/not-opened", "yellow")
    warn(made.elsewhere, "filing/not-filed", "blue")
    warn(made.elsewhere, "data_quality/bank-silent", "grey")
    EvaluationRun.objects.create(kind="full", as_of=TODAY, projects=4, started_at=NOW, finished_at=NOW)
    return made
