"""The procedures as documents: `docs/procedures/<code>.md` with its diagram, and who may do what (`roles.md`)."""

from collections.abc import Iterator, Sequence

from xinan.jobs.diagrams.drawing import draw
from xinan.jobs.diagrams.layout import lay_out
from xinan.jobs.reference.markdown import page, table
from xinan.kernel.text import Text
from xinan.procedures.definition import DEFAULT, ClockRule, Procedure
from xinan.procedures.enums import ACTOR_NAMES, NEED_NAMES, RECIPIENT_NAMES, ActAt, ActorKind
from xinan.procedures.numbering import NumberedMove, numbered
from xinan.procedures.registry import procedures

DIAGRAMS = "src/xinan/web/procedures/diagrams"
LANGUAGES = ("zh", "en")
_DAYS = {ActAt.HALF: "half time", ActAt.EVE: "the working day before"}


def pages() -> Iterator[tuple[str, str]]:
    """Every document of the procedures and every diagram: path and text."""
    every = list(procedures())
    wanted = [(procedure, language) for procedure in every for language in LANGUAGES]
    for (procedure, language), layout in zip(wanted, lay_out(wanted), strict=True):
        yield f"{DIAGRAMS}/{procedure.code}.{language}.svg", draw(procedure, layout, language=language)
    for procedure in every:
        yield f"docs/procedures/{procedure.code}.md", procedure_page(procedure)
    yield "docs/procedures/roles.md", roles_page(every)


def procedure_page(procedure: Procedure) -> str:
    """One procedure: diagram, moves by their number, states, clocks with their law and what happens when they run out."""
    pictures = [
        f"![{procedure.name.in_language(language)}](../../{DIAGRAMS}/{procedure.code}.{language}.svg)"
        for language in LANGUAGES
    ]
    return page(
        f"# {_both(procedure.name)}",
        f"`{procedure.code}` · {_both(procedure.law)}",
        "A triangle marks where a thing may begin. Solid arrows are made by people, dashed ones by the system; numbers name "
        "the moves below; a green line in a state is a way in which it closes from there.",
        pictures[0],
        "## Moves",
        table(
            ("No", "Code", "Move", "From", "To", "Who", "Needs", "Other person than", "Letter"),
            [_move_row(procedure, one) for one in numbered(procedure)],
        ),
        "## States",
        table(("Code", "State", "Waits for", "Clocks"), [_state_row(procedure, code) for code in procedure.states]),
        "## Clocks",
        *(part for code, rule in procedure.clocks.items() for part in _clock_parts(code, rule)),
        "## The same in English",
        pictures[1],
    )


def roles_page(every: Sequence[Procedure]) -> str:
    """Who may make which move from which states; `tests/procedures/test_roles.py` tries every cell."""
    return page(
        "# Who may do what",
        "Role × object × move. A tick: whoever stands in that role before the object may make the move from the states "
        "named; everybody else is refused. Offices stand before the objects of their place and trade, a firm before those "
        "addressed to it. Two numbers in a row of the last column name moves whose maker may not make this one.",
        *(part for procedure in every for part in _role_parts(procedure)),
    )


def _role_parts(procedure: Procedure) -> Iterator[str]:
    kinds = list(ActorKind)
    yield f"## {_both(procedure.name)}\n\n`{procedure.code}`"
    yield table(
        ("Move", "Name", "From", *(_both(ACTOR_NAMES[kind]) for kind in kinds), "Another person than"),
        [
            (
                f"`{code}`",
                _both(move.name),
                " ".join(f"`{state}`" for state in move.from_),
                *("✓" if kind in move.who or (kind is ActorKind.SYSTEM and move.automatic) else "" for kind in kinds),
                " ".join(f"`{other}`" for other in move.other_person),
            )
            for code, move in procedure.moves.items()
        ],
    )
    asked = [(code, rule) for code, rule in procedure.clocks.items() if rule.pause or rule.extension]
    if asked:
        yield table(
            ("Clock", "Pause asked by", "approved by", "Extension asked by", "granted by"),
            [
                (
                    f"`{code}`",
                    _names(rule.pause.asked_by if rule.pause else ()),
                    _names(rule.pause.approved_by if rule.pause else ()),
                    _names(rule.extension.asked_by if rule.extension else ()),
                    _names(rule.extension.approved_by if rule.extension else ()),
                )
                for code, rule in asked
            ],
        )


def _move_row(procedure: Procedure, one: NumberedMove) -> tuple[str, ...]:
    move = one.move
    to = _state(procedure, move.to) if move.to is not None else "stays"
    return (
        str(one.number),
        f"`{one.code}`",
        _both(move.name),
        ", ".join(_state(procedure, state) for state in move.from_),
        f"{to} ({_both(procedure.closings[move.closes_as])})" if move.closes_as else to,
        ", ".join(name.en for name in one.who) or "The system",
        ", ".join(NEED_NAMES[need].en for need in move.needs),
        ", ".join(procedure.moves[other].name.en for other in move.other_person),
        move.letter,
    )


def _state_row(procedure: Procedure, code: str) -> tuple[str, ...]:
    state = procedure.states[code]
    clocks = ", ".join(_both(procedure.clocks[clock].name) for clock in state.clocks)
    why_none = _both(state.without_clock) if state.without_clock else ""
    return f"`{code}`", _both(state.name), _names(state.waits_for), clocks or why_none


def _clock_parts(code: str, rule: ClockRule) -> Iterator[str]:
    yield f"### {_both(rule.name)}\n\n`{code}` · {_both(rule.law)}{'' if rule.is_law or '非法定' in rule.law.zh else ' · 非法定 not law'}"
    yield table(
        ("Starts", "Ends", "Length", "Places may set", "Pause", "Extension"),
        [
            (
                ", ".join(f"`{trigger}`" for trigger in rule.starts),
                ", ".join(f"`{trigger}`" for trigger in rule.ends),
                _lengths(rule),
                f"{rule.bounds.least.text.en} to {rule.bounds.most.text.en}" if rule.bounds else "",
                f"at most {rule.pause.most.text.en}: {_both(rule.pause.law)}" if rule.pause else "",
                f"at most {rule.extension.most.text.en}, {rule.extension.times} time(s): {_both(rule.extension.law)}"
                if rule.extension
                else "",
            )
        ],
    )
    yield table(
        ("When", "What", "Who is told", "Escalation"),
        [
            (
                _DAYS.get(act.at, f"run out, {act.after.text.en} later" if act.after.amount else "run out"),
                _both(act.name),
                ", ".join(RECIPIENT_NAMES[one].en for one in act.notify),
                str(act.escalation or ""),
            )
            for act in rule.acts
        ],
    )


def _lengths(rule: ClockRule) -> str:
    others = [f"{level}: {length.text.en}" for level, length in rule.length.items() if level != DEFAULT]
    return "; ".join([rule.length[DEFAULT].text.en, *others])


def _state(procedure: Procedure, code: str) -> str:
    return procedure.states[code].name.en


def _names(kinds: Sequence[ActorKind]) -> str:
    return ", ".join(ACTOR_NAMES[kind].en for kind in kinds)


def _both(text: Text) -> str:
    return f"{text.zh} {text.en}"
