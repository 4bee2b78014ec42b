"""The committed table of roles, docs/procedures/roles.md, cell by cell against a real database.

For every procedure, every role and every state each move is tried: those the table ticks succeed, all others are refused.
The table of the toy is made here by the same generator; the product's are read from the committed file.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

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
from xinan.procedures import hooks
from xinan.procedures.definition import Procedure
from xinan.procedures.enums import ActorKind
from xinan.procedures.errors import MoveRefused, UnknownProceeding
from xinan.procedures.given import seal_proof
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.registry import find_procedure, load, procedures

pytestmark = pytest.mark.django_db

ROLES = {
    ActorKind.COUNTY: ("county_inspector", COUNTY, None, None),
    ActorKind.CITY: ("city_office", CITY, None, None),
    ActorKind.PROVINCE: ("province_office", "", None, None),
    ActorKind.DEPARTMENT: ("industry_department", COUNTY, ["housing"], None),
    ActorKind.CONTRACTOR: ("contractor", "", None, CONTRACTOR),
    ActorKind.OWNER: ("owner", "", None, OWNER),
    ActorKind.BANK: ("bank", "", None, BANK),
}
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


def committed() -> dict[str, list[Row]]:
    return rows_of((ROOT / "docs" / "procedures" / "roles.md").read_text(encoding="utf-8"))


def definition(code: str) -> Procedure:
    return load(TOY) if code == "toy" else find_procedure(code)


def cells() -> Iterator[tuple[str, str, str]]:
    """Every procedure, role and state."""
    for code in ("toy", *(procedure.code for procedure in procedures())):
        for role in (*ROLES, ActorKind.SYSTEM, *OTHERS):
            for state, rule in definition(code).states.items():
                if not rule.final:
                    yield code, str(role), state


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, toy: Procedure) -> None:
    """Without what nouns hang on their moves: here it is asked who may make them."""
    monkeypatch.setattr(hooks, "_STEP_HOOKS", defaultdict(list))


def somebody(role: str) -> Person | None:
    found = {**{kind.value: given for kind, given in ROLES.items()}, **OTHERS}.get(role)
    if found is None:
        return None
    post, region, industries, firm = found
    return person(post, region=region, industries=industries, firm=firm)


def standing_at(code: str, state: str, *, firm: str) -> Proceeding:
    procedure = definition(code)
    one = opened(procedure=code, level=(procedure.levels or ("",))[0], addressee_enterprise_id=firm)
    Proceeding.objects.filter(pk=one.pk).update(state=state)
    one.refresh_from_db()
    return one


@pytest.mark.parametrize(("code", "role", "state"), list(cells()))
def test_every_cell(code: str, role: str, state: str) -> None:
    table = rows_of(roles_page([definition("toy")])) if code == "toy" else committed()
    who = somebody(role)
    firm = next((given[3] for kind, given in ROLES.items() if kind.value == role and given[3]), CONTRACTOR)
    one = standing_at(code, state, firm=firm)
    keyring = Keyring.parse(generate_key("roles"))
    proof = seal_proof("证明.pdf", b"%PDF-1.7", media_type="application/pdf", keyring=keyring)
    given = {
        "reason": "逐格试办",
        "proofs": [proof],
        "plan_on": date(2026, 12, 1),
        "until_on": date(2026, 12, 31),
        "target": "220102-1",
    }
    assert {row.move for row in table[code]} == set(definition(code).moves)
    for row in table[code]:
        allowed = role in row.ticked and state in row.states
        try:
            with transaction.atomic():
                moved(one, row.move, who, **given)
                _undo()
        except _Undone:
            assert allowed, row.move
        except (MoveRefused, UnknownProceeding):
            assert not allowed, row.move
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
    given = {"reason": "复核", "until_on": date(2026, 12, 31), "plan_on": date(2026, 12, 31), "target": "1"}
    for state in row.states:
        one = standing_at(code, state, firm=CONTRACTOR)
        Step.objects.create(
            proceeding=one, move=other, state_after=state, by=who.user, as_kind=kind, at=MONDAY, version=one.version
        )
        with pytest.raises(MoveRefused) as refusal, transaction.atomic():
            moved(one, move, who, **given)
        assert refusal.value.code == "move-other-person"
        moved(one, move, colleague, **given)


def test_the_table_is_what_the_definitions_say() -> None:
    known = [procedure for procedure in procedures() if procedure.code != "toy"]
    assert rows_of(roles_page(known)) == committed()


class _Undone(Exception):
    """The move succeeded and is taken back."""


def _undo() -> None:
    raise _Undone
