"""What somebody tells an office, as the action takes it: nothing is needed but one thing told."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from xinan.casework.enums import Channel
from xinan.procedures.given import SentProof


@dataclass(frozen=True, slots=True)
class ToldVoice:
    """One worker's words and what goes with them. `amount` is in yuan, months are YYYY-MM, both ends included.

    `workers` is how many people the amount and the words stand for; `representative`, that one speaks for the others.
    """

    words: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    phone: str = field(default="", repr=False)
    id_number: str = field(default="", repr=False)
    amount: Decimal | None = None
    workers: int = 1
    from_month: str = ""
    to_month: str = ""
    may_be_named: bool = False
    wants_mediation: bool | None = None
    representative: bool = False


@dataclass(frozen=True, slots=True)
class TakenClue:
    """A clue to be taken.

    `project_id` and `employer_id` where somebody recognised them; `site_words` and `employer_words` are as told.
    `reply_by` is the day by which whoever passed it on (`from_words`) wants an answer, `kind` as what it came (TransferKind).
    `mine`: whoever takes it handles it; else it goes to who answers for the place. `clue_id` and
    `received_on` are given where another noun names the clue, or heard of it before.
    """

    channel: Channel
    voice: ToldVoice = field(repr=False)
    project_id: str = ""
    employer_id: str = ""
    employer_words: str = ""
    site_words: str = ""
    region_code: str = ""
    industry: str = ""
    source_number: str = ""
    reply_by: date | None = None
    from_words: str = ""
    kind: str = ""
    told: str = field(default="", repr=False)
    files: Sequence[SentProof] = field(default=(), repr=False)
    mine: bool = False
    clue_id: str = ""
    received_on: date | None = None
