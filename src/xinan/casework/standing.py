"""How a complaint stands, in words for the worker who made it: never who handles it, nor whether others complained."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from xinan.casework.actions.take_complaint import code_index
from xinan.casework.conclusions import name_of
from xinan.casework.models import Clue, Receipt
from xinan.casework.queries import lives_of
from xinan.kernel.ciphers import Keyring
from xinan.kernel.text import Text
from xinan.procedures.enums import OPEN_CLOCKS
from xinan.procedures.models import Clock, Proceeding

_BEGUN: Final = Text("已经收到，正在安排人办理。", "It was received; somebody is being assigned to it.")
_WORKED: Final = Text("正在核实和处理。", "It is being checked and dealt with.")
_SAID: Final = {
    "received": _BEGUN,
    "assigned": _BEGUN,
    "accepted": Text("已经受理，办案人员会联系您，请保持电话畅通。", "It was taken up; an officer will call you."),
    "contacted": _WORKED,
    "verifying": _WORKED,
    "transferring": _WORKED,
    "transferred": Text("正由有关部门办理，转出单位继续跟踪。", "A department is dealing with it; we follow it up."),
    "settled": Text("已经有结果，会有人回访您。", "There is an outcome; somebody will call you back."),
    "closed": Text("已经办结。", "It is closed."),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """How it stands. `by_on` is the day by which there is to be an outcome; `outcome`, what it was; `region_code`, where the
    labour was used as far as that is known. `clue_id` is for the page to ask by, never shown."""

    received_on: date
    said: Text
    by_on: date | None
    outcome: Text | None
    region_code: str = ""
    clue_id: str = ""


def standing_of(code: str, tail: str, *, keyring: Keyring) -> Standing | None:
    """How the complaint of this code and phone tail stands; None alike for a wrong code and a wrong tail."""
    found = (
        Receipt.objects.select_related("voice__clue__project")
        .filter(code_index__in=code_index(code, tail, keyring=keyring))
        .first()
    )
    if found is None:
        return None
    clue = found.voice.clue
    lives = lives_of(clue)
    state = lives[0].state if lives else "received"
    return Standing(
        received_on=found.made_at.date(),
        said=_SAID.get(state, _WORKED),
        by_on=_by_on(lives[0]) if lives else None,
        outcome=_outcome(clue, state=state),
        region_code=clue.project.region_code if clue.project is not None else clue.region_code,
        clue_id=clue.pk,
    )


def _by_on(proceeding: Proceeding) -> date | None:
    clocks = Clock.objects.filter(proceeding=proceeding, code="solve", state__in=OPEN_CLOCKS)
    return clocks.values_list("due_on", flat=True).first()


def _outcome(clue: Clue, *, state: str) -> Text | None:
    return name_of(clue.conclusion) if clue.conclusion and state in ("settled", "closed") else None
