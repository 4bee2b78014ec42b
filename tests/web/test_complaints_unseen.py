"""A firm learns from none of its project's pages that somebody complained; the office sees all of it."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.test import Client

from tests.web.small_province import Province, warn
from tests.web.test_risk import text_of
from xinan.casework.models import Clue
from xinan.engine.plan import StepKind, make_plan
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.confidential import CLOSED_EARLY, is_confidential
from xinan.monitoring.live import full_run, live_step
from xinan.monitoring.models import Warning
from xinan.notices.models import Notice
from xinan.people.models import User
from xinan.rules.book import shipped_book
from xinan.rules.registry import RULES
from xinan.rules.risk.parts import PARTS

SignIn = Callable[..., Client]
pytestmark = pytest.mark.django_db(transaction=True)
CLOCK = FixedClock(datetime(2026, 11, 23, 9, 0, tzinfo=CHINA))
PART = {"HX-Request": "true"}
# What is new with each answer: the token of forms, the nonce, the request's number; and the mark, which counts the events of
# the whole province.
ONCE = re.compile(
    rb'(csrfmiddlewaretoken" value="|"X-CSRFToken": "|nonce[=-]"?)[A-Za-z0-9+/=_-]+|[0-9a-f]{32}|(mark"?[=:] ?")[0-9.-]+'
)
# Of the rulebook, addressed to firms, and reading clues beside other facts (confidential.py says what of them is told).
WATCHED = {CLOSED_EARLY, "roster/leaver-unsettled"}
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


def shown_to(client: Client) -> dict[str, bytes]:
    """Every page and export in which a firm may look, as bytes, but for what is new with each answer."""
    found = {}
    for address, headers in (
        ("/", {}),
        ("/", PART),
        ("/inbox/rows/?shown=P-RED&row=P-RED", PART),
        ("/inbox.xlsx", {}),
        ("/inbox/changes/?since=0.0-0.0", {}),
        ("/projects/P-RED/", {}),
        ("/projects/P-RED/?as_of=2026-11-20", {}),
        ("/projects/P-RED/?part=history", PART),
        *((f"/projects/P-RED/risk/{part.id}/", PART) for part in PARTS),
        ("/handling/", {}),
        ("/notices/", {}),
        ("/letters/", {}),
        ("/relief/", {}),
        ("/switchboard/", {}),
        ("/clues/", {}),
        ("/cases/", {}),
        ("/boards/3plus1/", {}),
        ("/boards/ageing/", {}),
    ):
        answer = client.get(address, headers=headers)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        if body.startswith(b"PK"):
            with ZipFile(BytesIO(body)) as book:
                body = b"".join(book.read(name) for name in sorted(book.namelist()) if "docProps" not in name)
        found[f"{address} {bool(headers)} {answer.status_code}"] = ONCE.sub(b"", body)
    return found


def apart(before: dict[str, bytes], after: dict[str, bytes]) -> list[str]:
    """The lines that differ, each with its page."""
    said = []
    for name, body in before.items():
        lines = zip(body.splitlines(), after.get(name, b"").splitlines(), strict=False)
        said += [f"{name}: {one[:300]!r} {other[:300]!r}" for one, other in lines if one != other]
        if len(body.splitlines()) != len(after.get(name, b"").splitlines()):
            said.append(f"{name}: lines")
    return said


def told_to_firms(province: Province) -> list[tuple[object, ...]]:
    firm = User.objects.filter(appointments__enterprise_id=province.contractor.pk)
    return list(
        Notice.objects.filter(recipient__in=firm)
        .order_by("pk")
        .values_list("kind", "subject_zh", "body_zh", "link", "at")
    )


def test_whatever_is_complained_the_firm_is_shown_the_same_bytes(province: Province, sign_in: SignIn) -> None:
    """One history without a complaint, one with one, one with more of other people and earlier ones, one with all closed."""
    full_run(clock=CLOCK)
    officially = shown_to(sign_in())
    firm = sign_in("contractor", region_code="", enterprise_id=province.contractor.pk)
    shown_to(firm)  # what is counted of a first visit
    before, told = shown_to(firm), told_to_firms(province)
    for number, (day, people, closed) in enumerate(
        [(12, 1, None), (3, 14, None), (11, 2, None), (20, 1, date(2026, 11, 21)), (21, 30, None)]
    ):
        Clue.objects.create(
            clue_id=f"C-UNSEEN-{number}",
            project=province.red,
            received_on=date(2026, 11, day),
            workers=people,
            closed_on=closed,
        )
        later = FixedClock(CLOCK.now() + timedelta(minutes=17 * number + 3))
        while live_step(clock=later) is not None:
            pass
        after = shown_to(firm)
        assert not apart(before, after), "\n".join(apart(before, after))
        assert told_to_firms(province) == told
    full_run(clock=CLOCK)
    Clue.objects.filter(project=province.red).update(closed_on=date(2026, 11, 23))
    full_run(clock=CLOCK)
    after = shown_to(firm)
    assert not apart(before, after), "\n".join(apart(before, after))
    seen = shown_to(sign_in())
    assert {"/projects/P-RED/ False 200", "/ True 200"} <= {
        name for name in officially if officially[name] != seen.get(name)
    }


def test_no_rule_that_a_firm_is_told_of_reads_the_clues() -> None:
    """Whoever writes one has to say so in confidential.py: the finding would come or go with a complaint."""
    plan = make_plan(as_of=date(2026, 11, 23), book=shipped_book())
    reads = {step.name: step.reads for step in plan.steps}
    judged = {step.name for step in plan.steps if step.kind is StepKind.FINDINGS}
    assert judged == {rule.id for rule in RULES}

    def reach(name: str) -> set[str]:
        return {name}.union(*(reach(each) for each in reads.get(name, ()) if each != name))

    told = {name for name in judged if "clue" in reach(name) and not is_confidential(name)}
    assert told == WATCHED
    assert not {name for name in judged if is_confidential(name) and "clue" not in reach(name)}
    for rule in RULES:
        words = [rule.because, *(measure.title for measure in rule.measures)] if rule.id in WATCHED else []
        assert not [text for text in words if "线索" in text.zh or "clue" in text.en.lower()]


def test_an_account_closed_over_a_clue_alone_is_told_to_no_firm(province: Province, sign_in: SignIn) -> None:
    measures = {"accounts": 1, "unfinished": 0, "unannounced": 0, "unpaid_months": 0}
    over_a_clue = warn(province.red, CLOSED_EARLY, "red", measures=measures)
    firm = sign_in("contractor", region_code="", enterprise_id=province.contractor.pk)
    assert "违规销户" not in "".join(pages(firm).values())
    assert firm.get(f"/warnings/{over_a_clue.pk}/evidence/", headers=PART).status_code == 404
    assert "违规销户" in pages(sign_in())["project"]
    over_a_clue.measures = {**measures, "unannounced": 1}
    over_a_clue.save()
    assert "违规销户" in pages(firm)["project"]
