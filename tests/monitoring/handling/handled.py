"""Runs followed up, as live steps and full runs do it, and people of a small place."""

from datetime import date, datetime, timedelta

from tests.monitoring.findings import DAY, NOW
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from xinan.monitoring.actions.reconcile import Scope, reconcile
from xinan.monitoring.handling.follow_up import FollowedUp, follow_up
from xinan.monitoring.models import EvaluationRun, Warning
from xinan.people.duties.models import Duty
from xinan.people.enums import Role
from xinan.people.models import Organisation, User
from xinan.people.scope import scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.given import seal_proof
from xinan.procedures.models import Proceeding, Step

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"


def run(
    findings, *, day: date = DAY, now: datetime | None = None, scope: Scope | None = None, causes=None
) -> FollowedUp:
    """A run over everything (or `scope`) that found this, with its follow-up."""
    moment = now or NOW + timedelta(days=(day - DAY).days)
    given = scope or Scope()
    done = EvaluationRun.objects.create(kind="full", as_of=day, projects=1, started_at=moment)
    reconcile(findings, scope=given, as_of=day, now=moment, run=done, causes=causes)
    return follow_up(done, everything=given.everything, now=moment)


def office(name: str, *, kind: str = "labour_office", region_code: str = "220102") -> Organisation:
    return OrganisationFactory(name=name, kind=kind, region_code=region_code)


def person(role: Role = Role.COUNTY_INSPECTOR, *, organisation=None, duty: bool = False, **post) -> User:
    """Somebody with a post; with `duty`, the one things of the post's place are routed to."""
    user = UserFactory(organisation=organisation or OrganisationFactory())
    fields = {"region_code": "220102", **post}
    AppointmentFactory(user=user, role=role, **fields)
    if duty:
        Duty.objects.create(
            user=user,
            office=user.organisation,
            role=role,
            region_code=fields["region_code"],
            from_on=date(2020, 1, 1),
        )
    return user


def firm_person(project, *, role: Role = Role.CONTRACTOR) -> User:
    code = {Role.CONTRACTOR: project.contractor_id, Role.OWNER: project.owner_id}[role]
    return person(role, region_code="", enterprise_id=code)


def proceeding(warning: Warning | None = None) -> Proceeding:
    """The last proceeding of a warning (of the only one)."""
    chosen = warning or Warning.objects.order_by("-pk").first()
    return Proceeding.objects.filter(subject_kind="warning", subject_id=str(chosen.pk)).order_by("-pk").first()


def move(
    code: str, *, by: User, now: datetime = NOW, warning: Warning | None = None, keyring=None, **given
) -> Proceeding:
    """Make a move as this person, on the version that stands; with `keyring`, a PDF as its proof."""
    one = proceeding(warning)
    proofs = [seal_proof("回单.pdf", PDF, media_type="application/pdf", keyring=keyring)] if keyring else []
    reason = given.pop("reason", "已核实")
    return make_move(
        one.pk,
        code,
        by=by,
        scope=scope_of(by, on=now.date()),
        now=now,
        version=given.pop("version", one.version),
        reason=reason,
        proofs=proofs,
        **given,
    )


def steps(one: Proceeding) -> list[str]:
    return list(Step.objects.filter(proceeding=one).order_by("pk").values_list("move", flat=True))
