"""A case with two unpaid workers, a deposit with its bank, a county's fund; shorthands for what officers and banks do."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from tests.casework.cases.world import CITY, HERE, MONDAY, MONTH, TODAY, Officer, World, officer, voice, world
from tests.people.factories import AppointmentFactory, OrganisationFactory, UserFactory
from tests.registry.factories import DepositFactory, EnterpriseFactory, WageAccountFactory
from xinan.casework.cases.actions.keep_workers import reckon_by_data
from xinan.casework.cases.models import Case, CaseWage
from xinan.casework.relief.actions.keep_fund import open_fund
from xinan.casework.relief.actions.open_relief import open_relief
from xinan.casework.relief.actions.report_results import report_results
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.given import NewRelief, Result
from xinan.casework.relief.models import Fund, Relief, ReliefWorker
from xinan.casework.relief.queries import proceeding_of
from xinan.intake.keys import fact_key
from xinan.kernel.ciphers import Keyring
from xinan.people.scope import scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.given import SentProof, seal_proof
from xinan.procedures.models import Clock, Proceeding
from xinan.registry.models import Deposit

BANK = "91220101MA0000003X"
__all__ = ["CITY", "HERE", "MONDAY", "MONTH", "TODAY", "Officer", "World", "officer", "world"]


@dataclass(frozen=True)
class Ground:
    """What relief stands on in these tests."""

    of: World
    case: Case
    deposit: Deposit
    bank: Officer
    keyring: Keyring

    @property
    def wages(self) -> list[CaseWage]:
        return list(CaseWage.objects.filter(case_worker__case=self.case, case_worker__worker__in=self.of.workers))

    def relief(self, kind: Kind, *amounts: str, now: datetime = MONDAY, **changed: object) -> Relief:
        """Relief for the first workers, as many as there are sums."""
        sums = {wage.pk: Decimal(amount) for wage, amount in zip(self.wages, amounts, strict=False)}
        given: dict[str, object] = {"kind": kind, "case_id": self.case.pk, "amounts": sums}
        if kind is Kind.DEPOSIT_DRAW:
            given |= {"deposit_id": self.deposit.pk, "bank_id": BANK, "order_due_on": date(2026, 11, 20)}
        if kind is Kind.ADVANCE_PAYMENT:
            given |= {"payer_id": self.of.project.contractor_id, "payer_role": "contractor"}
        return self.by(NewRelief(**{**given, **changed}), self.of.inspector, now=now)  # type: ignore[arg-type]

    def by(self, new: NewRelief, who: Officer, *, now: datetime = MONDAY) -> Relief:
        return open_relief(new, by=who.user, scope=who.scope, now=now)

    def fund(self, amount: str = "100000.00", *, region: str = HERE) -> Fund:
        who = self.of.inspector if region == HERE else self.of.city
        return open_fund(
            name="南关区应急周转金",
            region_code=region,
            opened_on=date(2026, 1, 5),
            amount=Decimal(amount),
            by=who.user,
            scope=who.scope,
            now=MONDAY,
        )

    def proof(self) -> SentProof:
        return seal_proof("凭证.pdf", b"%PDF-1.7 slip", media_type="application/pdf", keyring=self.keyring)


def ground(keyring: Keyring) -> Ground:
    of = world(keyring)
    # Whoever spoke named no sum: what is owed is what the payrolls say, 6,000 each.
    case = of.opened(of.clue(voice=voice(amount=None)))
    reckon_by_data(case.pk, months=[MONTH], by=of.inspector.user, scope=of.inspector.scope, now=MONDAY)
    WageAccountFactory(project=of.project, bank_id=BANK)
    EnterpriseFactory(enterprise_id=BANK, name="吉林示例银行")
    deposit = DepositFactory(deposit_id=fact_key(of.project.pk, "D1"), project=of.project, amount=Decimal("20000.00"))
    user = UserFactory(
        organisation=OrganisationFactory(name="吉林示例银行长春支行", kind="enterprise", enterprise_id=BANK)
    )
    AppointmentFactory(user=user, role="bank", region_code="", enterprise_id=BANK)
    return Ground(of, case, deposit, Officer(user, scope_of(user, on=TODAY)), keyring)


def moved(relief: Relief, move: str, who: Officer, *, now: datetime = MONDAY, **given: object) -> Proceeding:
    one = proceeding_of(relief)
    given.setdefault("reason", "已核实。")
    given.setdefault("version", one.version)
    return make_move(one.pk, move, by=who.user, scope=who.scope, now=now, **given)  # type: ignore[arg-type]


def paid(relief: Relief, who: Officer, *, on: date, now: datetime, but: int = 0) -> list[ReliefWorker]:
    """Everybody is paid in full on a day, save the last few."""
    rows = list(relief.rows.order_by("pk"))
    results = [Result(row.pk, row.granted, on) for row in rows[: len(rows) - but]]
    results += [Result(row.pk, failed="卡号已注销") for row in rows[len(rows) - but :]]
    return report_results(relief.pk, results, by=who.user, scope=who.scope, now=now)


def clock_of(relief: Relief, code: str) -> Clock:
    return Clock.objects.filter(proceeding=proceeding_of(relief), code=code).latest("pk")


def days(number: int) -> datetime:
    return MONDAY + timedelta(days=number)
