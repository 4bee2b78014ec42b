"""A feed falls silent and comes back: from the batch at the door to what the two pages say, and to each other's links."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from tests.intake import site
from tests.intake.site import PROJECT, Hand, Record
from tests.intake.workbooks import workbook
from xinan.gateways.wiring import wiring
from xinan.intake.actions.receive_files import SentFile, Wish, receive_files
from xinan.intake.actions.take_upload import take_upload
from xinan.intake.models import BatchSource
from xinan.kernel.clock import CHINA
from xinan.monitoring.live import full_run
from xinan.monitoring.models import Warning
from xinan.registry.models import Feed

pytestmark = pytest.mark.django_db(transaction=True)
SignIn = Callable[..., Client]

HANDS = (Hand("李建国", 1), Hand("王小明", 3))
BEGUN = date(2026, 3, 2)
# Wages of October fall due on Friday the 13th, since the 15th is a Sunday; the bank is last heard before it.
HEARD = datetime(2026, 11, 10, 9, 0, tzinfo=CHINA)


def send(now: datetime, *, project: str = "", **sheets: list[Record]) -> None:
    files = [SentFile(f"{kind}.xlsx", workbook(kind, rows)) for kind, rows in sheets.items()]
    keyring = wiring().keyring
    key = receive_files(files, wish=Wish(project), sender=None, source=BatchSource.COMMAND, now=now, keyring=keyring)
    batches = take_upload(key, now=now, keyring=keyring)
    assert {(batch.state, batch.rejected) for batch in batches} == {("done", 0)}


def warnings(rule: str) -> list[tuple[str, str]]:
    return list(Warning.objects.filter(rule=rule).order_by("pk").values_list("state", "because"))


def test_a_silent_bank_withholds_what_needs_it_and_both_pages_say_so(sign_in: SignIn) -> None:
    ledger = site.Ledger()
    october = site.workdays(date(2026, 10, 12), date(2026, 10, 23))
    send(
        HEARD,
        projects=site.project(),
        units=site.units(),
        teams=site.teams(),
        people=site.people(HANDS, registered_on=BEGUN),
        entries=site.entries(HANDS, on=BEGUN),
        accounts=site.accounts(),
        attendance=site.attendance(HANDS, october),
        movements=[ledger.transfer(100_000, on=date(2026, 11, 9))],
    )
    assert Feed.objects.get(source="bank").last_received_on == HEARD.date()

    full_run(clock=wiring().clock)  # 2026-11-23
    assert warnings("data_quality/bank-silent") == [("open", "")]
    assert warnings("wages/unpaid") == [("withheld", "bank")]
    office = sign_in()
    line = office.get("/switchboard/?state=silent&line=bank").content.decode()
    assert f'id="{PROJECT}-bank"' in line
    assert "2026-11-13 起中断" in line
    feeds = office.get(f"/switchboard/{PROJECT}/").content.decode()
    assert "/rules/data_quality/bank-silent/" in feeds
    assert '<a href="/rules/wages/unpaid/">工资逾期未付</a> <span class="xa-quiet">2026-10</span>' in feeds
    assert f'href="/projects/{PROJECT}/#p-held"' in feeds
    project = office.get(f"/projects/{PROJECT}/").content.decode()
    held = project.split('id="p-held"')[2 if project.count('id="p-held"') > 1 else 1]
    assert "银行" in held
    assert f'href="/switchboard/{PROJECT}/#f-bank"' in held

    back = datetime(2026, 11, 23, 8, 0, tzinfo=CHINA)
    send(back, project=PROJECT, movements=[ledger.transfer(50_000, on=back.date() - timedelta(days=1))])
    full_run(clock=wiring().clock)
    assert Feed.objects.get(source="bank").last_received_on == back.date()
    assert warnings("data_quality/bank-silent") == [("cured", "")]
    assert warnings("wages/unpaid") == [("open", "")]
    assert f'id="{PROJECT}-bank"' not in office.get("/switchboard/?state=silent&line=bank").content.decode()
    assert "工资逾期未付" not in office.get(f"/switchboard/{PROJECT}/").content.decode()
