"""A firm learns from none of its project's pages that somebody complained; the office sees all of it."""

import re
from collections.abc import Callable
from datetime import date, datetime

import pytest
from django.test import Client

from tests.web.small_province import Province
from tests.web.test_risk import text_of
from xinan.casework.models import Clue
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.live import full_run
from xinan.monitoring.models import ProjectRisk, Warning

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))
PART = {"HX-Request": "true"}
TRACES = ("投诉", "线索", "complaint", "C-UNSEEN")


@pytest.fixture
def complained(province: Province) -> Warning:
    for number in range(3):
        Clue.objects.create(
            clue_id=f"C-UNSEEN-{number}", project=province.red, received_on=date(2026, 11, 10 + number), workers=12
        )
    full_run(clock=CLOCK)
    return Warning.objects.get(project=province.red, rule="complaint/cluster")


def pages(client: Client) -> dict[str, str]:
    """What is said of the project wherever a firm may look, side bar and forms left out."""
    found = {}
    for name, address, headers in (
        ("inbox", "/", PART),
        ("rows", "/inbox/rows/?shown=P-RED&row=P-RED", PART),
        ("project", "/projects/P-RED/", {}),
        ("past", "/projects/P-RED/?as_of=2026-11-20", {}),
        ("history", "/projects/P-RED/?part=history", PART),
        ("risk", "/projects/P-RED/risk/complaints/", PART),
    ):
        answer = client.get(address, headers=headers)
        html = answer.content.decode() if answer.status_code == 200 else ""
        found[name] = text_of(html[html.find("<main") :] if "<main" in html else html)
    return found


def test_the_office_sees_what_a_firm_does_not(complained: Warning, province: Province, sign_in: SignIn) -> None:
    evidence = f"/warnings/{complained.pk}/evidence/"
    officer = sign_in()
    seen = pages(officer)
    assert "投诉" in seen["project"]
    assert "C-UNSEEN" in officer.get(evidence, headers=PART).content.decode()
    assert {name for name, text in seen.items() if any(trace in text for trace in TRACES)} >= {
        "project",
        "history",
        "risk",
    }

    firm = sign_in("contractor", region_code="", enterprise_id=province.contractor.pk)
    told = pages(firm)
    assert {name for name, text in told.items() if text} >= {"project", "past", "history"}
    assert {name: [trace for trace in TRACES if trace in text] for name, text in told.items()} == dict.fromkeys(
        told, []
    )
    assert firm.get(evidence, headers=PART).status_code == 404
    assert firm.get(f"/warnings/{complained.pk}/").status_code == 404
    past = "/projects/P-RED/evidence/?as_of=2026-11-20&rule=complaint/cluster&subject=P-RED"
    assert firm.get(past, headers=PART).status_code == 404


def test_the_index_a_firm_sees_adds_up_without_complaints(
    complained: Warning, province: Province, sign_in: SignIn
) -> None:
    kept = ProjectRisk.objects.get(project=province.red)
    without = min(100, sum(part["points"] for part in kept.parts if part["part"] != "complaints"))
    assert without < kept.index
    assert index_on(sign_in()) == kept.index
    assert index_on(sign_in("contractor", region_code="", enterprise_id=province.contractor.pk)) == without


def index_on(client: Client) -> int:
    html = client.get("/projects/P-RED/").content.decode()
    return int(re.findall(r'class="xa-risk-index"><strong>(\d+)</strong>', html)[0])
