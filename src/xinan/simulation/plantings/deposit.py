"""工资保证金: missing, too small, about to expire, expired, not made good after a draw, not returned."""

from dataclasses import replace
from datetime import timedelta

from xinan.simulation.draft import STEADY, Draft, Life
from xinan.simulation.facts import FEN, DrawRow
from xinan.simulation.plantings.base import Planting


class Missing(Planting):
    """No deposit was ever made."""

    rule = "deposit/missing"
    months = 1

    def outline(self, draft: Draft) -> None:
        draft.deposits.clear()


class TooSmall(Planting):
    """A deposit far below what the contract price asks for, whatever reduction applies."""

    rule = "deposit/too-small"
    months = 1

    def outline(self, draft: Draft) -> None:
        for deposit in draft.deposits:
            deposit.amount = deposit.amount * self.chance.whole(6, 20) // (100 * FEN) * FEN


class Expiring(Planting):
    """The only guarantee ends within the month."""

    rule = "deposit/expiring"
    months = 1

    def outline(self, draft: Draft) -> None:
        for deposit in draft.deposits:
            deposit.kind = "bank_guarantee"
            deposit.expires_on = draft.window.end + timedelta(days=self.chance.whole(3, 27))


class Expired(Planting):
    """The only guarantee has ended, and nothing took its place."""

    rule = "deposit/expired"
    months = 1

    def outline(self, draft: Draft) -> None:
        for deposit in draft.deposits:
            deposit.kind = self.chance.pick(("bank_guarantee", "insurance"))
            deposit.expires_on = draft.window.ago(self.chance.whole(1, 40))


class NotReplenished(Planting):
    """Drawn on for wages, and not made good."""

    rule = "deposit/not-replenished"
    months = 1

    def outline(self, draft: Draft) -> None:
        for deposit in draft.deposits:
            drawn = draft.window.ago(self.chance.whole(30, 45))
            draft.draws.append(DrawRow(deposit.deposit_id, drawn, deposit.amount // (3 * FEN) * FEN, None))


class ReturnOverdue(Planting):
    """Completed long ago, everything settled, the deposit still held."""

    rule = "deposit/return-overdue"
    wish = replace(STEADY, life=Life.COMPLETED, completed_ago=62)
    months = 4

    def outline(self, draft: Draft) -> None:
        for deposit in draft.deposits:
            deposit.released_on = None


PLANTINGS: tuple[type[Planting], ...] = (Missing, TooSmall, Expiring, Expired)
MORE: tuple[type[Planting], ...] = (NotReplenished, ReturnOverdue)
