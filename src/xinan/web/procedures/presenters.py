"""Procedures as their pages show them."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from xinan.kernel.deadlines import Length
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import REGIONS, counties_of, region
from xinan.kernel.text import Text
from xinan.people.scope import Scope
from xinan.procedures.definition import DEFAULT, Act, ClockRule, Move, Procedure
from xinan.procedures.enums import ACTOR_NAMES, NEED_NAMES, RECIPIENT_NAMES, ActAt, ActorKind
from xinan.procedures.lengths import Lengths
from xinan.procedures.models import ClockLength
from xinan.procedures.numbering import ANYWHERE_NAME, from_anywhere, numbered
from xinan.procedures.policies import may_set_lengths
from xinan.rules.model import Level
from xinan.web.components.looks import LEVEL_LOOKS

ALL_PROVINCE = Text("全省", "The whole province")


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move in the list beside the diagram."""

    number: int
    name: Text
    from_states: Text
    to: Text | None
    closes_as: Text | None
    who: Text
    automatic: bool
    needs: tuple[Text, ...]
    other_person: Text
    hint: Text | None
    open_now: bool


@dataclass(frozen=True, slots=True)
class LengthRow:
    """A length at the asker's place, by level: the level's name (None: every level), the length, who set it."""

    level: Text | None
    length: Text
    set_by: Text | None


@dataclass(frozen=True, slots=True)
class ActRow:
    """What happens at a time: when, what, who is told, how high it climbs."""

    when: Text
    name: Text
    who: Text
    rung: int


@dataclass(frozen=True, slots=True)
class ClockCard:
    """A clock of a procedure: law, what starts and ends it, lengths at the place, pauses, extensions, acts."""

    code: str
    rule: ClockRule
    # To be said beside the law, where that does not say it itself.
    not_law: bool
    starts: Text
    ends: Text
    lengths: tuple[LengthRow, ...]
    bounds: Text | None
    pause_by: tuple[Text, Text] | None
    extension_by: tuple[Text, Text] | None
    acts: tuple[ActRow, ...]
    history: tuple["SetRow", ...]


@dataclass(frozen=True, slots=True)
class SetRow:
    """A length some place set: where, for which level, how long (None: no longer its own), since when, why, by whom."""

    place: Text
    level: Text | None
    length: Text | None
    from_on: date
    source: str
    by: str


def move_rows(procedure: Procedure, *, state: str = "") -> list[MoveRow]:
    """The moves by their number; those of the present state are marked."""
    rows = []
    for one in numbered(procedure):
        move = one.move
        rows.append(
            MoveRow(
                number=one.number,
                name=move.name,
                from_states=_from(procedure, move),
                to=procedure.states[move.to].name if move.to is not None else None,
                closes_as=_closing(procedure, move),
                who=_names(kind for kind in move.who if kind is not ActorKind.SYSTEM),
                automatic=move.automatic or ActorKind.SYSTEM in move.who,
                needs=tuple(NEED_NAMES[need] for need in move.needs),
                other_person=joined(_quoted(procedure.moves[other].name) for other in move.other_person),
                hint=move.hint,
                open_now=bool(state) and state in move.from_,
            )
        )
    return rows


def clock_cards(procedure: Procedure, *, lengths: Lengths, place: str, rows: Sequence[ClockLength]) -> list[ClockCard]:
    """The clocks with what is in force at a place, and what any place set."""
    by_clock: dict[str, list[ClockLength]] = defaultdict(list)
    for row in rows:
        by_clock[row.clock].append(row)
    return [
        ClockCard(
            code=code,
            rule=rule,
            not_law=not rule.is_law and "非法定" not in rule.law.zh,
            starts=joined(_trigger(procedure, trigger) for trigger in rule.starts),
            ends=joined(_trigger(procedure, trigger) for trigger in rule.ends),
            lengths=tuple(_lengths(procedure, code, rule, lengths=lengths, place=place)),
            bounds=_bounds(rule),
            pause_by=(_names(rule.pause.asked_by), _names(rule.pause.approved_by)) if rule.pause else None,
            extension_by=(_names(rule.extension.asked_by), _names(rule.extension.approved_by))
            if rule.extension
            else None,
            acts=tuple(_act(act) for act in rule.acts),
            history=tuple(_set_row(row) for row in reversed(by_clock[code])),
        )
        for code, rule in procedure.clocks.items()
    ]


def level_name(level: str) -> Text:
    """The word of a warning's level; another procedure's level as it is written."""
    return LEVEL_LOOKS[Level(level)].word if level in set(Level) else Text(level, level)


