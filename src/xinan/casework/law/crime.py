"""When refusing to pay is a crime to be passed on (刑法276条之一, 法释〔2013〕3号), and when somebody counts as absconded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from xinan.casework.law.parameters import Book, known, value_on
from xinan.kernel.money import format_yuan
from xinan.kernel.text import Text


class Likelihood(StrEnum):
    """How far the amounts go: below what may be large, within the range a province may choose from, large everywhere."""

    NONE = "none"
    POSSIBLE = "possible"
    CERTAIN = "certain"


@dataclass(frozen=True, slots=True)
class Refused:
    """What one worker is owed: yuan, and how many months of their pay that is."""

    amount: Decimal
    months: Decimal


@dataclass(frozen=True, slots=True)
class CrimeFacts:
    """What is known. `ordered`: an order to pay was served (or posted on record) and its day is over.

    `means`: assets hidden, absconded, or able to pay and does not. `book`: the numbers of the law with what offices entered.
    """

    workers: Sequence[Refused]
    region_code: str
    on: date
    ordered: bool
    means: bool
    book: Book | None = None


@dataclass(frozen=True, slots=True)
class CrimeView:
    """How far the amounts go, why, and what is still missing before the case goes to the police."""

    likelihood: Likelihood
    why: tuple[Text, ...]
    missing: tuple[Text, ...]

    @property
    def to_be_transferred(self) -> bool:
        """Whether the head has to decide on the transfer: the amount may be large and nothing is missing."""
        return self.likelihood is not Likelihood.NONE and not self.missing


def crime(facts: CrimeFacts) -> CrimeView:
    """The amounts held against one worker's and many workers' threshold.

    Where the province's own figure is known it decides; where not, amounts between the least and the most that the judicial
    interpretation allows are possible ones.
    """
    one = _of_one(facts)
    many = _of_many(facts)
    found = max((one, many), key=lambda each: list(Likelihood).index(each[0]))
    why = tuple(said for likelihood, said in (one, many) if likelihood is not Likelihood.NONE and said is not None)
    return CrimeView(found[0], why, _missing(facts))


def _of_one(facts: CrimeFacts) -> tuple[Likelihood, Text | None]:
    months = known("crime_months", on=facts.on)
    largest = max((each.amount for each in facts.workers if each.months >= months), default=None)
    if largest is None:
        return Likelihood.NONE, None
    said = Text(
        f"一名农民工被拖欠 {months} 个月以上，{format_yuan(largest)}",
        f"One worker: {months} months or more, {format_yuan(largest)}",
    )
    return _likelihood("crime_one_worker", largest, facts), said


def _of_many(facts: CrimeFacts) -> tuple[Likelihood, Text | None]:
    owed = [each for each in facts.workers if each.amount > 0]
    if len(owed) < known("crime_workers", on=facts.on):
        return Likelihood.NONE, None
    total = sum((each.amount for each in owed), Decimal(0))
    said = Text(f"{len(owed)} 名农民工合计 {format_yuan(total)}", f"{len(owed)} workers, {format_yuan(total)} in all")
    return _likelihood("crime_many", total, facts), said


def _likelihood(code: str, amount: Decimal, facts: CrimeFacts) -> Likelihood:
    own = value_on(code, on=facts.on, region_code=facts.region_code, book=facts.book)
    if own is not None:
        return Likelihood.CERTAIN if amount >= own else Likelihood.NONE
    if amount >= known(f"{code}_most", on=facts.on):
        return Likelihood.CERTAIN
    return Likelihood.POSSIBLE if amount >= known(f"{code}_least", on=facts.on) else Likelihood.NONE


def _missing(facts: CrimeFacts) -> tuple[Text, ...]:
    missing = []
    if not facts.ordered:
        missing.append(
            Text(
                "尚未责令支付，或责令支付的期限未满（法释〔2013〕3号第4条）",
                "No order to pay whose day is over (fa shi 2013 no. 3 art. 4)",
            )
        )
    if not facts.means:
        missing.append(
            Text(
                "尚未查明转移财产、逃匿或者有能力支付而不支付（刑法第276条之一）",
                "Hiding, absconding or ability to pay not yet found",
            )
        )
    return tuple(missing)


@dataclass(frozen=True, slots=True)
class AbscondingFacts:
    """What was done to reach the employer, and what came of it.

    `notified_by`: ways by which receipt can be shown (paper, phone, SMS). `day_over`: the day named is over. `excuse`: a cause
    beyond anybody's power (disaster, sudden grave illness). `posted`: the order was posted at the residence, the business or
    the site, with photo or video.
    """

    notified_by: tuple[str, ...]
    day_over: bool
    came: bool
    said_no: bool
    excuse: bool
    posted: bool


@dataclass(frozen=True, slots=True)
class Deemed:
    """Whether the employer counts as absconded, whether as ordered to pay, and why or what is missing."""

    absconded: bool
    ordered: bool
    why: tuple[Text, ...]


def deemed(facts: AbscondingFacts) -> Deemed:
    """人社部发〔2014〕100号 on absconding, 法释〔2013〕3号 art. 4 on an order that could only be posted."""
    if not facts.notified_by:
        return Deemed(
            False, facts.posted, (Text("没有可以证明收悉的通知", "No notice that can be shown to have been received"),)
        )
    if facts.excuse:
        return Deemed(False, facts.posted, (Text("有非人力所能抗拒的原因", "There is a cause beyond anybody's power"),))
    if facts.said_no:
        return Deemed(True, facts.posted, (Text("明确表示不支付", "Said that they will not pay"),))
    if facts.came:
        return Deemed(False, facts.posted, (Text("已到场接受调查", "They came"),))
    if not facts.day_over:
        return Deemed(False, facts.posted, (Text("通知确定的时间未到", "The day named is not over"),))
    return Deemed(True, facts.posted, (Text("经通知在规定时间内未到场", "Notified, and did not come in time"),))
