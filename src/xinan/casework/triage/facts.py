"""What decides where a clue goes: the facts known of it, and the numbers of the law in force. Pure."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


class Subject(StrEnum):
    """What is asked for."""

    WAGES = "wages"
    PROJECT_PRICE = "project_price"  # said so openly
    OTHER_LABOUR = "other_labour"  # insurance, injury, dismissal
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class TriageLimits:
    """Numbers that decide, as in force on the day and in the place asked about (limits.limits_on).

    `simplified_up_to`: the province's average yearly wage of the year before (办案规则 56); None where it is not known, so
    that the amount alone gives no fast track. `wage_of_month_up_to`: more than this a head and month is no wage anybody
    is paid on a site (not law; rulebook wages/outlier).
    """

    collective_from: int
    simplified_up_to: Decimal | None
    wage_of_month_up_to: Decimal
    over_age_arbitrable: bool


@dataclass(frozen=True, slots=True)
class TriageFacts:
    """What is known of a clue on a day. What is not known is None, and never taken for a no.

    `office_region` is the place of the office that holds it, `labour_region` where the labour was used. `ended_on`: the
    day the withholding ended, None while wages are still withheld. `relation_ended_on`: None while the worker is still
    employed. `limit_interrupted_on`: the last claim, complaint or promise that begins the limit of arbitration anew.
    """

    today: date
    office_region: str
    labour_region: str = ""
    subject: Subject = Subject.WAGES
    workers: int = 1
    months: int = 1
    amount: Decimal | None = None
    employer_known: bool = True
    project_known: bool = True
    worker_reachable: bool = True
    employer_reachable: bool | None = None
    mediation_refused: bool = False
    mediation_failed: bool = False
    agreement_unpaid: bool = False
    iou_only: bool = False
    undisputed: bool = False
    agree_to_simplified: bool = False
    in_arbitration: bool = False
    in_court: bool = False
    judged: bool = False
    still_withheld: bool = True
    ended_on: date | None = None
    relation_ended_on: date | None = None
    limit_interrupted_on: date | None = None
    over_age: bool = False
    claimed_by_contractor: bool = False
    settlement_sheet: bool = False
    on_roster: bool | None = None
    attended: bool | None = None
    illegal_letting: bool = False
    price_unpaid_by_owner: bool = False
    industry: str = ""
