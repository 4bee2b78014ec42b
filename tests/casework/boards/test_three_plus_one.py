"""Every figure equals a plain recount, in all, by place and by month; what is kept to members is in nobody else's sums."""

import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import count

import pytest

from tests.casework.boards.aged import clock_of, item
from tests.casework.cases.test_closing import ready
from tests.casework.cases.world import MONDAY, world
from tests.casework.clues.people import moved, taken, voice
from tests.casework.relief.world import ground
from xinan.casework.boards.three_plus_one.channels import by_channel
from xinan.casework.boards.three_plus_one.figures import FIGURES, find_figure
from xinan.casework.boards.three_plus_one.model import Kind, Row, Span, value_of
from xinan.casework.boards.three_plus_one.queries import Told, board, months_of, span_of
from xinan.casework.cases.actions.change_members import form_team
from xinan.casework.cases.actions.close_case import approve_closing, ask_closing
from xinan.casework.relief.enums import Kind as ReliefKind
from xinan.casework.relief.models import Recovery
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.people.enums import Role
from xinan.people.models import User
from xinan.people.scope import Grant, Scope
from xinan.procedures.enums import Access
from xinan.procedures.models import Proceeding, Step

pytestmark = pytest.mark.django_db
PROVINCE = Scope((Grant(Role.PROVINCE_OFFICE),))
YEAR = span_of("2025-12", "2026-11")
PLACES = ("220102", "220104", "220203", "220881")
# What counts for which figure, in words of the procedures: kind of proceeding, subject, moves.
STEPS = {
    "ordered": ("inspection", "case", ("order_pay", "order_extra")),
    "penalised": ("inspection", "case", ("decide_penalty", "decide_serious")),
    "police": ("police_transfer", "case", ("send",)),
    "listed": ("listing", "case", ("decide_listing",)),
    "behind": ("background", "case", ("record_findings",)),
}
ONCE = {"behind"}
_numbers = count(1)


def told(code: str, *, scope: Scope = PROVINCE, span: Span = YEAR) -> Told:
    figure = find_figure(code)
    assert figure is not None
    return board(scope, span, figures=[figure])[0]


def steps_world(seed: int) -> list[Step]:
    """Proceedings of cases with moves of every kind over two years, some kept to members."""
    dice = random.Random(seed)  # noqa: S311 repeatable, not secret
    made = []
    for _ in range(60):
        procedure = dice.choice(["inspection", "police_transfer", "listing", "background", "mediation"])
        one = item(
            procedure=procedure, region=dice.choice(PLACES), late=None, subject_id=str(900000 + next(_numbers)),
            access=dice.choice([Access.NAMED, Access.NAMED, Access.MEMBERS]), named=[],
        )  # fmt: skip
        for _ in range(dice.choice([0, 1, 3])):
            at = datetime(2025, 1, 1, tzinfo=CHINA) + timedelta(hours=dice.randrange(24 * 690))
            move = dice.choice([move for _, _, moves in STEPS.values() for move in moves] + ["note"])
            made.append(
                Step.objects.create(proceeding=one, move=move, state_after="open", as_kind="county", at=at, version=1)
            )
    return made


def plain_steps(code: str, made: list[Step], wanted: Callable[[Step], bool]) -> int:
    procedure, _, moves = STEPS[code]
    found = [
        step
        for step in made
        if step.proceeding.procedure == procedure and step.move in moves and step.proceeding.access != Access.MEMBERS
        and date(2025, 12, 1) <= step.at.astimezone(CHINA).date() < date(2026, 12, 1)
        and wanted(step)
    ]  # fmt: skip
    if code not in ONCE:
        return len(found)
    first: dict[int, Step] = {}
    every = [step for step in made if step.proceeding.procedure == procedure and step.move in moves]
    inside = [step for step in every if date(2025, 12, 1) <= step.at.astimezone(CHINA).date() < date(2026, 12, 1)]
    for step in sorted(inside, key=lambda step: (step.at, step.pk)):
        first.setdefault(step.proceeding_id, step)
    return len([step for step in first.values() if step in found])


@pytest.mark.parametrize("code", sorted(STEPS))
def test_steps_equal_a_plain_recount_by_place_and_by_month(code: str) -> None:
    made = steps_world(7)
    one = told(code)
    assert one.value == plain_steps(code, made, lambda step: True)
    for place in ("220100", "220203"):
        near = place[:4] if place.endswith("00") else place
        expected = plain_steps(code, made, lambda step, near=near: step.proceeding.region_code.startswith(near))  # type: ignore[misc]
        assert told(code, span=span_of("2025-12", "2026-11", place=place)).value == expected
    by_month = one.by_month()
    for month in months_of(YEAR):
        expected = plain_steps(code, made, lambda step, month=month: f"{step.at.astimezone(CHINA):%Y-%m}" == month)  # type: ignore[misc]
        assert by_month.get(month, Decimal(0)) == expected
    assert sum(value or 0 for value in one.by_place(prefectures=True).values()) == one.value


