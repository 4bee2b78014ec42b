"""The committed table of roles, docs/procedures/roles.md, cell by cell against a real database.

For every procedure, every role and every state the moves are tried: those the table ticks succeed, all others are refused.
The table of the toy is made here by the same generator; the product's are read from the committed file.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache

import pytest
from django.db import transaction

from tests.house.toys import ROOT
from tests.procedures.conftest import (
    BANK,
    CITY,
    CONTRACTOR,
    COUNTY,
    MONDAY,
    OWNER,
    TOY,
    Person,
    moved,
    opened,
    person,
)
from xinan.jobs.reference.procedure_pages import roles_page
from xinan.kernel.ciphers import Keyring, generate_key
from xinan.procedures import checks, hooks
from xinan.procedures.actions import make_move as making
from xinan.procedures.definition import Move, Procedure
from xinan.procedures.enums import Access, ActorKind, Need
from xinan.procedures.errors import MoveRefused, UnknownProceeding
from xinan.procedures.given import SentProof, seal_proof
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.registry import find_procedure, load, procedures

pytestmark = pytest.mark.django_db

ROLES = {
    ActorKind.COUNTY: ("county_inspector", COUNTY, None, None),
    ActorKind.CITY: ("city_office", CITY, None, None),
    ActorKind.PROVINCE: ("province_office", "", None, None),
    ActorKind.DEPARTMENT: ("industry_department", COUNTY, ["housing"], None),
    ActorKind.MEDIATOR: ("mediator", COUNTY, None, None),
    ActorKind.ARBITRATOR: ("arbitrator", COUNTY, None, None),
    ActorKind.CONTRACTOR: ("contractor", "", None, CONTRACTOR),
    ActorKind.OWNER: ("owner", "", None, OWNER),
    ActorKind.BANK: ("bank", "", None, BANK),
}
# Who acts only where a proceeding names them.
BY_NAME = ("mediator", "arbitrator")
# Roles of the product that no procedure names: they may do nothing.
OTHERS = {"auditor": ("auditor", "", None, None), "operator": ("operator", "", None, None)}


@dataclass(frozen=True)
class Row:
    """A line of the table: a move, the states it leads from, who is ticked, whose maker is kept out."""

    move: str
    states: tuple[str, ...]
    ticked: frozenset[str]
    others: tuple[str, ...]


def rows_of(text: str) -> dict[str, list[Row]]:
    """The table of each procedure, as it stands in the document."""
    found: dict[str, list[Row]] = defaultdict(list)
    code = ""
    for line in text.splitlines():
        if line.startswith("`") and line.endswith("`"):
            code = line.strip("`")
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| `") and len(cells) == 4 + len(ActorKind):
            ticks = dict(zip(ActorKind, cells[3:-1], strict=True))
            found[code].append(
                Row(
                    cells[0].strip("`"),
                    tuple(cells[2].replace("`", "").split()),
                    frozenset(kind for kind, tick in ticks.items() if tick == "✓"),
                    tuple(cells[-1].replace("`", "").split()),
                )
            )
    return found


@cache
def committed() -> dict[str, list[Row]]:
    return rows_of((ROOT / "docs" / "procedures" / "roles.md").read_text(encoding="utf-8"))


def definition(code: str) -> Procedure:
    return load(TOY) if code == "toy" else find_procedure(code)


def cells() -> Iterator[tuple[str, str]]:
    """Every procedure and role."""
    for code in ("toy", *(procedure.code for procedure in procedures())):
        for role in (*ROLES, ActorKind.SYSTEM, *OTHERS):
            yield code, str(role)


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, toy: Procedure) -> None:
    """Without what nouns hang on their moves, and what has to come before them: here it is asked who may make them."""
    monkeypatch.setattr(hooks, "_STEP_HOOKS", defaultdict(list))
    monkeypatch.setattr(checks, "check_made_before", lambda *_args, **_named: None)
    monkeypatch.setattr(making, "check_not_before", lambda *_args, **_named: None)
    monkeypatch.setattr(making, "checked_sheet", lambda *_args, **_named: {})


def somebody(role: str) -> Person | None:
    found = {**{kind.value: given for kind, given in ROLES.items()}, **OTHERS}.get(role)
    if found is None:
        return None
    post, region, industries, firm = found
    return person(post, region=region, industries=industries, firm=firm)


def standing_at(code: str, state: str, *, firm: str, named: Person | None = None) -> Proceeding:
    procedure = definition(code)
    access = {"access": Access.NAMED, "named": (named.user.pk,)} if named is not None else {}
    one = opened(procedure=code, level=(procedure.levels or ("",))[0], addressee_enterprise_id=firm, **access)
    Proceeding.objects.filter(pk=one.pk).update(state=state)
    one.refresh_from_db()
    return one


@cache
def proof() -> SentProof:
    keyring = Keyring.parse(generate_key("roles"))
    return seal_proof("证明.pdf", b"%PDF-1.7", media_type="application/pdf", keyring=keyring)


def given(move: Move) -> dict[str, object]:
    """Whatever it may ask for."""
    days: dict[str, object] = {"plan_on": date(2026, 12, 1), "until_on": date(2026, 12, 31)}
    if Need.HAPPENED_ON in move.needs:
        days["happened_on"] = date(2026, 11, 20)
    return {"reason": "逐格试办", "proofs": [proof()], "target": "220102-1", **days}


@pytest.mark.parametrize(("code", "role"), list(cells()))
def test_every_cell(code: str, role: str) -> None:
    table = rows_of(roles_page([definition("toy")])) if code == "toy" else committed()
    who = somebody(role)
    firm = next((given[3] for kind, given in ROLES.items() if kind.value == role and given[3]), CONTRACTOR)
    assert {row.move for row in table[code]} == set(definition(code).moves)
    for state, rule in definition(code).states.items():
        if not rule.final:
            one = standing_at(code, state, firm=firm, named=who if role in BY_NAME else None)
            for row in table[code]:
                # That a state refuses a move does not depend on who asks: the toy is tried by all, the others by one role.
                if state in row.states or code == "toy" or role == ActorKind.COUNTY:
                    try_cell(one, row, role=role, who=who)


def try_cell(one: Proceeding, row: Row, *, role: str, who: Person | None) -> None:
    state, allowed = one.state, role in row.ticked and one.state in row.states
    try:
        with transaction.atomic():
            moved(one, row.move, who, **given(definition(one.procedure).moves[row.move]))
            _undo()
    except _Undone:
        assert allowed, (state, row.move)
    except (MoveRefused, UnknownProceeding):
        assert not allowed, (state, row.move)
    one.refresh_from_db()
    assert one.state == state


def pairs() -> list[tuple[str, str, str]]:
    return [(code, row.move, other) for code, rows in committed().items() for row in rows for other in row.others]


@pytest.mark.parametrize(("code", "move", "other"), pairs())
def test_nobody_makes_a_move_after_the_one_it_takes_another_person_for(code: str, move: str, other: str) -> None:
    row = next(row for row in committed()[code] if row.move == move)
    kind = next(kind for kind in ROLES if kind in row.ticked)
    who, colleague = somebody(kind.value), somebody(kind.value)
    assert who is not None
    assert colleague is not None
    needed = given(definition(code).moves[move])
    for state in row.states:
        one = standing_at(code, state, firm=CONTRACTOR)
        Step.objects.create(
            proceeding=one, move=other, state_after=state, by=who.user, as_kind=kind, at=MONDAY, version=one.version
        )
        with pytest.raises(MoveRefused) as refusal, transaction.atomic():
            moved(one, move, who, **needed)
        assert refusal.value.code == "move-other-person"
        moved(one, move, colleague, **needed)


def test_the_table_is_what_the_definitions_say() -> None:
    known = [procedure for procedure in procedures() if procedure.code != "toy"]
    assert rows_of(roles_page(known)) == committed()


class _Undone(Exception):
    """The move succeeded and is taken back."""


def _undo() -> None:
    raise _Undone
