"""The emergency fund: its limits, a second person, two at once, its book that never has a hole, what comes back."""

import threading
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.casework.relief.world import HERE, MONDAY, Ground, clock_of, days, ground, moved, officer, paid
from xinan.casework.relief.actions.keep_fund import add_to_fund, open_fund
from xinan.casework.relief.actions.recover import enter_recovery
from xinan.casework.relief.book import ADDED, PAID, RECOVERED, REVERSED, Entry, balance, by_month, lowest_from
from xinan.casework.relief.enums import Kind
from xinan.casework.relief.limits import excesses, limit, limits_for, suggested
from xinan.casework.relief.models import Fund, FundEntry, Relief
from xinan.casework.relief.queries import proceeding_of, standing_of_fund
from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, XinanError
from xinan.payments.models import WagePayment
from xinan.procedures.errors import MoveRefused, Overtaken

TODAY = MONDAY.date()
MONEY = st.decimals(0, 10**6, places=2)
ENTRIES = st.lists(
    st.builds(
        Entry,
        st.sampled_from([ADDED, PAID, RECOVERED, REVERSED]),
        st.decimals("0.01", 10**6, places=2),
        st.dates(date(2026, 1, 1), date(2027, 3, 1)),
    ),
    max_size=25,
)


def approved(here: Ground, *amounts: str, fund: Fund) -> Relief:
    relief = here.relief(Kind.EMERGENCY_FUND, *amounts, fund_id=fund.pk)
    moved(relief, "apply", here.of.inspector)
    moved(relief, "approve", here.of.city)
    return relief


def back(relief: Relief, here: Ground, amount: str, *, on: date = TODAY) -> None:
    enter_recovery(
        relief.pk,
        amount=Decimal(amount),
        received_on=on,
        proofs=[here.proof()],
        by=here.of.inspector.user,
        scope=here.of.inspector.scope,
        now=MONDAY,
    )


def test_a_whole_life_from_application_to_recovery(here: Ground) -> None:
    fund = here.fund()
    relief = approved(here, "1000", "800", fund=fund)
    assert standing_of_fund(fund).left == Decimal("98200.00")
    paid(relief, here.of.inspector, on=TODAY, now=MONDAY)
    moved(relief, "pay_out", here.of.inspector, happened_on=TODAY)
    assert WagePayment.objects.filter(payment_id__startswith="S:").count() == 2
    standing = standing_of_fund(fund)
    assert (standing.balance, standing.promised) == (Decimal("98200.00"), Decimal(0))
    # Ninety days after the day paid is Sunday, 21 February 2027.
    assert clock_of(relief, "recover").due_on == TODAY + timedelta(days=91)
    back(relief, here, "1000")
    with pytest.raises(InvalidValue, match=r"800\.00"):
        back(relief, here, "800.01")
    assert proceeding_of(relief).state == "recovering"
    back(relief, here, "800")
    assert proceeding_of(relief).closed_as == "recovered"
    assert standing_of_fund(fund).left == Decimal("100000.00")
    kinds = dict.fromkeys(FundEntry.objects.values_list("kind", flat=True))
    assert list(kinds) == ["added", "paid", "recovered"]


@pytest.mark.parametrize(
    ("amounts", "balance_of", "figure"),
    [
        (("2120.01",), "100000", "2,120.00"),  # a month's minimum wage in Changchun
        (("1200.01", "1200"), "100000", "2,400.00"),  # a fifth of the 12,000 owed
        (("1000", "1000"), "1999.99", "1,999.99"),
    ],
)
def test_above_a_limit_it_is_refused_with_the_figure_and_the_article(
    here: Ground, amounts: tuple[str, ...], balance_of: str, figure: str
) -> None:
    fund = here.fund(balance_of)
    with pytest.raises(InvalidValue) as refused:
        here.relief(Kind.EMERGENCY_FUND, *amounts, fund_id=fund.pk)
    assert figure in refused.value.what.zh
    assert "第63条" in refused.value.what.zh
    assert figure in refused.value.what.en
    assert not Relief.objects.exists()


def test_the_limits_themselves_are_within(here: Ground) -> None:
    fund = here.fund("2400")
    approved(here, "1280", "1120", fund=fund)
    assert standing_of_fund(fund).left == 0


def test_whoever_applied_does_not_approve(here: Ground) -> None:
    relief = here.relief(Kind.EMERGENCY_FUND, "100", fund_id=here.fund().pk)
    moved(relief, "apply", here.of.inspector)
    with pytest.raises(MoveRefused):
        moved(relief, "approve", here.of.inspector)
    moved(relief, "approve", here.of.city)


def test_what_is_promised_is_not_promised_again(here: Ground) -> None:
    fund = here.fund("1500")
    approved(here, "1000", fund=fund)
    with pytest.raises(InvalidValue, match=r"500\.00"):
        here.relief(Kind.EMERGENCY_FUND, "0", "600", fund_id=fund.pk)


def test_a_fund_emptied_after_the_application_is_not_approved(here: Ground) -> None:
    fund = here.fund("1500")
    waiting = here.relief(Kind.EMERGENCY_FUND, "1000", fund_id=fund.pk)
    moved(waiting, "apply", here.of.inspector)
    other = approved(here, "0", "800", fund=fund)
    assert proceeding_of(other).state == "approved"
    with pytest.raises(InvalidValue, match=r"700\.00"):
        moved(waiting, "approve", here.of.city)
    assert proceeding_of(waiting).state == "applied"