def test_warnings_are_counted_once_each() -> None:
    pushed = item(procedure="warning", kind="warning", late=3, subject_id="1")
    clock_of(pushed, late=-5, code="cure")
    merged = item(procedure="warning", kind="warning", late=None, subject_id="2")
    verified = item(procedure="warning", kind="warning", late=3, subject_id="3", region="220203")
    for code in ("verify", "cure"):
        clock_of(verified, late=2, code=code, state="met")
    done = {"closed_at": MONDAY, "closed_as": "cured_by_data"}
    item(procedure="warning", kind="warning", late=3, subject_id="4", **done)
    item(procedure="warning", kind="warning", late=3, subject_id="5", **{**done, "closed_as": "false_alarm"})
    assert merged.pk not in {row.proceeding_id for row in told("raised").rows}
    assert [told(code).value for code in ("raised", "verified", "cured")] == [4, 1, 1]
    assert told("verified").rows[0].region_code == "220203"


def test_cases_and_channels_of_a_real_life(keyring: Keyring) -> None:
    here = world(keyring)
    case = ready(here)
    by = {"by": here.inspector.user, "scope": here.inspector.scope, "now": MONDAY}
    second = taken(
        here.inspector,
        keyring,
        now=MONDAY - timedelta(days=2),
        project_id=here.project.pk,
        employer_words="四平另一家劳务有限公司",
        voice=voice(phone="15412349999", from_month="2025-01", to_month="2025-02"),
    )
    moved(second, "take_up", here.inspector, now=MONDAY - timedelta(days=1))
    moved(second, "contact", here.inspector, now=MONDAY)
    values = {one.figure.code: one.value for one in board(PROVINCE, YEAR)}
    assert (values["opened"], values["closed"], values["in-time"], values["recovered"]) == (1, 0, None, 0)
    assert (values["received"], values["contact"], values["satisfied"]) == (2, Decimal("2.0"), Decimal("100.0"))
    ask_closing(case.pk, reason="已付清", waive=False, **by)  # type: ignore[arg-type]
    approve_closing(case.pk, reason="同意", by=here.head.user, scope=here.head.scope, now=MONDAY)
    values = {one.figure.code: one.value for one in board(PROVINCE, YEAR)}
    assert (values["opened"], values["closed"], values["in-time"]) == (1, 1, Decimal("100.0"))
    assert (values["recovered-workers"], values["recovered"]) == (2, Decimal("12000.00"))
    assert by_channel(PROVINCE, YEAR) == {"walk_in": 2}
    here.workers[0].wage_payments.all().delete()
    here.pay(here.workers[0], "6000.00", payment_id="R:line-9")  # the firm's word is no payment
    assert told("recovered").value == Decimal("6000.00")
    assert told("recovered-workers").value == 1


def test_a_team_counts_for_its_members_alone(keyring: Keyring) -> None:
    here = world(keyring)
    case = here.opened()
    assert told("opened").value == 1
    form_team(case.pk, closed_to_others=True, by=here.inspector.user, scope=here.inspector.scope, now=MONDAY)
    assert told("opened").value == 0
    assert told("opened", scope=here.city.scope).value == 0
    assert told("opened", scope=here.inspector.scope).value == 1


def test_relief_counts_workers_and_money_once(keyring: Keyring) -> None:
    stands = ground(keyring)
    draw = stands.relief(ReliefKind.DEPOSIT_DRAW, "1000.00", "1500.50")
    rows = list(draw.rows.order_by("pk"))
    for row, on in zip(rows, (date(2026, 11, 20), date(2026, 11, 21)), strict=True):
        row.paid, row.paid_on = row.granted, on
        row.save(update_fields=["paid", "paid_on"])
    Recovery.objects.create(
        relief=draw, amount=Decimal("400.00"), received_on=date(2026, 11, 22), by=User.objects.first(), at=MONDAY
    )
    values = {one.figure.code: one.value for one in board(stands.of.inspector.scope, YEAR)}
    assert (values["drawn-workers"], values["drawn"], values["back"]) == (2, Decimal("2500.50"), Decimal("400.00"))
    assert (values["funded"], values["advanced"], values["funded-workers"]) == (0, 0, 0)
    assert told("drawn", scope=stands.of.colleague.scope).value == 0


def test_a_median_and_a_share_of_nothing_are_nothing() -> None:
    assert value_of(Kind.DAYS, []) is None
    assert value_of(Kind.SHARE, []) is None
    rows = [Row("clue", str(n), "220102", date(2026, 11, 1), days=n, yes=n > 1) for n in (1, 2, 4)]
    assert (value_of(Kind.DAYS, rows), value_of(Kind.SHARE, rows)) == (Decimal("2.0"), Decimal("66.7"))


def test_every_figure_says_what_it_means_in_both_languages() -> None:
    assert len({figure.code for figure in FIGURES}) == len(FIGURES) == 22
    assert all(figure.meaning.zh and figure.meaning.en and figure.title.en for figure in FIGURES)
    assert Proceeding.objects.count() == 0
    assert all(one.value in (None, 0) for one in board(PROVINCE, YEAR))
