"""The province: one project after another, each made from its own streams of chance."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from xinan.simulation.arrears import Arrears, arrears_of
from xinan.simulation.attendance import attend
from xinan.simulation.chance import Chance
from xinan.simulation.distress.course import course_of
from xinan.simulation.distress.signs import Trouble
from xinan.simulation.draft import Draft, Plan, Wish
from xinan.simulation.facts import Truth
from xinan.simulation.money import book, plan_transfers
from xinan.simulation.outline import outline
from xinan.simulation.people import hire
from xinan.simulation.plan import make_plan
from xinan.simulation.plantings import Planting, assignment
from xinan.simulation.plantings.wages import Unpaid, unpaid_at_red
from xinan.simulation.wages import make_payments, make_payroll
from xinan.simulation.window import Options


@dataclass(slots=True)
class Ledger:
    """The violations planted so far; some concern a firm with several projects."""

    rows: list[Truth] = field(default_factory=list)
    late: list[Arrears] = field(default_factory=list)  # the wages that were late at any time
    _red: dict[str, int] = field(default_factory=dict)  # contractor → projects with a month unpaid at red

    def note(self, draft: Draft, planting: Planting) -> None:
        """Take down what was planted on a project."""
        self.rows.extend(planting.truth(draft))
        if isinstance(planting, Unpaid | Trouble) and unpaid_at_red(draft):
            contractor = draft.project.contractor_id
            self._red[contractor] = self._red.get(contractor, 0) + 1

    def truth(self) -> list[Truth]:
        """Everything that must be found on the last day, in order."""
        firms = [
            Truth("enterprise/repeat", "", "enterprise", contractor, "")
            for contractor, projects in self._red.items()
            if projects >= 2
        ]
        return sorted((*self.rows, *firms))


def make_projects(options: Options, ledger: Ledger) -> Iterator[Draft]:
    """The projects in order; what is planted on each goes into the ledger."""
    for number in range(options.projects):
        yield make_project(options, number, ledger)


def make_project(options: Options, number: int, ledger: Ledger) -> Draft:
    """One project with all its facts."""
    given = assignment(options, number)
    plan = make_plan(options, number, given.wish if given else Wish())
    planting = given.planting if given else _trouble(options, plan)
    draft = outline(options, plan)
    planting.outline(draft)
    hire(draft)
    planting.people(draft)
    attend(draft)
    planting.attendance(draft)
    make_payroll(draft)
    planting.payroll(draft)
    make_payments(draft)
    planting.payments(draft)
    plan_transfers(draft)
    planting.transfers(draft)
    book(draft)
    planting.entries(draft)
    if given or isinstance(planting, Trouble):
        ledger.note(draft, planting)
    ledger.late.extend(arrears_of(draft))
    return draft


def _trouble(options: Options, plan: Plan) -> Planting:
    """What no rule was planted on: short of money where the province is asked to have such projects, else sound."""
    course = course_of(options, plan) if options.distress and options.violations else None
    if course is None:
        return Planting(Chance(options.seed, "none"))
    return Trouble(Chance(options.seed, "trouble", plan.number), course)