def test_nothing_is_paid_on_a_day_on_which_the_book_would_have_a_hole(here: Ground) -> None:
    """The money came on Tuesday; a payment said to be of Monday has none to take."""
    fund = here.fund("0")
    who = here.of.inspector
    new = here.relief
    tuesday = days(1)
    common = {"by": who.user, "scope": who.scope, "now": tuesday}
    with pytest.raises(InvalidValue):
        new(Kind.EMERGENCY_FUND, "1000", fund_id=fund.pk)
    add_to_fund(fund.pk, amount=Decimal(5000), on=tuesday.date(), words="", **common)
    relief = approved(here, "1000", fund=fund)
    with pytest.raises(InvalidValue, match=r"0\.00"):
        paid(relief, who, on=TODAY, now=tuesday)
    assert not WagePayment.objects.exists()
    paid(relief, who, on=tuesday.date(), now=tuesday)
    assert standing_of_fund(fund).balance == Decimal("4000.00")


def test_written_off_only_by_the_office_above_and_with_proof(here: Ground) -> None:
    relief = approved(here, "1000", fund=here.fund())
    paid(relief, here.of.inspector, on=TODAY, now=MONDAY)
    moved(relief, "pay_out", here.of.inspector, happened_on=TODAY)
    with pytest.raises(XinanError):
        moved(relief, "write_off", here.of.inspector, proofs=[here.proof()])
    with pytest.raises(Conflict):
        moved(relief, "settle", here.of.inspector)
    moved(relief, "write_off", here.of.city, proofs=[here.proof()])
    assert proceeding_of(relief).closed_as == "written_off"


def test_one_fund_a_place_kept_by_its_own_office(here: Ground) -> None:
    here.fund()
    with pytest.raises(Conflict):
        here.fund()
    stranger = officer(region="220203")
    with pytest.raises(NotAllowed):
        open_fund(
            name="别处",
            region_code=HERE,
            opened_on=TODAY,
            amount=Decimal(1),
            by=stranger.user,
            scope=stranger.scope,
            now=MONDAY,
        )
    city = here.fund(region="220100")
    who = here.of.inspector
    with pytest.raises(NotAllowed):
        add_to_fund(city.pk, amount=Decimal(1), on=TODAY, words="", by=who.user, scope=who.scope, now=MONDAY)


def test_defaults_say_that_they_are_defaults() -> None:
    for name in ("per_worker_months", "share_of_owed", "least_size_city", "least_size_county"):
        found = limit(name, region=HERE, on=TODAY)
        assert found.is_default
        assert "默认值" in found.source.zh
        assert "default" in found.source.en
    assert limits_for("222401", on=TODAY).per_worker == Decimal("1920.00")


@given(open_sums=st.dictionaries(st.integers(1, 9), MONEY, max_size=6), most=MONEY, owed=MONEY)
def test_what_is_suggested_is_within_every_limit(open_sums: dict[int, Decimal], most: Decimal, owed: Decimal) -> None:
    limits = limits_for(HERE, on=TODAY)
    cap = min(most, limits.total(owed))
    found = suggested(open_sums, most=cap, limits=limits)
    assert excesses(found, owed=owed, balance=most, limits=limits) == []
    assert all(found[worker] <= amount for worker, amount in open_sums.items())


@given(entries=ENTRIES)
def test_the_months_of_a_book_add_up_and_follow_on_each_other(entries: list[Entry]) -> None:
    lines = by_month(entries)
    assert sum((line.added - line.paid + line.reversed + line.recovered for line in lines), Decimal(0)) == balance(
        entries
    )
    assert [line.month for line in lines] == sorted({f"{entry.on:%Y-%m}" for entry in entries})
    for before, after in zip(lines, lines[1:], strict=False):
        assert after.opening == before.closing
    assert not lines or lines[0].opening == 0


@given(entries=ENTRIES, on=st.dates(date(2026, 1, 1), date(2027, 3, 1)))
def test_paying_what_may_be_paid_leaves_no_hole_from_that_day_on(entries: list[Entry], on: date) -> None:
    most = lowest_from(entries, on=on)
    after = [*entries, Entry(PAID, most, on)] if most > 0 else entries
    moments = {on, *(entry.on for entry in entries if entry.on > on)}
    lowest = min(balance(entry for entry in after if entry.on <= day) for day in moments)
    assert lowest == (0 if most > 0 else most)


@pytest.mark.django_db(transaction=True)
def test_two_officers_approving_at_once_promise_no_more_than_there_is(keyring: Keyring) -> None:
    here = ground(keyring)
    fund = here.fund("1500")
    waiting = []
    for amounts in (("1000",), ("0", "1000")):
        relief = here.relief(Kind.EMERGENCY_FUND, *amounts, fund_id=fund.pk)
        moved(relief, "apply", here.of.inspector)
        waiting.append(relief)
    outcomes: list[str] = []
    barrier = threading.Barrier(2)

    def approve(relief: Relief) -> None:
        try:
            barrier.wait(timeout=20)
            moved(relief, "approve", here.of.city)
            outcomes.append("approved")
        except InvalidValue as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=approve, args=(relief,)) for relief in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(outcomes) == ["approved", "fund-above-limits"]
    assert standing_of_fund(fund).promised == Decimal("1000.00")


@pytest.mark.django_db(transaction=True)
def test_two_officers_approving_the_same_at_once_approve_it_once(keyring: Keyring) -> None:
    here = ground(keyring)
    relief = here.relief(Kind.EMERGENCY_FUND, "1000", fund_id=here.fund().pk)
    moved(relief, "apply", here.of.inspector)
    version = proceeding_of(relief).version
    moved(relief, "approve", here.of.city, version=version)
    with pytest.raises(Overtaken):
        moved(relief, "approve", here.of.head, version=version)
