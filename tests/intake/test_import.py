"""The import as a whole, on a real PostgreSQL: what is right is taken, what is wrong is told, twice is once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from tests.intake import site
from tests.intake.conftest import Send
from tests.intake.site import CONTRACTOR, LABOUR, PROJECT, Hand
from tests.intake.workbooks import workbook
from tests.people.factories import AppointmentFactory
from xinan.intake.actions.receive_files import SentFile
from xinan.intake.actions.take_rows import TAKERS
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import Batch, BatchState
from xinan.kernel.errors import NotAllowed
from xinan.payments.models import AccountEntry, PayrollLine, WagePayment
from xinan.registry.models import Deposit, Enterprise, Feed, NoticeBoard, Project, ProjectUnit, Team, WageAccount
from xinan.workforce.models import AttendanceDay, Employment, EntryExit, Punch, Worker

pytestmark = pytest.mark.django_db

HANDS = (
    Hand("李建国", 1),
    Hand("王铁柱", 3, team="木工一班", work_type="木工"),
    Hand("张福", 5),
    Hand("赵敏", 2, post="劳资专管员", role="管理人员", work_type="管理人员", team=None, rate=Decimal(260)),
)
STARTED = date(2026, 3, 2)
DAYS = [date(2026, 10, day) for day in (12, 13, 14)]


def everything(hands: tuple[Hand, ...] = HANDS) -> dict[str, list[site.Record]]:
    ledger = site.Ledger()
    return {
        "projects": site.project(),
        "units": site.units(),
        "teams": site.teams(),
        "people": site.people(hands, registered_on=STARTED),
        "entries": site.entries(hands, on=STARTED),
        "contracts": site.contracts(hands, on=STARTED),
        "accounts": site.accounts(),
        "deposits": site.deposits(),
        "attendance": site.attendance(hands, DAYS),
        "payroll": site.payroll(hands, month="2026-10", days=3, paid_on=date(2026, 11, 13)),
        "movements": [
            ledger.transfer(100_000, on=date(2026, 10, 9)),
            *ledger.wages(hands, month="2026-10", days=3, on=date(2026, 11, 13)),
        ],
    }


def counts(batches: list[Batch]) -> dict[str, tuple[int, int, int, int]]:
    return {batch.kind: (batch.added, batch.changed, batch.unchanged, batch.rejected) for batch in batches}


def facts() -> dict[str, int]:
    models = (Project, ProjectUnit, Team, Worker, Employment, EntryExit, Punch, AttendanceDay, WageAccount, Deposit)
    return {model.__name__: model.objects.count() for model in (*models, PayrollLine, WagePayment, AccountEntry)}


def history_rows() -> int:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relkind = 'r' AND relname LIKE '%%event' AND relname NOT LIKE 'pghistory%%'"
        )
        tables = [name for (name,) in cursor.fetchall()]
        total = 0
        for table in tables:
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            total += cursor.fetchone()[0]
        return total


def test_a_whole_project_comes_in_through_one_upload(send: Send) -> None:
    batches = send(**everything())
    assert counts(batches) == {
        "projects": (1, 0, 0, 0),
        "units": (1, 0, 2, 0),  # contractor and owner came with the project
        "teams": (2, 0, 0, 0),
        "people": (4, 0, 0, 0),
        "entries": (4, 0, 0, 0),
        "contracts": (4, 0, 0, 0),
        "accounts": (1, 0, 0, 0),
        "deposits": (1, 0, 0, 0),
        "attendance": (24, 0, 0, 0),
        "payroll": (4, 0, 0, 0),
        "movements": (5, 0, 0, 0),
    }
    assert {batch.state for batch in batches} == {BatchState.DONE}
    assert facts() == {
        "Project": 1,
        "ProjectUnit": 3,
        "Team": 2,
        "Worker": 4,
        "Employment": 4,
        "EntryExit": 4,
        "Punch": 24,
        "AttendanceDay": 12,
        "WageAccount": 1,
        "Deposit": 1,
        "PayrollLine": 4,
        "WagePayment": 4,
        "AccountEntry": 5,
    }
    project = Project.objects.get()
    assert (project.project_id, project.contractor_id, project.labour_cost_ratio) == (
        PROJECT,
        CONTRACTOR,
        Decimal("0.2"),
    )
    assert NoticeBoard.objects.get().posted_on == date(2026, 3, 1)
    manager = Employment.objects.get(post="labour_manager")
    assert (manager.employer_id, manager.team_id, manager.day_rate) == (CONTRACTOR, None, Decimal(260))
    carpenter = Employment.objects.get(team__name="木工一班")
    assert (carpenter.employer_id, carpenter.entered_on, carpenter.registered_on, carpenter.contract_signed_on) == (
        LABOUR,
        STARTED,
        STARTED,
        STARTED,
    )
    assert {feed.source: feed.last_received_on for feed in Feed.objects.all()} == dict.fromkeys(
        ("attendance", "bank", "payroll"), date(2026, 11, 23)
    )


def test_the_same_files_again_change_nothing_and_leave_no_trace(send: Send) -> None:
    send(**everything())
    before, events = facts(), history_rows()
    again = send(**everything())
    assert facts() == before
    assert history_rows() == events
    for batch in again:
        assert (batch.added, batch.changed, batch.rejected) == (0, 0, 0), batch.kind
        assert batch.unchanged == batch.rows


def test_identities_are_sealed_found_again_and_shown_masked(send: Send, keyring: Any) -> None:
    send(**everything())
    worker = Worker.objects.get(name_masked="张*")
    number = HANDS[2].identity
    assert keyring.open(worker.id_number_sealed, context="worker.id_number") == number
    assert worker.id_number_index == keyring.look_up(number, context="worker.id_number")
    assert worker.id_number_masked == f"220***********{number[-4:]}"
    assert (worker.birth_on, worker.sex, worker.phone_masked) == (date(1985, 5, 1), "male", "138****0005")
    kept = [str(value) for row in Worker.objects.values() for value in row.values()]
    assert not any(number in value or "张福" in value or HANDS[2].card in value for value in kept)


def test_right_rows_are_taken_and_wrong_ones_told_with_row_and_column(send: Send) -> None:
    send(projects=site.project(), units=site.units(), teams=site.teams())
    records = site.people(HANDS, registered_on=STARTED)
    records[1]["证件号码"] = records[1]["证件号码"][:-1] + ("0" if records[1]["证件号码"][-1] != "0" else "1")
    records[2]["班组名称"] = "不存在的班组"
    (batch,) = send(project=PROJECT, people=records)
    assert (batch.rows, batch.added, batch.rejected, batch.state) == (4, 2, 2, BatchState.DONE)
    faults = list(batch.faults.values_list("row", "column", "code"))
    assert faults == [(3, "证件号码", "citizen-id-checksum"), (4, "班组名称", "row.unknown_team")]
    assert "木工一班、钢筋一班" in batch.faults.get(row=4).remedy_zh
    assert Employment.objects.count() == 2


def test_all_or_nothing_takes_nothing_where_one_row_is_wrong(send: Send) -> None:
    send(projects=site.project(), units=site.units(), teams=site.teams())
    records = site.people(HANDS)
    records[0]["工种"] = "宇航员"
    (batch,) = send(project=PROJECT, people=records, all_or_nothing=True)
    assert (batch.state, batch.added, batch.rejected) == (BatchState.REFUSED, 0, 1)
    assert Worker.objects.count() == 0


def test_a_dry_run_tells_what_would_happen_to_the_whole_upload_and_does_nothing(send: Send) -> None:
    before = facts()
    batches = send(**everything(), dry_run=True)
    assert facts() == before
    assert {batch.state for batch in batches} == {BatchState.DRY}
    assert counts(batches)["attendance"] == (24, 0, 0, 0)
    assert counts(batches)["movements"] == (5, 0, 0, 0)
    assert Feed.objects.count() == 0


def test_a_correction_replaces_by_key_and_keeps_history(send: Send) -> None:
    send(**everything())
    line = PayrollLine.objects.get(line_id=f"{PROJECT}:2026-10-0001")
    records = site.payroll(HANDS[:1], month="2026-10", days=4, paid_on=None)
    (batch,) = send(project=PROJECT, payroll=records)
    assert (batch.added, batch.changed) == (0, 1)
    assert PayrollLine.objects.get(pk=line.pk).payable == Decimal(1200)
    with connection.cursor() as cursor:
        cursor.execute("SELECT payable FROM payments_payrolllineevent WHERE line_id = %s ORDER BY pgh_id", [line.pk])
        assert [row[0] for row in cursor.fetchall()] == [Decimal(900), Decimal(1200)]


def test_reported_payments_count_until_the_bank_speaks_in_either_order(send: Send) -> None:
    sheets = everything()
    movements, payroll = sheets.pop("movements"), sheets["payroll"]
    send(**sheets)
    assert {payment.pk[:2] for payment in WagePayment.objects.all()} == {"R:"}
    assert WagePayment.objects.filter(account__isnull=True).count() == 0
    send(project=PROJECT, movements=movements)
    assert {payment.pk[:2] for payment in WagePayment.objects.all()} == {"B:"}
    assert WagePayment.objects.count() == 4
    send(project=PROJECT, payroll=payroll)
    assert {payment.pk[:2] for payment in WagePayment.objects.all()} == {"B:"}


def test_back_pay_pays_the_earlier_month_and_adds_no_line_to_it(send: Send) -> None:
    sheets = everything()
    del sheets["movements"]
    sheets["payroll"] = site.payroll(HANDS, month="2026-10", days=3, paid_on=date(2026, 11, 13), unpaid=[HANDS[0]])
    send(**sheets)
    late = site.payroll(HANDS[:1], month="2026-11", days=3, paid_on=date(2026, 11, 20))[0]
    late |= {"是否补发": "是", "补发月份": "2026-10", "第三方工资单编号": "BF-1"}
    (batch,) = send(project=PROJECT, payroll=[late])
    assert (batch.added, batch.rejected) == (1, 0)
    assert PayrollLine.objects.count() == 4
    assert WagePayment.objects.get(paid_on=date(2026, 11, 20)).wage_month == "2026-10"


def test_wages_paid_before_any_account_stood_open_went_through_none(send: Send) -> None:
    sheets = everything()
    del sheets["movements"], sheets["accounts"]
    send(**sheets)
    assert WagePayment.objects.filter(account=None).count() == 4


def test_entries_exits_and_returns_make_stays(send: Send) -> None:
    sheets = everything()
    send(**{name: sheets[name] for name in ("projects", "units", "teams", "people", "entries")})
    hand = HANDS[0]
    left = site.entries([hand], on=date(2026, 6, 30), kind="退场")
    left[0]["工资结清日期"] = date(2026, 7, 3)
    back = site.entries([hand], on=date(2026, 9, 1))
    (batch,) = send(project=PROJECT, entries=[*back, *left])  # the order of rows does not matter
    assert (batch.added, batch.rejected) == (2, 0)
    stays = Employment.objects.filter(team__name="钢筋一班", worker__name_masked="李**").order_by("entered_on")
    assert [(stay.entered_on, stay.left_on, stay.settled_on) for stay in stays] == [
        (STARTED, date(2026, 6, 30), date(2026, 7, 3)),
        (date(2026, 9, 1), None, None),
    ]
    assert {stay.registered_on for stay in stays} == {STARTED}


def test_another_day_for_the_same_entry_corrects_it(send: Send) -> None:
    sheets = everything()
    send(**{name: sheets[name] for name in ("projects", "units", "teams", "people", "entries")})
    (batch,) = send(project=PROJECT, entries=site.entries(HANDS[:1], on=date(2026, 3, 5)))
    assert (batch.added, batch.changed) == (0, 1)
    assert sorted(Employment.objects.values_list("entered_on", flat=True)) == [
        STARTED,
        STARTED,
        STARTED,
        date(2026, 3, 5),
    ]
    assert EntryExit.objects.count() == 4


def test_contradictory_entries_in_one_file_and_strangers_are_refused(send: Send) -> None:
    sheets = everything()
    send(**{name: sheets[name] for name in ("projects", "units", "teams", "people")})
    hand, stranger = HANDS[0], Hand("陌生人", 99)
    rows = (
        site.entries([hand], on=STARTED)
        + site.entries([hand], on=date(2026, 3, 9))
        + site.entries([stranger], on=STARTED)
    )
    (batch,) = send(project=PROJECT, entries=rows)
    assert list(batch.faults.values_list("row", "code")) == [(3, "row.misfit"), (4, "row.unknown_person")]


def test_punches_typed_in_by_hand_and_late_ones_are_summed_up_anew(send: Send) -> None:
    send(**everything())
    day = DAYS[0]
    late = site.attendance(HANDS[:1], [day], way="人工补录")[:1]
    late[0]["刷卡时间"] = f"{day} 19:30:00"
    send(project=PROJECT, attendance=late)
    summed = AttendanceDay.objects.get(worker__name_masked="李**", day=day)
    assert (summed.punches, summed.supplements, str(summed.last_at)) == (3, 1, "19:30:00")


def test_whoever_works_unregistered_is_seen(send: Send) -> None:
    sheets = everything()
    stranger = Hand("外来人", 77)
    sheets["attendance"] = site.attendance([stranger], DAYS)
    batches = send(**sheets)
    assert counts(batches)["attendance"] == (6, 0, 0, 0)
    assert AttendanceDay.objects.filter(worker__employments=None).count() == 3


def test_two_of_one_name_are_told_apart_by_card_and_refused_without(send: Send) -> None:
    twin = replace(HANDS[0], serial=9)
    sheets = everything((*HANDS, twin))
    rows = site.payroll([HANDS[0], twin], month="2026-10", days=3, paid_on=None)
    rows[1]["工资卡号"] = None
    rows[1]["第三方工资单编号"] = "X"
    sheets["payroll"] = rows
    batches = send(**sheets)
    (batch,) = [batch for batch in batches if batch.kind == "payroll"]
    assert list(batch.faults.values_list("row", "column", "code")) == [(3, "工人姓名", "row.ambiguous_person")]
    assert batch.added == 1


def test_a_card_of_somebody_else_is_refused(send: Send) -> None:
    sheets = everything()
    sheets["payroll"][0]["工资卡号"] = HANDS[1].card
    batches = send(**sheets)
    (batch,) = [batch for batch in batches if batch.kind == "payroll"]
    assert list(batch.faults.values_list("row", "column", "code")) == [(2, "工资卡号", "row.card_of_another")]


def test_the_same_key_twice_in_a_file(send: Send) -> None:
    sheets = everything()
    first = sheets["payroll"][0]
    sheets["payroll"] = [first, dict(first), first | {"应发": 1}]
    batches = send(**sheets)
    (batch,) = [batch for batch in batches if batch.kind == "payroll"]
    assert (batch.added, batch.unchanged, batch.rejected) == (1, 1, 1)
    fault = batch.faults.get()
    assert (fault.row, fault.code) == (4, "row.duplicate")
    assert "第 2 行" in fault.what_zh


@pytest.mark.parametrize(
    ("kind", "column", "value", "code"),
    [
        ("attendance", "刷卡时间", "2027-01-05 07:00:00", "row.future"),
        ("entries", "进退场日期", date(2026, 12, 1), "row.future"),
        ("movements", "记账日期", date(2026, 12, 1), "row.future"),
        ("movements", "专户账号", "99999999", "row.unknown_account"),
        ("people", "企业信用代码", site.credit_code(9), "row.unknown_unit"),
        ("contracts", "证件号码", site.identity(91), "row.unknown_person"),
        ("deposits", "到期日期", date(2026, 1, 1), "row.order"),
        ("accounts", "专户账号", None, "cell.required"),
    ],
)
def test_what_a_row_cannot_say(send: Send, kind: str, column: str, value: Any, code: str) -> None:
    sheets = everything()
    sheets[kind][0][column] = value
    batches = send(**sheets)
    (batch,) = [batch for batch in batches if batch.kind == kind]
    assert list(batch.faults.values_list("row", "column", "code")) == [(2, column, code)]


def test_an_account_of_another_project_is_not_taken_over(send: Send) -> None:
    send(**everything())
    other = site.project(项目编号="CC-2026-018")
    batches = send(projects=other, accounts=site.accounts())
    (batch,) = [batch for batch in batches if batch.kind == "accounts"]
    assert list(batch.faults.values_list("code", flat=True)) == ["row.account_elsewhere"]
    assert WageAccount.objects.get().project_id == PROJECT


def clerk(enterprise_id: str = CONTRACTOR) -> Any:
    return AppointmentFactory(role="contractor", region_code="", enterprise_id=enterprise_id).user


def test_a_contractor_imports_for_its_own_projects_only(send: Send) -> None:
    send(**everything())
    with pytest.raises(NotAllowed):
        send(project=PROJECT, deposits=site.deposits(), sender=clerk(site.credit_code(8)))
    with pytest.raises(NotAllowed):
        send(deposits=site.deposits(), sender=AppointmentFactory(role="county_inspector").user)
    (batch,) = send(deposits=site.deposits(amount=700_000), sender=clerk())
    assert (batch.project_id, batch.changed) == (PROJECT, 1)  # its only project need not be named


def test_a_contractor_cannot_register_or_take_over_anothers_project(send: Send) -> None:
    send(**everything())
    stranger = clerk(site.credit_code(8))
    (batch,) = send(projects=site.project(), sender=stranger)
    assert list(batch.faults.values_list("code", flat=True)) == ["row.not_yours"]
    mine = site.project(施工总承包单位信用代码=site.credit_code(8))
    (batch,) = send(projects=mine, sender=stranger)
    assert list(batch.faults.values_list("code", flat=True)) == ["row.number_taken"]
    assert Project.objects.get().contractor_id == CONTRACTOR


def test_a_file_whose_project_nobody_named_is_refused_with_the_way_out(send: Send) -> None:
    (batch,) = send(deposits=site.deposits())
    assert (batch.state, batch.faults.get().code) == (BatchState.REFUSED, "import.no_project")


def test_a_column_of_project_numbers_chooses_the_project(send: Send) -> None:
    send(**everything())
    records = [record | {"项目编号": PROJECT} for record in site.deposits(amount=650_000)]
    records.append(records[0] | {"项目编号": "ANOTHER", "保证金编号": "Z"})
    file = SentFile("a.xlsx", workbook("deposits", records, extra=("项目编号",)))
    (batch,) = send(file, project=PROJECT)
    assert (batch.changed, list(batch.faults.values_list("row", "code"))) == (1, [(3, "row.other_project")])


def test_an_unusable_file_does_not_keep_the_others_out(send: Send) -> None:
    batches = send(SentFile("坏的.xlsx", b"PK\x03\x04..."), **everything())
    bad = next(batch for batch in batches if batch.file_name == "坏的.xlsx")
    assert (bad.state, bad.faults.get().code, bad.faults.get().row) == (BatchState.REFUSED, "file.damaged", 0)
    assert {batch.state for batch in batches if batch is not bad} == {BatchState.DONE}


def test_taking_an_upload_again_after_a_crash_brings_the_same(
    send: Send, keyring: Any, clock: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies while wages are being taken: nothing is in; at the second go all of it is."""

    class Killed(BaseException):
        pass

    def die(*_arguments: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setitem(TAKERS, "payroll", die)
        with pytest.raises(Killed):
            send(**everything())
    assert set(facts().values()) == {0}
    (upload_key,) = set(Batch.objects.values_list("upload_key", flat=True))
    batches = take_upload(upload_key, now=clock.now(), keyring=keyring)
    assert {batch.state for batch in batches} == {BatchState.DONE}
    assert (PayrollLine.objects.count(), Punch.objects.count(), WagePayment.objects.count()) == (4, 24, 4)


def test_the_file_is_kept_only_while_something_is_left_to_correct(send: Send) -> None:
    sheets = everything()
    sheets["deposits"][0]["金额"] = "很多"
    batches = {batch.kind: batch for batch in send(**sheets)}
    assert batches["deposits"].original_sealed != ""
    assert batches["people"].original_sealed == ""


def test_a_new_fact_marks_its_project_and_an_old_one_does_not(send: Send) -> None:
    def marks() -> int:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM registry_projectchange WHERE project_id = %s", [PROJECT])
            return int(cursor.fetchone()[0])

    send(**everything())
    first = marks()
    assert first > 0
    send(**everything())
    assert marks() == first


@pytest.mark.parametrize(
    ("kind", "column", "value", "at"),
    [
        ("payroll", "工资月份", "2026-09", "第三方工资单编号"),
        ("movements", "记账日期", date(2026, 10, 10), "流水号"),
    ],
)
def test_a_number_begun_anew_overwrites_nothing(send: Send, kind: str, column: str, value: Any, at: str) -> None:
    sheets = everything()
    send(**sheets)
    (batch,) = send(project=PROJECT, **{kind: [sheets[kind][0] | {column: value}]})
    assert list(batch.faults.values_list("column", "code")) == [(at, "row.number_used")]
    assert set(PayrollLine.objects.values_list("wage_month", flat=True)) == {"2026-10"}


def test_whoever_comes_back_with_another_team_is_on_its_roster(send: Send) -> None:
    sheets = everything()
    send(**{name: sheets[name] for name in ("projects", "units", "teams", "people", "entries")})
    gone = site.entries(HANDS[:1], on=date(2026, 6, 30), kind="退场")
    back = [row | {"班组名称": "木工一班"} for row in site.entries(HANDS[:1], on=date(2026, 9, 1))]
    send(project=PROJECT, entries=[*gone, *back])
    stays = Employment.objects.filter(worker__name_masked="李**").order_by("entered_on")
    assert [stay.team.name for stay in stays if stay.team] == ["钢筋一班", "木工一班"]


def test_a_number_of_somebody_in_a_wrong_column_is_not_repeated(send: Send) -> None:
    sheets = everything()
    sheets["payroll"][0]["工资月份"] = HANDS[0].identity
    sheets["attendance"][0]["进出方向"] = HANDS[0].card
    batches = send(**sheets)
    said = [f"{fault.what_zh}{fault.what_en}{fault.remedy_zh}" for batch in batches for fault in batch.faults.all()]
    assert len(said) == 2
    assert not any(HANDS[0].identity in text or HANDS[0].card in text for text in said)


def test_a_firm_on_record_is_renamed_by_nobody_else(send: Send) -> None:
    sender = clerk()
    send(**everything(), sender=sender)
    units = site.units()
    for unit in units:
        unit["企业名称"] += "（误）"
    send(units=units, sender=sender)
    assert set(Enterprise.objects.values_list("name", flat=True)) == {
        f"{site.CONTRACTOR_NAME}（误）",  # its own clerk's word
        site.OWNER_NAME,
        site.LABOUR_NAME,
    }
