"""Every registered procedure holds together; toy violations prove that the checker bites."""

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.house.toys import ROOT
from xinan.procedures.checker import problems_of
from xinan.procedures.definition import read_procedure
from xinan.procedures.errors import BadProcedure
from xinan.procedures.registry import load, procedures, register, unregister

TOY = ROOT / "tests" / "procedures" / "toy.yaml"
Data = dict[str, Any]


def registered() -> list[str]:
    return [procedure.code for procedure in procedures() if procedure.code != "toy"]


def test_there_are_procedures() -> None:
    assert "warning" in registered()


@pytest.mark.parametrize("code", registered())
def test_every_registered_procedure_holds_together(code: str) -> None:
    (procedure,) = [one for one in procedures() if one.code == code]
    assert problems_of(procedure) == []


def test_every_procedure_file_is_registered() -> None:
    """A file of states and moves that no noun registers would be a procedure nobody checks."""
    files = []
    for path in (ROOT / "src" / "xinan").rglob("*.yaml"):
        data = yaml.safe_load(path.read_text(encoding="utf-8"))
        if isinstance(data, dict) and {"states", "moves"} <= data.keys():
            files.append(data["code"])
    assert sorted(files) == registered()


@pytest.mark.parametrize("code", registered())
def test_every_procedure_is_drawn_in_both_languages(code: str) -> None:
    (procedure,) = [one for one in procedures() if one.code == code]
    for language in ("zh", "en"):
        drawn = (ROOT / f"src/xinan/web/procedures/diagrams/{code}.{language}.svg").read_text(encoding="utf-8")
        for state in procedure.states:
            assert f'data-state="{state}"' in drawn
        for number in range(1, len(procedure.moves) + 1):
            assert f'data-move="{number}"' in drawn


def toy() -> Data:
    data = yaml.safe_load(TOY.read_text(encoding="utf-8"))
    data.pop("ladder")
    return copy.deepcopy(data)  # anchors are shared objects


def test_the_toy_itself_holds_together() -> None:
    assert problems_of(read_procedure(toy())) == []


def _text(word: str) -> dict[str, str]:
    return {"zh": word, "en": word}


def dead_end(data: Data) -> None:
    data["states"]["stuck"] = {"name": _text("卡住"), "waits_for": ["county"], "clocks": ["verify"]}
    data["moves"]["stick"] = {"name": _text("卡"), "from": "answered", "to": "stuck", "who": ["county"]}
    data["moves"]["wait"] = {"name": _text("等"), "from": "stuck", "who": ["county"]}
    data["clocks"]["verify"]["starts"] = ["enter:answered", "enter:stuck"]


def no_clock(data: Data) -> None:
    data["states"]["pushed"]["clocks"] = []


def clock_gone_on_one_way(data: Data) -> None:
    # Verifying ends its clock and the proceeding stays, with nothing left that runs.
    data["states"]["answered"]["clocks"] = ["verify"]
    data["clocks"]["verify"]["ends"] = ["move:propose"]


def nobody(data: Data) -> None:
    data["moves"]["sign"]["who"] = []


def unreachable(data: Data) -> None:
    data["states"]["lost"] = {"name": _text("失联"), "waits_for": ["city"], "clocks": ["sign"]}
    data["moves"]["found"] = {
        "name": _text("找回"),
        "from": "lost",
        "to": "closed",
        "who": ["city"],
        "closes_as": "cured",
    }


def never_started(data: Data) -> None:
    data["clocks"]["verify"]["starts"] = ["enter:pushed"]


def never_ended(data: Data) -> None:
    data["clocks"]["verify"]["ends"] = ["enter:merged"]


def waits_in_vain(data: Data) -> None:
    data["states"]["pushed"]["waits_for"] = ["owner"]


def waits_for_nobody(data: Data) -> None:
    data["states"]["pushed"]["waits_for"] = []


def out_of_the_end(data: Data) -> None:
    data["moves"]["revive"] = {"name": _text("复活"), "from": "closed", "to": "pushed", "who": ["city"]}


