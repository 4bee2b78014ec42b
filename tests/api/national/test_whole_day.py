"""A site system that works with the national interface works with us: a whole site, from its units to its wages.

The site is the planted one of tests/intake: the system knows no contract of one hand and paid nothing to another, so
these two warnings stand, until the system sends what was missing.
"""

from collections.abc import Callable
from datetime import date

import pytest

from tests.api.national.building import Building
from tests.api.national.client import Body, SiteSystem, decrypt
from tests.intake import planted, site
from tests.intake.planted import HANDS, MANAGER, NOVEMBER, OCTOBER, SEPTEMBER, STARTED, UNCONTRACTED, UNPAID
from xinan.monitoring.models import Warning
from xinan.registry.models import ReportedDetail, Scan, Team
from xinan.workforce.models import AttendanceDay, Employment, Punch, Worker

pytestmark = pytest.mark.django_db(transaction=True)


def standing() -> set[tuple[str, str | None, str]]:
    return set(Warning.objects.filter(state="open").values_list("rule", "period", "level"))


def settled(system: SiteSystem, settle: Callable[[], None], serials: list[str]) -> list[Body]:
    """The outcomes of uploads once the worker has run; all of them worked."""
    settle()
    outcomes = [system.outcome(serial) for serial in serials]
    assert [outcome["status"] for outcome in outcomes if outcome["status"] != 20] == [], outcomes
    return outcomes


def found_site(building: Building, settle: Callable[[], None]) -> None:
    """Units, teams, people, entries, contracts."""
    system = building.system
    units = [
        building.unit(site.CONTRACTOR, site.CONTRACTOR_NAME, "009"),
        building.unit(site.LABOUR, site.LABOUR_NAME, "006"),
    ]
    settled(system, settle, [system.upload("ProjectSubContractor.Add", unit) for unit in units])
    teams = building.by_team(HANDS)
    serials = [system.upload("Team.Add", building.team(team[0])) for team in teams]
    for team, outcome in zip(teams, settled(system, settle, serials), strict=True):
        building.teams[building.team_name(team[0])] = outcome["result"]["teamSysNo"]
    uploads = [system.upload("ProjectWorker.Add", building.workers(team)) for team in teams]
    uploads += [system.upload("WorkerEntryExit.Add", building.passages(team, on=STARTED)) for team in teams]
    contracted = [hand for hand in HANDS if hand is not UNCONTRACTED]
    uploads.append(system.upload("WorkerContract.Add", building.contracts(contracted, on=STARTED)))
    settled(system, settle, uploads)


def work(building: Building, settle: Callable[[], None]) -> None:
    """Three months of punches and the wages of two."""
    system, uploads = building.system, []
    for team in building.by_team(HANDS):
        lines = building.days(team, [*SEPTEMBER, *OCTOBER, *NOVEMBER])
        system.packs = True
        for start in range(0, len(lines), 500):
            message = building.punches(team[0], lines[start : start + 500])
            uploads.append(system.upload("WorkerAttendance.Add", message))
    settled(system, settle, uploads)
    uploads = []
    for month, days, paid_on in (("2026-09", SEPTEMBER, date(2026, 10, 15)), ("2026-10", OCTOBER, date(2026, 11, 13))):
        for team in building.by_team(HANDS):
            lines = [
                building.wages(
                    hand,
                    month=month,
                    days=len(days),
                    paid_on=paid_on,
                    paid=not (hand is UNPAID and month == "2026-10"),
                )
                for hand in team
            ]
            uploads.append(system.upload("Payroll.Add", building.payroll(team, lines, month=month)))
    outcomes = settled(system, settle, uploads)
    assert all(line["payrollCode"] for outcome in outcomes for line in outcome["result"])


@pytest.fixture
def building(system: SiteSystem, take_sheets: Callable[..., None], settle: Callable[[], None]) -> Building:
    """The site with everything on record that its system knows; account and deposit came by file."""
    files = planted.files()
    take_sheets(projects=files["projects"], accounts=files["accounts"], **planted.correction())
    building = Building(system)
    found_site(building, settle)
    work(building, settle)
    # The standard has no labour manager among its posts, and the bank speaks for itself.
    manager = site.people([MANAGER], registered_on=STARTED)
    manager[0]["班组名称"] = "项目管理部"
    take_sheets(project=site.PROJECT, people=manager, movements=files["movements"])
    settle()
    return building


