"""What a procedure is: states, moves and clocks as data, read from YAML and checked on reading.

An example stands in docs/decisions/0040. A trigger says what starts or ends a clock: `open`, `enter:<state>`,
`leave:<state>`, `move:<move>`, `event:<name>` (something a noun reports, such as the service of a letter) or
`over:<clock>` (a period that lapsed).
"""

from typing import Annotated, Any, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, field_validator, model_validator

from xinan.kernel.deadlines import Length, Roll, Unit
from xinan.kernel.errors import InvalidValue
from xinan.kernel.text import Text
from xinan.procedures.enums import ActAt, ActorKind, CountedFrom, Need, Recipient

DEFAULT = "default"


def _length(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return Length.parse(value)
    except InvalidValue as error:
        raise ValueError(str(error)) from error


def _one_or_many(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _by_level(value: object) -> object:
    return value if isinstance(value, dict) else {DEFAULT: value}


Duration = Annotated[Length, BeforeValidator(_length)]
Code = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Trigger = Annotated[str, Field(pattern=r"^(open|(enter|leave|move|event|over):[a-z][a-z0-9_]*)$")]
Triggers = Annotated[tuple[Trigger, ...], BeforeValidator(_one_or_many)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class State(_Data):
    """Where a proceeding may stand. One that is not final names the clocks that run in it, or why none does."""

    name: Text
    final: bool = False
    waits_for: tuple[ActorKind, ...] = ()
    clocks: tuple[Code, ...] = ()
    # Why no clock runs here (it waits for the data, say); without it the house test refuses the state.
    without_clock: Text | None = None


class Move(_Data):
    """A step that may be made: from these states to another (or staying, `to` left out), by these kinds of actors.

    `requires`: moves that must have been made before. `waits_out`: clocks that must not run any more (a period the other side
    has). `within`: clocks before whose end it has to happen (a right that is lost afterwards). `level`: what it sets.
    `on_events`: what nouns report that makes it by itself (the letter was served), on the day that happened. `sheet`: what a
    noun asks with it and checks (a fine within its bounds). `since`: the day it happened is not before these moves; where it is
    left out, not before the clocks it ends began or its state was entered; an empty list: it may have happened at any time.
    """

    name: Text
    from_: tuple[Code, ...] = Field(alias="from")
    to: Code | None = None
    who: tuple[ActorKind, ...] = ()
    needs: tuple[Need, ...] = ()
    letter: str = ""
    # Whoever last made one of these moves in the proceeding may not make this one.
    other_person: tuple[Code, ...] = ()
    requires: tuple[Code, ...] = ()
    waits_out: tuple[Code, ...] = ()
    within: tuple[Code, ...] = ()
    level: str = ""
    on_events: tuple[Code, ...] = ()
    sheet: Code | None = None
    since: tuple[Code, ...] | None = None
    closes_as: str = ""
    # Made by the system as well: by the data, by an act of a clock.
    automatic: bool = False
    hint: Text | None = None

    @field_validator("from_", mode="before")
    @classmethod
    def _as_list(cls, value: object) -> object:
        return _one_or_many(value)

    @model_validator(mode="after")
    def _by_itself(self) -> Self:
        if self.on_events and (not self.automatic or {Need.PLAN_ON, Need.UNTIL} & set(self.needs)):
            raise ValueError("what events make is automatic, and needs no day that only a person can give")
        if self.sheet and (self.automatic or self.on_events):
            raise ValueError("what a sheet asks only a person can answer: the move is not automatic")
        if self.since is not None and Need.HAPPENED_ON not in self.needs:
            raise ValueError("`since` bounds the day it happened, which the move does not ask for")
        return self


class Act(_Data):
    """What happens at half time, the day before, or so long after expiry.

    `escalation` is how far the proceeding has then risen: 0 not at all, and upwards as the ladder climbs. `move` is made
    by the system with it.
    """

    code: Code
    name: Text
    at: ActAt
    after: Duration = Length(0, Unit.WORKING_DAY)
    notify: tuple[Recipient, ...] = ()
    escalation: int = Field(default=0, ge=0, le=9)
    move: Code | None = None

    @model_validator(mode="after")
    def _after_expiry_only(self) -> Self:
        if self.at is not ActAt.EXPIRED and (self.after.amount or self.escalation):
            raise ValueError(f"act {self.code}: only what follows expiry has `after` or `escalation`")
        return self


class PauseRule(_Data):
    """Who may ask for a pause, who approves it, and the most calendar days all pauses together may take."""

    asked_by: tuple[ActorKind, ...] = Field(min_length=1)
    approved_by: tuple[ActorKind, ...] = Field(min_length=1)
    most: Duration
    law: Text

    @model_validator(mode="after")
    def _in_days(self) -> Self:
        if self.most.unit is not Unit.CALENDAR_DAY:
            raise ValueError("the ceiling of pauses is in calendar days (D)")
        return self


class ExtensionRule(_Data):
    """Who may ask for more time, who grants it, how much in all (in the clock's own unit) and how often."""

    asked_by: tuple[ActorKind, ...] = Field(min_length=1)
    approved_by: tuple[ActorKind, ...] = Field(min_length=1)
    most: Duration
    times: int = Field(default=1, ge=1)
    law: Text


class Bounds(_Data):
    """Between which lengths a place may set its own."""

    least: Duration
    most: Duration


class ClockRule(_Data):
    """A clock: what starts and ends it, how long it runs by level, and what happens when it runs out.

    `counts_from`: its trigger (where something happened earlier, the day it did), the moment that was written down
    (`recorded`), or a day given with the move that starts it; with `backwards`, that many units before the day
    (a notice five working days before a hearing). `restarts`: what makes it count anew. `lapses`: a period in which somebody
    may act or others have to wait; nobody is late when it is over, and it ends by itself (`over:<clock>`). A length of `0 D`
    is the very day it counts from.
    """

    name: Text
    law: Text
    # False where an office set the length and no statute did.
    is_law: bool = True
    starts: Triggers = Field(min_length=1)
    ends: Triggers = Field(min_length=1)
    restarts: Triggers = ()
    counts_from: CountedFrom = CountedFrom.TRIGGER
    backwards: bool = False
    lapses: bool = False
    length: Annotated[dict[str, Duration], BeforeValidator(_by_level)]
    bounds: Bounds | None = None
    roll: Roll = Roll.FORWARD
    pause: PauseRule | None = None
    extension: ExtensionRule | None = None
    acts: tuple[Act, ...] = ()

    @property
    def unit(self) -> Unit:
        """What the length counts; the same at every level."""
        return self.length[DEFAULT].unit

    def length_for(self, level: str) -> Length:
        """The province's default for a level."""
        return self.length.get(level, self.length[DEFAULT])

    def act(self, code: str) -> Act | None:
        """The act of this code, if the clock has it."""
        return next((act for act in self.acts if act.code == code), None)

    @model_validator(mode="after")
    def _one_unit(self) -> Self:
        if DEFAULT not in self.length:
            raise ValueError("length: give `default`")
        named = [*self.length.values()]
        if self.bounds is not None:
            named += [self.bounds.least, self.bounds.most]
        if self.extension is not None:
            named.append(self.extension.most)
        if len({length.unit for length in named}) > 1:
            raise ValueError("lengths, bounds and extension of one clock are in one unit")
        if self.bounds is not None and any(
            not self.bounds.least.amount <= length.amount <= self.bounds.most.amount for length in self.length.values()
        ):
            raise ValueError("the default length lies outside the bounds")
        if any(length.amount == 0 and length.unit is not Unit.CALENDAR_DAY for length in self.length.values()):
            raise ValueError("a length of nothing is no clock; the day itself is `0 D`")
        if len({act.code for act in self.acts}) < len(self.acts):
            raise ValueError("two acts of one clock have the same code")
        return self

    @model_validator(mode="after")
    def _counts(self) -> Self:
        given = self.counts_from in (CountedFrom.PLAN_ON, CountedFrom.UNTIL_ON)
        if self.backwards and (not given or self.pause or self.extension):
            raise ValueError("what counts backwards counts from a day given, and is neither paused nor extended")
        if given and self.unit is Unit.HOUR:
            raise ValueError("hours count from a moment, not from a day given")
        if self.lapses and any(act.at is ActAt.EXPIRED and (act.after.amount or act.escalation) for act in self.acts):
            raise ValueError("nobody is late when a period lapses: its acts neither wait nor rise")
        return self


class Procedure(_Data):
    """A way of handling one kind of thing, from its opening to its closing."""

    code: Code
    name: Text
    law: Text
    subject: Text
    initial: Code
    # Other states in which one may be opened.
    opens_in: tuple[Code, ...] = ()
    states: dict[Code, State] = Field(min_length=2)
    moves: dict[Code, Move] = Field(min_length=1)
    clocks: dict[Code, ClockRule] = Field(default_factory=dict)
    # Names of the ways it closes; each move into a final state says which of them.
    closings: dict[Code, Text] = Field(default_factory=dict)
    levels: tuple[str, ...] = ()
    # How levels are called where somebody chooses one.
    level_names: dict[str, Text] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_of_levels(self) -> Self:
        if self.level_names and set(self.level_names) != set(self.levels):
            raise ValueError("level_names: name every level, and no other")
        return self

    def moves_from(self, state: str) -> dict[str, Move]:
        """The moves that lead out of a state or are made while in it."""
        return {code: move for code, move in self.moves.items() if state in move.from_}

    @property
    def first_states(self) -> tuple[str, ...]:
        """The states in which it may be opened."""
        return (self.initial, *(code for code in self.opens_in if code != self.initial))

    @property
    def final_states(self) -> tuple[str, ...]:
        """The states in which it is over."""
        return tuple(code for code, state in self.states.items() if state.final)

    def name_of_move(self, code: str) -> Text:
        """What a step is called, the engine's own ones included."""
        return self.moves[code].name if code in self.moves else OWN_STEPS.get(code, Text(code, code))


# Steps that no definition names: the engine writes them.
OWN_STEPS: dict[str, Text] = {
    "open": Text("立项", "Opened"),
    "level": Text("等级变动", "Level changed"),
    "hold": Text("承办人变动", "Holder changed"),
    "ask_pause": Text("申请中止期限", "Asked for a pause of the clock"),
    "pause": Text("中止期限", "Clock paused"),
    "refuse_pause": Text("不同意中止期限", "Pause refused"),
    "resume": Text("恢复计时", "Clock resumed"),
    "ask_extension": Text("申请延长期限", "Asked for more time"),
    "extend": Text("延长期限", "Clock extended"),
    "refuse_extension": Text("不同意延长期限", "More time refused"),
}


def read_procedure(data: Any) -> Procedure:
    """The procedure in a parsed YAML document; raises pydantic's ValidationError."""
    return Procedure.model_validate(data)
