"""开工备案: starts without filing, permit, labour-cost clause or guarantee; stale data; work in a stop."""

from dataclasses import replace
from datetime import timedelta

from xinan.simulation.draft import STEADY, Draft
from xinan.simulation.facts import PauseRow
from xinan.simulation.plantings.base import Planting


class NotFiled(Planting):
    """Work began and the start was never filed."""

    rule = "filing/not-filed"
    months = 1

    def outline(self, draft: Draft) -> None:
        draft.project.filed_on = None


class NoPermit(Planting):
    """Work began without the construction permit it needs."""

    rule = "filing/no-permit"
    wish = replace(STEADY, permit=True)
    months = 1

    def outline(self, draft: Draft) -> None:
        draft.project.permit_issued_on = None


class NoLabourCostClause(Planting):
    """The contract fixes neither a ratio nor a monthly sum of labour cost."""

    rule = "filing/no-labour-cost-clause"
    months = 1

    def outline(self, draft: Draft) -> None:
        draft.project.labour_cost_ratio = None
        draft.project.labour_cost_monthly = None


class NoPaymentGuarantee(Planting):
    """The owner gave no guarantee of payment."""

    rule = "filing/no-payment-guarantee"
    months = 1

    def outline(self, draft: Draft) -> None:
        draft.project.payment_guarantee_on = None


class Stale(Planting):
    """Nobody updated the project for months."""

    rule = "filing/stale"
    months = 1

    def outline(self, draft: Draft) -> None:
        draft.project.updated_on = draft.window.ago(self.chance.whole(91, 170))


class StoppedButWorking(Planting):
    """Stopped on paper for a week or two, and people at work all the same."""

    rule = "filing/stopped-but-working"
    months = 1

    def entries(self, draft: Draft) -> None:
        begins = draft.window.ago(self.chance.whole(6, 9))
        draft.pauses.append(
            PauseRow(
                draft.project_id,
                self.chance.pick(("stop", "late_start")),
                begins,
                draft.window.end + timedelta(days=self.chance.whole(10, 40)),
                begins - timedelta(days=1),
            )
        )


PLANTINGS: tuple[type[Planting], ...] = (NotFiled, NoPermit, NoLabourCostClause, NoPaymentGuarantee)
MORE: tuple[type[Planting], ...] = (Stale, StoppedButWorking)
