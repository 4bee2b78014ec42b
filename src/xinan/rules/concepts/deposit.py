"""How much deposit a project owes and by when: base rate, raised and reduced rates, exemption (65号 8, 11–12)."""

import ibis
import ibis.expr.types as ir

from xinan.rules.concepts.wages import no_money
from xinan.rules.dates import month_of, plus_days, with_working_deadline
from xinan.rules.parameters import EXACT, Bound
from xinan.rules.world import Concept, World

# As far back as a province may ask for clean years (bounds of the parameters).
YEARS_KNOWN = 5


def contract_year(world: World, _: Bound) -> ir.Table:
    """Each of the years before a contract was signed: did its contractor have work, was it found in arrears.

    Year k runs from k years before the signing up to, not including, k − 1 years before it; 29 February becomes
    1 March. Work: a project of the contractor, started before the year's end and not completed before its beginning.
    An arrears record counts on the day it was found, whether cleared or not.
    """
    years = _years(world)
    project, record = world.table("project"), world.table("arrears_record")
    begun = project.filter(project.started_on.notnull())
    sites = begun.select("started_on", "completed_on", firm=begun.contractor_id)
    at_work = years.inner_join(
        sites,
        [
            years.contractor_id == sites.firm,
            sites.started_on < years.ends_on,
            sites.completed_on.isnull() | (sites.completed_on >= years.begins_on),
        ],
    )
    worked = at_work.select("project_id", "years_back", has_work=True).distinct()
    found = years.inner_join(
        record,
        [
            years.contractor_id == record.enterprise_id,
            record.found_on >= years.begins_on,
            record.found_on < years.ends_on,
        ],
    )
    owed = found.select("project_id", "years_back", has_record=True).distinct()
    keys = ["project_id", "years_back"]
    joined = years.left_join(worked, keys).drop("project_id_right", "years_back_right")
    both = joined.left_join(owed, keys).drop("project_id_right", "years_back_right")
    return both.mutate(has_work=both.has_work.fill_null(False), has_record=both.has_record.fill_null(False))


def _years(world: World) -> ir.Table:
    """The years before each signing: `years_back`, the day they begin, and the day by which they have ended."""
    start = world.once("contract_year_start", _year_starts(world))
    ended = start.select("project_id", ends_on=start.day, years_back=(start.years_back + 1).cast("int32"))
    years = start.filter(start.years_back > 0).rename(begins_on="day")
    return years.inner_join(ended, ["project_id", "years_back"])


def _year_starts(world: World) -> ir.Table:
    """The same day as that of the signing, 0, 1 … years before."""
    project = world.table("project").select("project_id", "region_code", "contractor_id", "contract_signed_on")
    span = world.table("month_span").select("month", "first_on")
    years = ibis.union(*(project.mutate(years_back=ibis.literal(n, "int32")) for n in range(YEARS_KNOWN + 1)))
    dated = years.mutate(month=(month_of(years.contract_signed_on) - 12 * years.years_back).cast("int32"))
    joined = dated.left_join(span, "month").drop("month_right")
    # Counting on from the first of the month makes the 29th of a short February 1 March.
    day = plus_days(joined.first_on, (joined.contract_signed_on.day() - 1).cast("int32"))
    return joined.select("project_id", "region_code", "contractor_id", "years_back", day=day)


def contractor_standing(world: World, p: Bound) -> ir.Table:
    """What a contractor's record came to on the day of signing: clean years, arrears, the joint list."""
    year = world.table("contract_year")
    place = year.region_code
    is_clean = year.has_work & ~year.has_record

    def within(name: str) -> ir.BooleanValue:
        return year.years_back <= p.count(name, place)

    counted = year.group_by("project_id").aggregate(
        clean_for_reduction=is_clean.sum(where=within("deposit_reduced_after_years")),
        clean_for_exemption=is_clean.sum(where=within("deposit_exempt_after_years")),
        has_recent_record=year.has_record.sum(where=within("deposit_raised_years")),
        has_record_against_exemption=year.has_record.sum(where=within("deposit_exempt_record_years")),
    )
    project, listing = world.table("project"), world.table("joint_list")
    listed = project.inner_join(
        listing,
        [
            project.contractor_id == listing.enterprise_id,
            listing.listed_on <= project.contract_signed_on,
            listing.removed_on.isnull() | (listing.removed_on > project.contract_signed_on),
        ],
    )
    on_list = listed.select("project_id", is_listed=True).distinct()
    joined = project.inner_join(counted, "project_id").left_join(on_list, "project_id").drop("project_id_right")
    return joined.select(
        "project_id",
        is_reduced=joined.clean_for_reduction == p.count("deposit_reduced_after_years", joined.region_code),
        is_clean_for_exemption=joined.clean_for_exemption == p.count("deposit_exempt_after_years", joined.region_code),
        is_in_arrears=joined.has_recent_record.fill_null(0) > 0,
        is_free_of_arrears=joined.has_record_against_exemption.fill_null(0) == 0,
        is_listed=joined.is_listed.fill_null(False),
    )


def required_deposit(world: World, p: Bound) -> ir.Table:
    """The deposit that each project owes: rate, amount (0: exempt), and the day by which it must be effective.

    The clock starts with the permit, or with the contract where no permit is required; without a permit date it has
    not begun and `deadline_on` is null.
    """
    project = world.table("project")
    joined = project.inner_join(world.table("contractor_standing"), "project_id")
    place = joined.region_code
    price = joined.contract_price.cast(EXACT)
    is_small = (price < p.share("deposit_exempt_below", place)) & joined.is_free_of_arrears
    is_excused = p.flag("deposit_exempt_when_clean", place) & joined.is_clean_for_exemption
    rated = joined.mutate(rate=_rate(joined, p), is_exempt=is_small | is_excused)
    full = (price * rated.rate).cast("decimal(38,2)")
    cap = p.share("deposit_cap", place).cast("decimal(38,2)")
    amount = ibis.ifelse((cap > no_money()) & (full > cap), cap, full)
    started = rated.mutate(
        required=ibis.ifelse(rated.is_exempt, no_money(), amount),
        clock_from=ibis.ifelse(rated.permit_required, rated.permit_issued_on, rated.contract_signed_on),
    )
    days = p.count("deposit_working_days", started.region_code)
    due = with_working_deadline(world, started, start="clock_from", days=days)
    return due.select(
        "project_id",
        "region_code",
        "contractor_id",
        "contract_price",
        "completed_on",
        "rate",
        "required",
        "clock_from",
        "deadline_on",
        "is_listed",
        "is_in_arrears",
        "is_reduced",
    )


def _rate(standing: ir.Table, p: Bound) -> ir.DecimalValue:
    """Base rate, doubled on the list, else raised after arrears, else reduced after clean years."""
    place = standing.region_code
    base = p.share("deposit_base_rate", place)

    def times(name: str) -> ir.DecimalValue:
        return (base * p.share(name, place)).cast(EXACT)

    reduced = times("deposit_reduced_factor")
    floor = p.share("deposit_least_rate", place)
    return ibis.cases(
        (standing.is_listed, times("deposit_listed_factor")),
        (standing.is_in_arrears, times("deposit_raised_factor")),
        (standing.is_reduced, ibis.ifelse(reduced < floor, floor, reduced)),
        else_=base,
    )


CONCEPTS = (
    Concept("contract_year", "a year before the signing, as the contractor spent it", contract_year),
    Concept("contractor_standing", "the contractor's record on the day of signing", contractor_standing),
    Concept("required_deposit", "the deposit a project owes", required_deposit),
)