def closes_namelessly(data: Data) -> None:
    data["moves"]["close"].pop("closes_as")


def no_such_state(data: Data) -> None:
    data["moves"]["sign"]["to"] = "nowhere"


def no_such_trigger(data: Data) -> None:
    data["clocks"]["sign"]["ends"] = ["move:nothing"]


def no_consequence(data: Data) -> None:
    data["clocks"]["verify"]["acts"] = []


def ladder_goes_down(data: Data) -> None:
    data["clocks"]["verify"]["acts"][-1]["escalation"] = 1


def act_moves_what_cannot(data: Data) -> None:
    data["clocks"]["verify"]["acts"][-1]["move"] = "sign"


def unused_closing(data: Data) -> None:
    data["closings"]["vanished"] = _text("消失")


def no_other_move(data: Data) -> None:
    data["moves"]["close"]["other_person"] = ["nothing"]


BITES: dict[Callable[[Data], None], str] = {
    dead_end: "state stuck: a dead end",
    no_clock: "state pushed: it can be reached without any clock running",
    clock_gone_on_one_way: "state answered: it can be reached without any clock running",
    nobody: "move sign: nobody may make it",
    unreachable: "state lost: nothing leads to it",
    never_started: "clock verify: nothing starts it",
    never_ended: "clock verify: nothing ends it",
    waits_in_vain: "state pushed: it waits for owner, who can make no move from it",
    waits_for_nobody: "state pushed: it says nobody it waits for",
    out_of_the_end: "move revive: it leads out of a final state",
    closes_namelessly: "move close: it closes, but `closes_as` names none of the closings",
    no_such_state: "move sign: there is no state nowhere",
    no_such_trigger: "clock sign: move:nothing names nothing",
    no_consequence: "clock verify: nothing happens when it runs out",
    ladder_goes_down: "clock verify: its ladder goes down",
    act_moves_what_cannot: "clock verify, act list: move sign is not automatic",
    unused_closing: "closing vanished: no move closes so",
    no_other_move: "move close: other_person names nothing",
}


@pytest.mark.parametrize("violation", BITES)
def test_the_checker_bites(violation: Callable[[Data], None]) -> None:
    data = toy()
    violation(data)
    problems = problems_of(read_procedure(data))
    assert any(problem.startswith(BITES[violation]) for problem in problems), problems


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"colour": "red"}, "colour"),
        ({"initial": "No Such"}, "initial"),
        ({"moves": {"sign": {"name": {"zh": "签收"}, "from": "pushed"}}}, "moves.sign.name"),
        (
            {
                "clocks": {
                    "sign": {"name": _text("a"), "law": _text("a"), "starts": "now", "ends": "open", "length": "1 WD"}
                }
            },
            "starts",
        ),
        (
            {
                "clocks": {
                    "sign": {"name": _text("a"), "law": _text("a"), "starts": "open", "ends": "open", "length": "soon"}
                }
            },
            "length",
        ),
        (
            {
                "clocks": {
                    "sign": {
                        "name": _text("a"),
                        "law": _text("a"),
                        "starts": "open",
                        "ends": "open",
                        "length": "9 WD",
                        "bounds": {"least": "1 WD", "most": "5 WD"},
                    }
                }
            },
            "outside the bounds",
        ),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, change: Data, says: str) -> None:
    path = tmp_path / "broken.yaml"
    path.write_text(yaml.safe_dump({**toy(), **change}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadProcedure) as error:
        load(path)
    assert says in str(error.value)
    assert "broken.yaml" in error.value.what.zh


def test_a_code_is_taken_once(tmp_path: Path) -> None:
    other = tmp_path / "other.yaml"
    other.write_text(TOY.read_text(encoding="utf-8"), encoding="utf-8")
    try:
        register(TOY)
        register(TOY)
        with pytest.raises(BadProcedure):
            register(other)
    finally:
        unregister("toy")
