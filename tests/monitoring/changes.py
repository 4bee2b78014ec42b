"""A few rules, three unfiled projects in two cities, and people who change rules."""

from datetime import date, datetime

from tests.people.factories import AppointmentFactory, UserFactory
from tests.registry.factories import EnterpriseFactory, ProjectFactory
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.actions.draft_change import Wish
from xinan.monitoring.models import Trial, Warning
from xinan.people.models import User
from xinan.rules.registry import find_rule

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHINA)
CLOCK = FixedClock(NOW)
FEW = ("filing/not-filed", "board/missing", "account/not-opened", "deposit/missing")
USES_RULES = ("monitoring.evaluation", "monitoring.fingerprints", "monitoring.rules_in_force", "engine.versions")


def few_rules(monkeypatch) -> None:
    """Four rules, where all of them would take long and show nothing more."""
    for module in USES_RULES:
        monkeypatch.setattr(f"xinan.{module}.RULES", tuple(find_rule(rule) for rule in FEW))


def found_projects() -> None:
    """Started on the first of November and never filed: 22 days late today, by the ladder moderate (15) and not severe (30).

    P1 and P2 lie in Changchun and are one contractor's, P3 lies in Jilin City.
    """
    one, other = EnterpriseFactory(name="长春甲建设有限公司"), EnterpriseFactory(name="吉林乙建设有限公司")
    for key, place, firm in (("P1", "220102", one), ("P2", "220104", one), ("P3", "220203", other)):
        ProjectFactory(
            project_id=key,
            name=f"项目{key}",
            region_code=place,
            contractor=firm,
            owner=firm,
            started_on=date(2026, 11, 1),
            filed_on=None,
        )


def officer(role: str = "province_office", region_code: str = "220000") -> User:
    user = UserFactory()
    AppointmentFactory(user=user, role=role, region_code=region_code)
    return user


def wish(**changed) -> Wish:
    """Unfiled projects severe after twenty days instead of thirty."""
    given = {
        "owner": "filing/not-filed",
        "name": "ladder",
        "region_code": "",
        "given": {"blue": "1", "yellow": "15", "red": "20"},
        "from_on": TODAY,
        "source": "省办发〔2026〕8号",
        "reason": "未备案项目拖得太久",
    }
    return Wish(**{**given, **changed})


def levels(rule: str = "filing/not-filed") -> dict[str, str]:
    """The level of the open warning of a rule by project."""
    return dict(Warning.objects.filter(rule=rule, state="open").values_list("project_id", "level"))


def tried(change) -> None:
    """As if a trial of this wording had been run."""
    Trial.objects.create(
        change=change,
        revision=change.revision,
        first_month="2026-10",
        last_month="2026-11",
        state="done",
        asked_by=change.author,
        asked_at=NOW,
    )
    type(change).objects.filter(pk=change.pk).update(state="tried")
