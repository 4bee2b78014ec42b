"""A pool of clues for the demo: made-up workers of the demo's own rosters who were not paid, by the product's actions.

They came by every channel over the last weeks; officers took up most of them, closed some, passed some on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from xinan.casework.actions.adopt_clues import adopt_clues
from xinan.casework.actions.call_back import note_call
from xinan.casework.actions.take_clue import take_clue
from xinan.casework.enums import Answer, CallBy, Channel, TransferKind
from xinan.casework.models import Clue
from xinan.casework.queries import lives_of
from xinan.casework.targets import offices
from xinan.casework.told import TakenClue, ToldVoice
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.monitoring.models import Warning
from xinan.people.models import User
from xinan.people.scope import Scope, scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.models import Proceeding
from xinan.simulation import identities
from xinan.workforce.models import Employment

MOST_CLUES: Final = 48
DAYS: Final = 26  # over so many calendar days they came
_LATE_DAYS: Final = 7
_PER_SITE: Final = 3
_CHANNELS: Final = (
    Channel.WORKER_PAGE, Channel.PHONE, Channel.WALK_IN, Channel.HOTLINE, Channel.PLATFORM, Channel.WORKER_PAGE,
    Channel.PETITION, Channel.WALK_IN,
)  # fmt: skip
_SENDERS: Final = {Channel.HOTLINE: "12345 政务服务热线", Channel.PLATFORM: "省根治欠薪办", Channel.PETITION: "信访局"}
_WORDS: Final = (
    "在这个工地干了{n}个月，说好月底结，到现在一分没见着，打电话就说再等等。",
    "工资只发了一部分，剩下的班组长说甲方没拨钱，让我们找别人。",
    "干完活退场了，说结算单没签，工资一直压着，家里等钱用。",
    "我们班组都没拿到，考勤是刷脸的，有记录，就是不给发。",
    "公司换了项目经理，以前的账不认了，想请你们给问问。",
)


@dataclass(frozen=True, slots=True)
class _Officer:
    """Whoever holds a clue, acting on it."""

    user: User
    scope: Scope
    keyring: Keyring

    def move(self, clue: Clue, code: str, *, at: datetime, reason: str = "已办理。", target: str = "") -> None:
        one = lives_of(clue)[0]
        until = (at + timedelta(days=15)).date() if code == "transfer" else None
        make_move(
            one.pk, code, by=self.user, scope=self.scope, now=at, version=one.version, reason=reason, target=target,
            until_on=until,
        )  # fmt: skip


Turn = Callable[[_Officer, Clue, datetime], None]


def make(*, today: date, keyring: Keyring) -> int:
    """Adopt the clues that came with the facts, and let workers bring others; how many these were."""
    adopt_clues(until=today)
    people = _unpaid()
    taken = 0
    for place, one in enumerate(people):
        at = _came_at(today, place=place, of=len(people))
        clue = _take(one, place=place, at=at, keyring=keyring)
        if place % 9 == 4:
            _take(one, place=place + 1, at=at + timedelta(hours=5), keyring=keyring)  # told again by another way
        _work(clue, place=place, at=at, today=today, keyring=keyring)
        taken += 1
    return taken


def _unpaid() -> list[Employment]:
    """Workers of sites where wages are warned of, a few of each, then one of each other site; the same every time."""
    warned = Warning.objects.filter(state="open", rule__startswith="wages/").order_by("project_id")
    first = list(dict.fromkeys(warned.values_list("project_id", flat=True)))
    workers = Employment.objects.filter(post="worker").select_related("project", "worker", "employer")
    found: list[Employment] = []
    for project in first:
        found += workers.filter(project_id=project).order_by("employment_id")[:_PER_SITE]
    others = workers.exclude(project_id__in=first).order_by("project_id", "employment_id").distinct("project_id")
    return [*found, *others][:MOST_CLUES]


def _came_at(today: date, *, place: int, of: int) -> datetime:
    """Over the weeks, in office hours, the first first."""
    day = today - timedelta(days=1 + DAYS - place * DAYS // max(of, 1))
    return datetime.combine(day, time(8, 40), CHINA) + timedelta(minutes=place * 7 % 500)


def _take(one: Employment, *, place: int, at: datetime, keyring: Keyring) -> Clue:
    channel = _CHANNELS[place % len(_CHANNELS)]
    months = 1 + place % 3
    last = (at.replace(day=1) - timedelta(days=1)).date()
    first = last.replace(day=1)
    for _ in range(months - 1):
        first = (first - timedelta(days=1)).replace(day=1)
    passed_on = channel in _SENDERS
    named = place % 4 != 3
    sex = one.worker.sex or "male"
    voice = ToldVoice(
        words=_WORDS[place % len(_WORDS)].format(n=months),
        name=identities.full_name(one.worker_id, sex=sex) if named else "",
        phone=identities.phone(one.worker_id).number,
        id_number=_identity(one, sex=sex) if named else "",
        amount=Decimal(6000 * months + 350 * (place % 7)),
        workers=1 + (place % 6 == 2) * 7,
        from_month=f"{first:%Y-%m}",
        to_month=f"{last:%Y-%m}",
        wants_mediation=(None, True, False)[place % 3],
    )
    told = TakenClue(
        channel=channel,
        voice=voice,
        project_id=one.project_id,
        employer_id=one.employer_id,
        employer_words=one.employer.name,
        site_words=one.project.name,
        reply_by=(at + timedelta(days=20)).date() if passed_on else None,
        from_words=_SENDERS.get(channel, ""),
        kind=TransferKind.SUPERVISE if channel == Channel.PLATFORM else TransferKind.PASS if passed_on else "",
        source_number=f"QG{at:%Y%m%d}{place:04d}" if channel == Channel.PLATFORM else "",
    )
    return take_clue(told, by=None, scope=Scope(), now=at, keyring=keyring)


def _identity(one: Employment, *, sex: str) -> str:
    born = one.worker.birth_on
    return identities.citizen_id(one.worker_id, birth_on=born, sex=sex).number if born is not None else ""


def _work(clue: Clue, *, place: int, at: datetime, today: date, keyring: Keyring) -> None:
    lives = lives_of(clue)
    holder = lives[0].holder if lives and lives[0].closed_at is None else None
    if holder is None:
        return
    officer = _Officer(holder, scope_of(holder, on=today), keyring)
    turns = _LATELY if (today - at.date()).days <= _LATE_DAYS else _EARLIER
    turns[place % len(turns)](officer, clue, at)


def _leave(_officer: _Officer, _clue: Clue, _at: datetime) -> None:
    """Nobody has taken it up yet."""


def _taken_up(officer: _Officer, clue: Clue, at: datetime) -> None:
    officer.move(clue, "take_up", at=at + timedelta(hours=2), reason="")


def _contacted(officer: _Officer, clue: Clue, at: datetime) -> None:
    _taken_up(officer, clue, at)
    officer.move(
        clue, "contact", at=at + timedelta(hours=6), reason="已通话，问清月份、金额和班组，约定提供工资条照片。"
    )


def _verifying(officer: _Officer, clue: Clue, at: datetime) -> None:
    _contacted(officer, clue, at)
    officer.move(
        clue, "begin_verifying", at=at + timedelta(hours=7), reason="调取考勤、工资表和代发明细，通知总包说明。"
    )


def _settled(officer: _Officer, clue: Clue, at: datetime) -> None:
    _verifying(officer, clue, at)
    reason = "总包已按考勤补发，银行回单与名册核对一致。"
    officer.move(clue, "settle", at=at + timedelta(hours=9), reason=reason, target="paid")


def _closed(officer: _Officer, clue: Clue, at: datetime) -> None:
    _settled(officer, clue, at)
    if clue.reply_by is not None:
        officer.move(clue, "report_back", at=at + timedelta(hours=9, minutes=20), reason="已书面反馈来文单位。")
    note_call(
        clue.pk, answer=Answer.VERY, how=CallBy.PHONE, words="", by=officer.user, scope=officer.scope,
        now=at + timedelta(hours=9, minutes=30), keyring=officer.keyring,
    )  # fmt: skip
    officer.move(clue, "close", at=at + timedelta(hours=9, minutes=40), reason="")


def _passed_on(officer: _Officer, clue: Clue, at: datetime) -> None:
    _taken_up(officer, clue, at)
    own: Proceeding = lives_of(clue)[0]
    there = offices().exclude(pk=officer.user.organisation_id or 0).exclude(pk=own.holder_office_id or 0)
    office = there.filter(kind="labour_office").exclude(region_code__in=["", clue.region_code]).first()
    if office is not None:
        reason = "工人所述工地在贵辖区，请接办并反馈。"
        officer.move(clue, "transfer", at=at + timedelta(hours=3), reason=reason, target=str(office.pk))


# What came lately is in every state; of what came earlier most is closed, some is looked into, and little was left lying.
_LATELY: Final[Sequence[Turn]] = (_leave, _contacted, _passed_on, _settled, _taken_up, _verifying)
_EARLIER: Final[Sequence[Turn]] = (
    _verifying, _closed, _verifying, _closed, _closed, _verifying, _closed, _leave, _closed, _closed, _passed_on,
)  # fmt: skip
