"""工资专户: no account, no agreement, money for something else, an idle account, one closed too early."""

from dataclasses import replace
from datetime import timedelta

from xinan.simulation.draft import STEADY, Draft, Life
from xinan.simulation.facts import FEN, AccountRow, Truth
from xinan.simulation.money import entry_of
from xinan.simulation.plantings.base import Planting, keep_this_months_leavers, of_project, transfer_just_enough
from xinan.simulation.window import Window


class NotOpened(Planting):
    """No account weeks after the deadline; work has not begun, so that no wages are due yet."""

    rule = "account/not-opened"
    wish = replace(STEADY, life=Life.PLANNED)
    months = 1

    def outline(self, draft: Draft) -> None:
        draft.accounts.clear()
        late = draft.window.ago(self.chance.whole(45, 110))
        shift = draft.project.contract_signed_on - late
        draft.project.contract_signed_on = late
        issued = draft.project.permit_issued_on
        draft.project.permit_issued_on = issued - shift if issued else None
        for deposit in draft.deposits:
            deposit.effective_on -= shift


class NoAgreement(Planting):
    """The three parties never signed."""

    rule = "account/no-agreement"
    months = 1

    def outline(self, draft: Draft) -> None:
        for account in draft.accounts:
            account.agreement_signed_on = None


class OutflowNotWages(Planting):
    """Money leaves the account for the contractor or a supplier."""

    rule = "account/outflow-not-wages"

    def transfers(self, draft: Draft) -> None:
        first = draft.transfers[0]
        latest_day = (draft.window.end - first.booked_on).days
        amount = max(1, first.amount // (100 * FEN) * self.chance.whole(5, 25) // 100) * 100 * FEN
        # As much more came in at first, so that wages are still covered.
        first.amount += amount
        booked_on = draft.window.ago(self.chance.whole(0, min(50, latest_day)))
        counterparty = self.chance.pick(("contractor", "other"))
        draft.other_entries.append(entry_of(draft, booked_on, "out", amount, counterparty))


class BalanceShort(Planting):
    """Payroll is out, pay day is near, and the owner sent half of what is needed: below-payable holds with it."""

    rule = "account/balance-short"
    wish = replace(STEADY, pay_day=30, least_size=20)
    months = 5

    @classmethod
    def fits(cls, window: Window) -> bool:
        # After the payroll is submitted, before it is paid.
        return super().fits(window) and window.end.day in range(7, 19)

    def people(self, draft: Draft) -> None:
        keep_this_months_leavers(draft)

    def transfers(self, draft: Draft) -> None:
        transfer_just_enough(draft)
        this_month, last_month = (str(month) for month in draft.window.wage_months[:-3:-1])
        draft.transfers[:] = [one for one in draft.transfers if one.wage_month != this_month]
        for one in draft.transfers:
            if one.wage_month == last_month:
                one.amount = one.amount // (2 * FEN) * FEN

    def truth(self, draft: Draft) -> list[Truth]:
        return [of_project(self.rule, draft), of_project("funding/below-payable", draft)]


class NoMovement(Planting):
    """A second account that was opened and never used."""

    rule = "account/no-movement"
    months = 1

    def outline(self, draft: Draft) -> None:
        opened = max(draft.accounts[0].opened_on, draft.window.ago(self.chance.whole(65, 200)))
        opened = min(opened, draft.window.ago(62))
        draft.accounts.append(
            AccountRow(f"A{draft.plan.number + 1:05d}2", draft.project_id, draft.accounts[0].bank_id, opened, opened)
        )


class ClosedEarly(Planting):
    """A second account closed without notice while the project runs."""

    rule = "account/closed-early"
    months = 1

    def outline(self, draft: Draft) -> None:
        opened = draft.accounts[0].opened_on
        closed = draft.window.ago(self.chance.whole(1, 30))
        draft.accounts.append(
            AccountRow(
                f"A{draft.plan.number + 1:05d}2",
                draft.project_id,
                draft.accounts[0].bank_id,
                opened,
                opened + timedelta(days=1),
                None,
                closed,
            )
        )


PLANTINGS: tuple[type[Planting], ...] = (NotOpened, NoAgreement, OutflowNotWages)
MORE: tuple[type[Planting], ...] = (BalanceShort, NoMovement, ClosedEarly)
