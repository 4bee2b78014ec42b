"""Where clues go: before, on and after each boundary of the law; one first way for any facts; never a bare refusal."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xinan.casework.triage import Subject, TriageFacts, TriageLimits, Way, decide, limits_on, signs_of_price
from xinan.casework.triage.conditions import CONDITIONS
from xinan.casework.triage.table import shipped_table, table_of
from xinan.jobs.reference import triage_page
from xinan.kernel.regions import REGIONS

LIMITS = replace(limits_on(date(2026, 11, 23)), simplified_up_to=Decimal(80_000))
PLAIN = TriageFacts(
    today=date(2026, 11, 25),
    office_region="220102",
    labour_region="220102",
    amount=Decimal(90_000),
    on_roster=True,
    attended=True,
)
UNREACHABLE = replace(PLAIN, employer_reachable=False)


def ways(facts: TriageFacts, limits: TriageLimits = LIMITS) -> list[str]:
    return [way.row for way in decide(facts, limits=limits)]


def first(facts: TriageFacts, limits: TriageLimits = LIMITS) -> Way:
    return decide(facts, limits=limits)[0]


def test_mediation_is_offered_first_and_inspection_beside_it() -> None:
    assert ways(PLAIN) == ["mediation", "inspection", "arbitration"]
    assert ways(UNREACHABLE) == ["inspection", "arbitration"]
    assert ways(replace(PLAIN, mediation_failed=True))[0] == "inspection"
    assert ways(replace(PLAIN, mediation_refused=True))[0] == "inspection"
    # Not known is not a no.
    assert ways(replace(PLAIN, employer_reachable=None))[0] == "mediation"


@pytest.mark.parametrize(
    ("ended", "inspected"),
    [(date(2024, 11, 26), True), (date(2024, 11, 25), True), (date(2024, 11, 24), False)],
)
def test_two_years_for_inspection(ended: date, inspected: bool) -> None:
    facts = replace(UNREACHABLE, still_withheld=False, ended_on=ended)
    assert ("inspection" in ways(facts)) is inspected
    assert ("inspection_too_late" in ways(facts)) is not inspected
    # An act that goes on has no end to count from.
    assert "inspection" in ways(replace(facts, still_withheld=True))


@pytest.mark.parametrize(
    ("ended", "last"),
    [
        # Two years on is Sunday, 2026-11-22.
        (date(2024, 11, 22), date(2026, 11, 23)),
        (date(2024, 2, 29), date(2026, 2, 28)),
    ],
)
def test_the_last_day_of_the_limit(ended: date, last: date) -> None:
    facts = replace(UNREACHABLE, still_withheld=False, ended_on=ended)
    assert "inspection" in ways(replace(facts, today=last))
    assert "inspection_too_late" in ways(replace(facts, today=last + timedelta(days=1)))


@pytest.mark.parametrize(
    ("left", "claimed", "open_"),
    [
        (None, None, True),
        (date(2025, 11, 26), None, True),
        (date(2025, 11, 25), None, True),
        (date(2025, 11, 24), None, False),
        # A claim begins the year anew.
        (date(2025, 3, 1), date(2025, 11, 25), True),
        (date(2025, 3, 1), date(2025, 11, 24), False),
    ],
)
def test_one_year_for_arbitration_after_the_relation_ends(left: date | None, claimed: date | None, open_: bool) -> None:
    facts = replace(PLAIN, relation_ended_on=left, limit_interrupted_on=claimed)
    assert ("arbitration" in ways(facts)) is open_


@pytest.mark.parametrize(
    ("amount", "fast"), [(Decimal("79999.99"), True), (Decimal(80_000), True), (Decimal("80000.01"), False)]
)
def test_the_fast_track_up_to_the_provinces_average_wage(amount: Decimal, fast: bool) -> None:
    facts = replace(PLAIN, amount=amount)
    assert ("fast_arbitration" in ways(facts)) is fast
    assert ("arbitration" in ways(facts)) is not fast


def test_without_the_provinces_figure_the_amount_alone_is_no_ground() -> None:
    nothing_known = limits_on(date(2026, 11, 23), region_code="220102")
    assert nothing_known.simplified_up_to is None
    assert "fast_arbitration" not in ways(replace(PLAIN, amount=Decimal(100)), nothing_known)
    assert "fast_arbitration" in ways(replace(PLAIN, undisputed=True), nothing_known)
    assert "fast_arbitration" in ways(replace(PLAIN, agree_to_simplified=True), nothing_known)


@pytest.mark.parametrize(("workers", "collective"), [(9, False), (10, True), (11, True)])
def test_ten_workers_go_together_and_not_the_fast_track(workers: int, collective: bool) -> None:
    found = ways(replace(PLAIN, workers=workers, undisputed=True))
    assert ("collective_arbitration" in found) is collective
    assert ("fast_arbitration" in found) is not collective


@pytest.mark.parametrize(("today", "arbitrable"), [(date(2026, 6, 30), False), (date(2026, 7, 1), True)])
def test_past_retirement_age_since_the_new_rules(today: date, arbitrable: bool) -> None:
    facts = replace(PLAIN, over_age=True, today=today)
    found = [way.row for way in decide(facts)]
    assert ("arbitration" in found) is arbitrable
    assert ("court_for_over_age" in found) is not arbitrable
    assert "inspection" in found


@pytest.mark.parametrize(
    ("change", "row", "code"),
    [
        ({"in_arbitration": True}, "in_arbitration", "arbitration"),
        ({"in_court": True}, "in_court", "court"),
        ({"in_court": True, "in_arbitration": True}, "in_court", "court"),
        ({"judged": True, "in_court": True}, "judged", "court"),
    ],
)
def test_what_another_forum_has_stays_there(change: dict[str, bool], row: str, code: str) -> None:
    (way,) = decide(replace(PLAIN, **change), limits=LIMITS)
    assert (way.row, way.code, way.refuses) == (row, code, True)


@pytest.mark.parametrize(
    ("office", "labour", "elsewhere"),
    [
        ("220102", "220103", True),
        ("220102", "220102", False),
        ("220100", "220103", False),
        ("220200", "220103", True),
        ("220000", "222401", False),
        ("220102", "", False),
    ],
)
def test_out_of_place(office: str, labour: str, elsewhere: bool) -> None:
    way = first(replace(PLAIN, office_region=office, labour_region=labour))
    assert (way.code == "elsewhere") is elsewhere
    if elsewhere:
        name = next(region.name for region in REGIONS if region.code == labour)
        assert name in way.words.zh
        assert name in way.where.zh


def test_nobody_and_nowhere_is_asked_for_more_and_not_refused() -> None:
    way = first(replace(PLAIN, employer_known=False, project_known=False))
    assert (way.code, way.refuses) == ("supplement", False)
    assert ways(replace(PLAIN, employer_known=False))[0] == "mediation"


def test_an_unkept_agreement_is_a_payment_order_first() -> None:
    assert ways(replace(PLAIN, agreement_unpaid=True))[:2] == ["agreement_unpaid", "inspection"]


def test_an_iou_may_go_to_court_at_once() -> None:
    assert "iou" in ways(replace(PLAIN, iou_only=True))
    assert ways(replace(UNREACHABLE, iou_only=True))[0] == "iou"


@pytest.mark.parametrize(
    ("change", "is_price"),
    [
        ({"claimed_by_contractor": True}, False),
        ({"settlement_sheet": True}, False),
        # The roster is the employer's duty: that it knows nobody says nothing against the workers.
        ({"on_roster": False, "attended": False}, False),
        ({"claimed_by_contractor": True, "settlement_sheet": True}, True),
        ({"claimed_by_contractor": True, "on_roster": False, "attended": False}, True),
        ({"claimed_by_contractor": True, "on_roster": False, "attended": None}, False),
        ({"settlement_sheet": True, "amount": Decimal("50000.01")}, True),
        ({"settlement_sheet": True, "amount": Decimal(50_000)}, False),
        ({"settlement_sheet": True, "amount": Decimal(100_000), "workers": 2}, False),
        ({"settlement_sheet": True, "amount": Decimal(150_000), "months": 3}, False),
        ({"subject": Subject.PROJECT_PRICE}, True),
    ],
)
def test_a_project_price_in_disguise(change: dict[str, object], is_price: bool) -> None:
    facts = replace(PLAIN, amount=Decimal(30_000))
    facts = replace(facts, **change)  # type: ignore[arg-type]
    found = ways(facts)
    assert (found == ["price", "price_department"]) is is_price
    if is_price:
        assert signs_of_price(facts, limits=LIMITS)[0].zh in first(facts).reason.zh


@pytest.mark.parametrize(
    ("industry", "bureau"),
    [
        ("housing", "住房和城乡建设局"),
        ("municipal", "住房和城乡建设局"),
        ("transport", "交通运输局"),
        ("water", "水利局"),
    ],
)
def test_what_is_behind_it_goes_to_the_industrys_department_as_well(industry: str, bureau: str) -> None:
    found = decide(replace(PLAIN, illegal_letting=True, industry=industry), limits=LIMITS)
    assert [way.code for way in found] == ["mediation", "inspection", "arbitration", "department"]
    assert bureau in found[-1].where.zh


def test_no_labour_at_all_goes_to_letters_and_visits() -> None:
    assert ways(replace(PLAIN, subject=Subject.OTHER)) == ["something_else"]
    assert ways(replace(PLAIN, subject=Subject.OTHER_LABOUR)) == ["other_labour"]


days = st.dates(date(2022, 1, 1), date(2027, 12, 31))
any_facts = st.builds(
    TriageFacts,
    today=days,
    office_region=st.sampled_from(["", "220000", "220100", "220102", "222401", "999999"]),
    labour_region=st.sampled_from(["", "220102", "220103", "222401", "999999"]),
    subject=st.sampled_from(Subject),
    workers=st.integers(0, 60),
    months=st.integers(0, 24),
    amount=st.none() | st.decimals(0, 5_000_000, places=2),
    employer_reachable=st.none() | st.booleans(),
    ended_on=st.none() | days,
    relation_ended_on=st.none() | days,
    limit_interrupted_on=st.none() | days,
    on_roster=st.none() | st.booleans(),
    attended=st.none() | st.booleans(),
    industry=st.sampled_from(["", "housing", "transport", "water", "other"]),
    **{
        name: st.booleans()
        for name in (
            *("employer_known", "project_known", "worker_reachable", "mediation_refused", "mediation_failed"),
            *("agreement_unpaid", "iou_only", "undisputed", "agree_to_simplified", "in_arbitration", "in_court"),
            *("judged", "still_withheld", "over_age", "claimed_by_contractor", "settlement_sheet"),
            *("illegal_letting", "price_unpaid_by_owner"),
        )
    },
)


@settings(max_examples=100, deadline=None)
@given(facts=any_facts)
def test_any_facts_have_a_first_way_and_no_refusal_stands_bare(facts: TriageFacts) -> None:
    found = decide(facts)
    assert found
    assert len({way.row for way in found}) == len(found)
    for way in found:
        for text in (way.title, way.reason, way.law, way.words, way.where):
            assert text.zh.strip()
            assert text.en.strip()
            assert "{" not in text.zh + text.en
        assert any(mark in way.law.zh for mark in ("第", "通知"))
    # Whoever is owed wages is never only turned away: another way stands beside every refusal, or the words name it.
    if found[0].code == "refused":
        assert facts.subject is Subject.WAGES
        assert "法院" in found[0].where.zh
    if "mediation" in [way.row for way in found]:
        assert found[0].row == "mediation"
        assert facts.worker_reachable
        assert facts.employer_reachable is not False


def test_the_table_names_only_conditions_that_exist_and_uses_each() -> None:
    table = shipped_table()
    used = {name for row in table.rows for name in (*row.when, *row.unless)}
    used |= {name for named in table.named.values() for name in (*named.any, *named.all, *named.none)}
    own = {"no_trace_of_work", "traffic", "water_works"}  # asked by other conditions and by the department's name
    assert set(CONDITIONS) - used == own
    with pytest.raises(ValueError, match="no such condition: full_moon"):
        table_of("define: {}\nrows:\n- " + _row("full_moon"))
    with pytest.raises(ValueError, match="two rows"):
        table_of("define: {}\nrows:\n- " + _row("judged") + "\n- " + _row("judged"))


def _row(condition: str) -> str:
    words = "{zh: a, en: a}"
    return f"{{id: a, way: court, when: [{condition}], law: {words}, reason: {words}, words: {words}, where: {words}}}"


def test_the_guide_shows_the_table_as_it_is() -> None:
    assert (Path(__file__).parents[3] / triage_page.PATH).read_text("utf-8") == triage_page.page()
