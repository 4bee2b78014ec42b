"""A case's proceeding lived through on dated days, by people of every kind."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from itertools import count

import pytest

from tests.procedures.conftest import COUNTY, Person, clock_of, opened, person
from xinan.casework.cases.enums import Part, WageBasis
from xinan.casework.cases.models import Case, CaseMember, CaseWage, CaseWorker
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.kernel.clock import CHINA
from xinan.procedures.actions.extend_clock import ask_extension, extend_clock
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.pause_clock import approve_pause, ask_pause
from xinan.procedures.actions.report_event import report_event
from xinan.procedures.actions.run_due_acts import run_due_acts
from xinan.procedures.enums import Access, Need
from xinan.procedures.given import SentProof, seal_proof
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure
from xinan.procedures.sheets import sheet_of

_numbers = count(1)
# From which month to which, how much: one worker, above what is large everywhere and within the limit of a final award.
FOUR_MONTHS = (("2025-10", "2026-01", "24000.00"),)


@cache
def a_proof() -> SentProof:
    keyring = Keyring.parse(generate_key("lives"))
    return seal_proof("证明.pdf", b"%PDF-1.7 life", media_type="application/pdf", keyring=keyring)


def moment(text: str) -> datetime:
    """`02-12` is ten in the morning of that day of 2026; a time and a year may be given."""
    day, _, hour = text.partition(" ")
    whole = day if len(day) > 5 else f"2026-{day}"
    return datetime.fromisoformat(f"{whole} {hour or '10:00'}").replace(tzinfo=CHINA)


@dataclass
class Life:
    """A proceeding, moved step by step; before each step what is due by then has been done."""

    one: Proceeding
    people: dict[str, Person]
    walked: list[str] = field(default_factory=list)

    def step(self, when: str, move: str, who: str = "anna", **given: object) -> "Life":
        now = moment(when)
        run_due_acts(now=now)
        by = self.people[who]
        definition = find_procedure(self.one.procedure).moves[move]
        self.one = make_move(
            self.one.pk,
            move,
            by=by.user,
            scope=by.scope,
            now=now,
            version=self.one.version,
            answers=self.answers(move, now=now, given=given.pop("answers", None)),  # type: ignore[arg-type]
            **(_usual(definition.needs, today=now.date()) | _days(given)),  # type: ignore[arg-type]
        )
        self.walked.append(move)
        return self

    def answers(self, move: str, *, now: datetime, given: dict[str, str] | None) -> dict[str, str]:
        """What the dialog proposes, with what is answered otherwise."""
        known = dict(given or {})
        sheet = sheet_of(self.one, move, now=now, answers=known)
        return {each.code: each.initial for each in sheet.questions} | known if sheet is not None else {}

    def served(self, when: str, letter: str, *, on: str) -> "Life":
        """A letter was served on a day, and that was written down later."""
        run_due_acts(now=moment(when))
        self.one = report_event(self.one.pk, f"{letter}_served", now=moment(when), at=moment(f"{on} 12:00"))
        return self

    def waits_until(self, when: str) -> "Life":
        run_due_acts(now=moment(when))
        self.one.refresh_from_db()
        return self

    def extended(self, when: str, clock: str, amount: int, *, asks: str, grants: str) -> "Life":
        asked = ask_extension(
            clock_of(self.one, clock).pk,
            by=self.people[asks].user,
            scope=self.people[asks].scope,
            now=moment(when),
            amount=amount,
            reason="案情复杂",
        )
        extend_clock(asked.pk, by=self.people[grants].user, scope=self.people[grants].scope, now=moment(when))
        return self

    def paused(self, when: str, clock: str, *, until: str, asks: str, grants: str) -> "Life":
        asked = ask_pause(
            clock_of(self.one, clock).pk,
            by=self.people[asks].user,
            scope=self.people[asks].scope,
            now=moment(when),
            reason="中止审理",
            proofs=[a_proof()],
            until_on=moment(until).date(),
        )
        approve_pause(asked.pk, by=self.people[grants].user, scope=self.people[grants].scope, now=moment(when))
        return self

    def clock(self, code: str) -> tuple[str, str]:
        """How the last run of a clock stands, and its due day."""
        found = clock_of(self.one, code)
        return found.state, str(found.due_on)

    @property
    def state(self) -> str:
        return self.one.state


def _usual(needs: tuple[Need, ...], *, today: date) -> dict[str, object]:
    given: dict[str, object] = {
        Need.REASON: "按程序办理",
        Need.PROOF: [a_proof()],
        Need.TARGET: "长春市公安局",
        Need.HAPPENED_ON: today,
    }
    names = {Need.PROOF: "proofs"}
    return {names.get(need, need.value): given[need] for need in needs if need in given}


def _days(given: dict[str, object]) -> dict[str, object]:
    return {name: moment(str(value)).date() if name.endswith("_on") else value for name, value in given.items()}


_PARTS = {"arbiter": Part.ARBITRATOR, "head": Part.ARBITRATOR, "mediator": Part.MEDIATOR}


def _case(people: dict[str, Person], *, at: datetime, owed: Sequence[tuple[str, str, str]]) -> Case:
    number, officer = next(_numbers), people["anna"]
    case = Case.objects.create(
        number=f"吉薪案〔{at.year}〕{number:05d}号",
        year=at.year,
        sequence=number,
        title="松柏苑二期欠薪",
        region_code=COUNTY,
        office=officer.user.organisation,
        opened_on=at.date(),
        opened_at=at,
        opened_by=officer.user,
    )
    for name, who in people.items():
        part = _PARTS.get(name, Part.MEMBER)
        CaseMember.objects.create(case=case, user=who.user, part=part, from_at=at, added_by=officer.user)
    for first, last, amount in owed:
        worker = CaseWorker.objects.create(
            case=case, from_month=first, to_month=last, owed=amount, added_at=at, added_by=officer.user
        )
        CaseWage.objects.create(
            case_worker=worker,
            from_month=first,
            to_month=last,
            owed=amount,
            basis=WageBasis.STATED,
            reckoned_at=at,
            reckoned_by=officer.user,
        )
    return case


@pytest.fixture
def begin(db: None) -> Callable[..., Life]:
    """A life of a procedure, begun on a day; two people of the county, one of the city, two arbitrators, a mediator."""
    people = {
        "anna": person("county_inspector", region=COUNTY),
        "bo": person("county_inspector", region=COUNTY),
        "city": person("city_office", region="220100"),
        "arbiter": person("arbitrator", region=COUNTY),
        "head": person("arbitrator", region=COUNTY),
        "mediator": person("mediator", region=COUNTY),
    }

    def _begin(
        procedure: str,
        when: str,
        *,
        level: str = "",
        owed: Sequence[tuple[str, str, str]] = FOUR_MONTHS,
        of: Life | None = None,
    ) -> Life:
        subject = of.one.subject_id if of else str(_case(people, at=moment(when), owed=owed).pk)
        one = opened(
            now=moment(when),
            procedure=procedure,
            subject_kind="case",
            subject_id=subject,
            level=level,
            addressee_enterprise_id="",
            parties=(),
            access=Access.NAMED,
            named=tuple(each.user.pk for each in people.values()),
        )
        return Life(one, people)

    return _begin
