"""What a move asks beside its needs: sheets of questions that nouns register, with what is shown before anything is entered.

A move names its sheet (`sheet:` in its definition). The noun says what stands beside the fields (bounds, articles, figures
reckoned from its own facts), which questions there are, and whether what was answered may stand. The engine reads the answers,
keeps them with the step and knows nothing of the law in them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Final, Protocol

from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.procedures.errors import MoveIncomplete
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.registry import find_procedure
from xinan.procedures.sizes import WORDS

KEPT: Final = "sheet"
_LARGEST: Final = Decimal("9999999999.99")


class Kind(StrEnum):
    """What an answer is: one of the choices, yuan, per cent, a whole number, a day, words."""

    CHOICE = "choice"
    MONEY = "money"
    PERCENT = "percent"
    NUMBER = "number"
    DAY = "day"
    WORDS = "words"


@dataclass(frozen=True, slots=True)
class Choice:
    """One choice: its value and how it is called."""

    value: str
    name: Text


@dataclass(frozen=True, slots=True)
class Question:
    """One thing asked. `hint` stands beside the field; `reloads`: what else is asked or shown depends on the answer."""

    code: str
    name: Text
    kind: Kind
    required: bool = True
    hint: Text | None = None
    choices: tuple[Choice, ...] = ()
    initial: str = ""
    reloads: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A line that stands above the questions. `tone`: "" as it is, `ok` fulfilled, `bad` in the way, `unset` not known."""

    name: Text
    value: Text
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What is shown and asked. `heads` and `rows`: a table to open, such as the sums of every worker."""

    questions: tuple[Question, ...] = ()
    shown: tuple[Shown, ...] = ()
    table: Text | None = None
    heads: tuple[Text, ...] = ()
    rows: tuple[tuple[Text, ...], ...] = ()


Answer = str | Decimal | date | None


@dataclass(frozen=True, slots=True)
class Kept:
    """What stays with the step: the figures by name, as text, and the lines in which people read them."""

    values: Mapping[str, str] = field(default_factory=dict)
    lines: Sequence[tuple[Text, Text]] = ()


def plain(words: str) -> Text:
    """What is the same in both languages: a figure, a name."""
    return Text(words, words)


class SheetRule(Protocol):
    """A noun's sheet. `answers` of `sheet` are those entered so far (texts, unchecked)."""

    def sheet(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet:
        """What is shown and asked now."""

    def check(self, proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, Answer]) -> Kept:
        """What is kept; raises WrongAnswer, or another XinanError where the move may not be made at all."""


class WrongAnswer(MoveIncomplete):
    """An answer that is missing, cannot be read or may not stand; `question` names it."""

    def __init__(self, question: str, code: str, what: Text, remedy: Text) -> None:
        super().__init__("answer", what, remedy)
        self.code, self.question = code, question

    @classmethod
    def because(cls, question: str, error: XinanError) -> "WrongAnswer":
        """The same refusal, at the question it is about."""
        return cls(question, error.code, error.what, error.remedy)


_RULES: dict[str, SheetRule] = {}


def register_sheet(name: str, rule: SheetRule) -> None:
    """Make a sheet known by the name that moves use; in `AppConfig.ready()`."""
    _RULES[name] = rule


def sheet_names() -> frozenset[str]:
    """The sheets that are registered."""
    return frozenset(_RULES)


def sheet_of(proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]) -> Sheet | None:
    """What the move shows and asks; None where it has no sheet."""
    name = find_procedure(proceeding.procedure).moves[move].sheet
    return _RULES[name].sheet(proceeding, move, now=now, answers=answers) if name is not None else None


def checked_sheet(
    proceeding: Proceeding, move: str, *, now: datetime, answers: Mapping[str, str]
) -> dict[str, dict[str, object]]:
    """What the step keeps of the answers, empty where the move has no sheet; raises WrongAnswer and what the noun raises."""
    name = find_procedure(proceeding.procedure).moves[move].sheet
    if name is None:
        return {}
    sheet = _RULES[name].sheet(proceeding, move, now=now, answers=answers)
    read = {question.code: _read(question, answers.get(question.code, "")) for question in sheet.questions}
    kept = _RULES[name].check(proceeding, move, now=now, answers=read)
    return {
        KEPT: {
            "name": name,
            "values": dict(kept.values),
            "lines": [{"name": [n.zh, n.en], "value": [v.zh, v.en]} for n, v in kept.lines],
        }
    }


def kept_lines(other: Mapping[str, object] | None) -> list[tuple[Text, Text]]:
    """What a step kept of its sheet, line by line, to be read."""
    lines = _kept(other).get("lines", [])
    return [(Text(*line["name"]), Text(*line["value"])) for line in lines] if isinstance(lines, list) else []


def kept_values(proceeding: Proceeding, *moves: str) -> Mapping[str, str]:
    """The figures kept with the last of these moves; empty where none was made, or none asked anything."""
    step = Step.objects.filter(proceeding=proceeding, move__in=moves).order_by("-pk").first()
    values = _kept(step.other).get("values", {}) if step is not None else {}
    return {str(key): str(value) for key, value in values.items()} if isinstance(values, dict) else {}


def _kept(other: Mapping[str, object] | None) -> Mapping[str, object]:
    found = (other or {}).get(KEPT)
    return found if isinstance(found, dict) else {}


def _read(question: Question, given: str) -> Answer:
    """The answer as what it is; raises WrongAnswer."""
    text = given.strip()
    if not text:
        if question.required:
            raise _wrong(question, "answer-missing", Text("须填写", "has to be answered"), Text("", ""))
        return None
    if question.kind is Kind.CHOICE and text not in {choice.value for choice in question.choices}:
        raise _wrong(question, "answer-choice", Text("不在可选范围内", "is none of the choices"), Text("", ""))
    if question.kind is Kind.DAY:
        return _day(question, text)
    if question.kind in (Kind.MONEY, Kind.PERCENT, Kind.NUMBER):
        return _number(question, text)
    if len(text) > WORDS:
        said = Text(f"超过 {WORDS} 字", f"is longer than {WORDS} characters")
        raise _wrong(question, "answer-long", said, Text("", ""))
    return text


def _number(question: Question, text: str) -> Decimal:
    places = 0 if question.kind is Kind.NUMBER else 2
    try:
        found = Decimal(text.replace(",", "").replace("，", ""))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not 0 <= found <= _LARGEST or found != round(found, places):
        asked = (
            Text("填写整数。", "Give a whole number.")
            if places == 0
            else Text("填写数字，最多两位小数。", "At most two decimals.")
        )
        raise _wrong(question, "answer-number", Text("不是可用的数字", "is no number that can be used"), asked)
    return found


def _day(question: Question, text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        asked = Text("按 2026-11-23 的形式填写。", "Write it like 2026-11-23.")
        raise _wrong(question, "answer-day", Text("不是日期", "is no day"), asked) from None


def _wrong(question: Question, code: str, said: Text, remedy: Text) -> WrongAnswer:
    name = question.name
    again = Text("改正后再提交。", "Put it right and send it again.")
    return WrongAnswer(
        question.code,
        code,
        Text(f"“{name.zh}”{said.zh}。", f"“{name.en}” {said.en}."),
        remedy if remedy.zh else question.hint or again,
    )