def test_a_whole_site_and_its_warnings(building: Building, settle: Callable[[], None]) -> None:
    assert Team.objects.count() == 3
    assert Employment.objects.count() == len(HANDS)
    assert Punch.objects.count() == 2 * len(HANDS) * len([*SEPTEMBER, *OCTOBER, *NOVEMBER])
    assert AttendanceDay.objects.filter(punches=2).count() == Punch.objects.count() // 2
    raised = {("roster/no-contract", None, "yellow")}
    unpaid = ("wages/unpaid", "2026-10", "yellow")
    assert standing() == raised | {unpaid}

    system = building.system
    contract = building.contracts([UNCONTRACTED], on=STARTED)
    settled(system, settle, [system.upload("WorkerContract.Add", contract)])
    assert standing() == {unpaid}

    line = building.wages(UNPAID, month="2026-10", days=len(OCTOBER), paid_on=date(2026, 11, 20))
    message = building.payroll([UNPAID], [line], month="2026-10")
    settled(system, settle, [system.upload("Payroll.Add", message)])
    assert standing() == set()
    cured = Warning.objects.get(rule="wages/unpaid", period="2026-10")
    assert cured.state == "cured"


def test_everything_can_be_asked_for_again(building: Building) -> None:
    system = building.system
    mine = {"projectCode": system.appid}
    assert [row["name"] for row in system.rows("Project.Query", **mine)] == ["长春市南关区安居家园二期工程"]
    assert {row["corpCode"] for row in system.rows("ProjectSubContractor.Query", **mine)} == {
        site.CONTRACTOR,
        site.LABOUR,
        site.OWNER,
    }
    assert {row["teamName"]: row["teamSysNo"] for row in system.rows("Team.Query", **mine)} == building.teams
    workers = system.rows("ProjectWorker.Query", **mine)
    assert {decrypt(row["idCardNumber"], system.secret) for row in workers} == {hand.identity for hand in HANDS}
    asked = building.person(UNPAID)
    (worker,) = system.rows("Worker.Query", **asked)
    assert (worker["workerName"], worker["nation"], worker["address"]) == (
        UNPAID.name,
        "汉",
        f"吉林省农安县合隆镇{UNPAID.serial}号",
    )
    assert decrypt(worker["payRollBankCardNumber"], system.secret) == UNPAID.card
    passages = system.rows("WorkerEntryExit.Query", **mine, **asked)
    assert [(row["date"], row["type"]) for row in passages] == [(f"{STARTED}", 1)]
    (contract,) = system.rows("WorkerContract.Query", **mine, **asked)
    assert (contract["contractCode"], contract["unit"], contract["unitPrice"]) == ("HT-0001", "81", "45.5")
    punches = system.rows("WorkerAttendance.Query", **mine, **asked, date=f"{NOVEMBER[0]}")
    assert [row["direction"] for row in punches] == ["01", "02"]
    whole = system.rows("WorkerAttendance.Query", **mine, teamSysNo=building.teams["木工一班"])
    assert len(whole) == 2 * 2 * len([*SEPTEMBER, *OCTOBER, *NOVEMBER])
    lines = system.rows("Payroll.Query", **mine, payMonth="2026-10")
    assert {row["thirdPayRollCode"] for row in lines} == {f"2026-10-{hand.serial:04d}" for hand in HANDS}
    assert system.rows("Payroll.Query", **mine, **asked, payMonth="2026-09")[0]["totalPayAmount"] == str(
        len(SEPTEMBER) * UNPAID.rate
    )

    check_sealed()


def check_sealed() -> None:
    """What is personal lies sealed."""
    secrets = [secret for hand in HANDS for secret in (hand.identity, hand.card, hand.name, f"138{hand.serial:08d}")]
    rows = [*ReportedDetail.objects.values_list(), *Scan.objects.values_list(), *Worker.objects.values_list()]
    assert len(rows) > 3 * len(HANDS)
    written = "\n".join(map(str, rows))
    assert [secret for secret in secrets if secret in written] == []
    assert Scan.objects.filter(subject="worker").count() == len(HANDS)
    assert Scan.objects.filter(subject="contract").count() == len(HANDS) - 1