def place_name(code: str) -> Text:
    """The name of a place; blank is the province."""
    if not code:
        return ALL_PROVINCE
    try:
        return region(code).text
    except InvalidValue:
        return Text(code, code)


def place_choices(scope: Scope, *, today: date) -> list[tuple[str, str]]:
    """The places for which a person may set lengths, the province first, counties under their city."""
    language = get_language() or "zh"
    found = [("", ALL_PROVINCE.in_language(language))] if may_set_lengths(scope, region_code="") else []
    for city in REGIONS:
        if city.level != "prefecture" or not city.is_valid(on=today):
            continue
        for place in (city, *counties_of(city.code, on=today)):
            if may_set_lengths(scope, region_code=place.code):
                indent = "" if place.level == "prefecture" else "　"
                found.append((place.code, f"{indent}{place.text.in_language(language)}"))
    return found


def home_of(scope: Scope) -> str:
    """The place whose lengths a person is shown: their office's, the largest first; blank for the province."""
    places = scope.regions
    return min(places, key=lambda code: (not code.endswith("00"), code)) if places else ""


def joined(texts: Iterable[Text]) -> Text:
    """Several names as one text, with the comma of each language; empty where there are none."""
    listed = list(texts)
    return Text("、".join(text.zh for text in listed), ", ".join(text.en for text in listed))


def _from(procedure: Procedure, move: Move) -> Text:
    if from_anywhere(procedure, move):
        return ANYWHERE_NAME
    return joined(procedure.states[code].name for code in move.from_)


def _quoted(text: Text) -> Text:
    return Text(f"“{text.zh}”", f"“{text.en}”")


def _closing(procedure: Procedure, move: Move) -> Text | None:
    """How it closes, where the state it leads to is not called the same."""
    closing = procedure.closings.get(move.closes_as)
    return closing if move.to is None or closing != procedure.states[move.to].name else None


def _lengths(procedure: Procedure, code: str, rule: ClockRule, *, lengths: Lengths, place: str) -> Iterator[LengthRow]:
    """One line where all levels have the same length, else one for each."""
    levels = procedure.levels or ("",)
    found = [(level, lengths.find(procedure.code, code, rule=rule, level=level, region_code=place)) for level in levels]
    if len({(one.length, one.row) for _level, one in found}) == 1:
        found = [("", found[0][1])]
    for level, one in found:
        yield LengthRow(
            level_name(level) if level else None,
            one.length.text,
            place_name(one.row.region_code) if one.row is not None else None,
        )


def _bounds(rule: ClockRule) -> Text | None:
    if rule.bounds is None:
        return None
    least, most = rule.bounds.least.text, rule.bounds.most.text
    return Text(f"{least.zh}至{most.zh}", f"{least.en} to {most.en}")


def _act(act: Act) -> ActRow:
    when = {
        ActAt.HALF: Text("期限过半", "Half time"),
        ActAt.EVE: Text("到期前一个工作日", "The working day before"),
    }.get(act.at)
    if when is None:
        after = act.after.text
        when = Text(f"逾期{after.zh}", f"{after.en} overdue") if act.after.amount else Text("逾期", "Run out")
    return ActRow(when, act.name, joined(RECIPIENT_NAMES[one] for one in act.notify), act.escalation)


def _trigger(procedure: Procedure, trigger: str) -> Text:
    kind, _colon, name = trigger.partition(":")
    if kind == "enter":
        state = procedure.states[name].name
        return Text(f"进入“{state.zh}”", f"“{state.en}” is entered")
    if kind == "leave":
        state = procedure.states[name].name
        return Text(f"离开“{state.zh}”", f"“{state.en}” is left")
    if kind == "move":
        move = procedure.moves[name].name
        return Text(f"“{move.zh}”", f"“{move.en}”")
    return Text("立项", "It is opened") if kind == "open" else Text(f"事件 {name}", f"Event {name}")


def _set_row(row: ClockLength) -> SetRow:
    return SetRow(
        place=place_name(row.region_code),
        level=level_name(row.level) if row.level else None,
        length=Length.parse(row.length).text if row.length else None,
        from_on=row.from_on,
        source=row.source,
        by=str(row.set_by),
    )


def _names(kinds: Iterable[ActorKind]) -> Text:
    return joined(ACTOR_NAMES[kind] for kind in kinds)


def default_words(rule: ClockRule) -> str:
    """The default of a clock, for the choice in the form."""
    length = rule.length[DEFAULT].text.in_language(get_language() or "zh")
    return _("默认 %(length)s") % {"length": length}
