"""Officers and a firm at work over the demo's warnings, by the product's own actions: the same moves each time.

Some projects are evaluated as they stood days ago; people act on what was pushed to them; then today's evaluation finds
what the data have cured since. What nobody took up by then is overdue, as it would be; the other projects' warnings are new.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Final

from xinan.kernel.calendar import CHINA as CALENDAR
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA, FixedClock
from xinan.monitoring.handling.opening import PROCEDURE
from xinan.monitoring.live import live_step
from xinan.people.enums import Role
from xinan.people.models import Appointment, User
from xinan.people.scope import Scope, scope_of
from xinan.procedures.actions.make_move import make_move
from xinan.procedures.actions.pause_clock import ask_pause
from xinan.procedures.given import SentProof, seal_proof
from xinan.procedures.models import Proceeding
from xinan.registry.models import Project

WORKING_DAYS_AGO: Final = 9
# How many projects of the firm that signs in, of the inspector who does, and of others have a history.
_OF_THE_FIRM, _OF_THE_INSPECTOR, _OTHERS = 10, 12, 20
_FILE: Final = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)
_TOLD: Final = "已电话联系总包劳资专管员，说明拨付迟延的原因，承诺按期补发并补传数据。"
_SEEN: Final = "现场核实：回单与名册一致，工人本人确认已领到工资。"


@dataclass(frozen=True, slots=True)
class _Play:
    """One person's turn at one warning."""

    user: User
    scope: Scope
    keyring: Keyring

    def __call__(self, one: Proceeding, move: str, *, at: datetime, reason: str = "", **given: object) -> Proceeding:
        return make_move(
            one.pk,
            move,
            by=self.user,
            scope=self.scope,
            now=at,
            version=one.version,
            reason=reason,
            **given,  # type: ignore[arg-type]  # a day, or proofs
        )

    def proof(self, name: str) -> list[SentProof]:
        """A file to show."""
        return [seal_proof(name, _FILE, media_type="application/pdf", keyring=self.keyring)]


Turn = Callable[[_Play, Proceeding, date], None]


def begins_at(today: date) -> datetime:
    """When the province is evaluated first: so many working days ago, in the night."""
    return datetime.combine(CALENDAR.nth_working_day_after(today, -WORKING_DAYS_AGO), time(0, 10), CHINA)


def projects_at_work() -> list[str]:
    """The projects that people have been at work over: of those who sign in first."""
    posts = Appointment.objects.order_by("pk")
    firm = posts.filter(role=Role.CONTRACTOR).values_list("enterprise_id", flat=True).first()
    places = posts.filter(role=Role.COUNTY_INSPECTOR, user__username="inspector").values_list("region_code", flat=True)
    projects = Project.objects.order_by("pk")
    own = projects.filter(contractor_id=firm)[:_OF_THE_FIRM]
    near = projects.filter(region_code__in=places)[:_OF_THE_INSPECTOR]
    others = projects.exclude(contractor_id=firm).exclude(region_code__in=places)[:_OTHERS]
    return sorted({each.pk for each in (*own, *near, *others)})


def evaluate_then(*, today: date) -> None:
    """Evaluate those projects as they stood when people began to work."""
    wanted = projects_at_work()
    while live_step(clock=FixedClock(begins_at(today)), only=wanted) is not None:
        pass


def play(*, today: date, keyring: Keyring) -> int:
    """Let people act between the evaluation of some days ago and today; how many warnings they took up."""
    first = begins_at(today).date()
    taken = 0
    for holder, proceedings in _by_holder():
        acting = _Play(holder, scope_of(holder, on=today), keyring)
        for one in proceedings:
            _TURNS[taken % len(_TURNS)](acting, one, first)
            taken += 1
    return taken + _firm_acts(first, today=today, keyring=keyring)


def _by_holder() -> Iterator[tuple[User, list[Proceeding]]]:
    pushed = Proceeding.objects.filter(procedure=PROCEDURE, state="pushed", holder__isnull=False)
    by_holder: dict[int, list[Proceeding]] = {}
    holders: dict[int, User] = {}
    for one in pushed.select_related("holder").order_by("pk"):
        if one.holder is not None:
            holders[one.holder.pk] = one.holder
            by_holder.setdefault(one.holder.pk, []).append(one)
    for key, proceedings in by_holder.items():
        yield holders[key], proceedings


@cache
def _at(first: date, days: int, minute: int = 0) -> datetime:
    """A moment in office hours so many working days after the evaluation."""
    day = CALENDAR.nth_working_day_after(first, days)
    return datetime.combine(day, time(9, 30), CHINA) + timedelta(minutes=minute)


def _sign(play: _Play, one: Proceeding, first: date) -> Proceeding:
    return play(one, "sign", at=_at(first, 1, one.pk % 240))


def _leave(_play: _Play, _one: Proceeding, _first: date) -> None:
    """Nobody took it up: its clock runs out."""


def _only_sign(play: _Play, one: Proceeding, first: date) -> None:
    _sign(play, one, first)


def _plan(play: _Play, one: Proceeding, first: date) -> None:
    due = CALENDAR.nth_working_day_after(first, 14)
    play(_sign(play, one, first), "record_plan", at=_at(first, 2, one.pk % 300), reason=_TOLD, plan_on=due)


def _find_cured(play: _Play, one: Proceeding, first: date) -> None:
    proofs = play.proof("现场核实笔录.pdf")
    play(_sign(play, one, first), "find_cured", at=_at(first, 4, one.pk % 300), reason=_SEEN, proofs=proofs)


def _false_alarm(play: _Play, one: Proceeding, first: date) -> None:
    proofs = play.proof("平台截图.pdf")
    reason = "工资表已按月报送，平台重复计算了退场人员。"
    play(_sign(play, one, first), "propose_false_alarm", at=_at(first, 3), reason=reason, proofs=proofs)


def _exemption(play: _Play, one: Proceeding, first: date) -> None:
    until = first + timedelta(days=120)
    proofs = play.proof("冬歇批复.pdf")
    reason = "已批准冬歇，来年开工前不具备整改条件。"
    play(_sign(play, one, first), "propose_exemption", at=_at(first, 3), reason=reason, proofs=proofs, until_on=until)


def _note(play: _Play, one: Proceeding, first: date) -> None:
    play(_sign(play, one, first), "note", at=_at(first, 2), reason="到项目部走访，负责人外出，约定三日内书面说明。")


_TURNS: Final[Sequence[Turn]] = (
    _only_sign, _plan, _leave, _plan, _find_cured, _note, _plan, _leave, _only_sign, _false_alarm, _plan, _exemption,
)  # fmt: skip


def _firm_acts(first: date, *, today: date, keyring: Keyring) -> int:
    """The contractor that signs in answers what its projects' officers have signed for."""
    post = Appointment.objects.filter(role=Role.CONTRACTOR).select_related("user").order_by("pk").first()
    if post is None:
        return 0
    firm = _Play(post.user, scope_of(post.user, on=today), keyring)
    waiting = Proceeding.objects.filter(
        procedure=PROCEDURE, state__in=["signed", "handling"], addressee_enterprise_id=post.enterprise_id or ""
    )
    taken = 0
    for place, one in enumerate(waiting.exclude(level="grey").order_by("pk")[:12]):
        _FIRM_TURNS[place % len(_FIRM_TURNS)](firm, one, first)
        taken += 1
    return taken


def _answer(firm: _Play, one: Proceeding, first: date) -> None:
    due = CALENDAR.nth_working_day_after(first, 15)
    firm(one, "answer", at=_at(first, 5), reason="业主本月拨付延后，已约定到账日，到账即发。", plan_on=due)


def _submit(firm: _Play, one: Proceeding, first: date) -> None:
    proofs = firm.proof("银行代发回单.pdf")
    firm(one, "submit_proof", at=_at(first, 6), reason="工资已通过专户补发，回单附后。", proofs=proofs)


def _dispute(firm: _Play, one: Proceeding, first: date) -> None:
    firm(one, "dispute", at=_at(first, 5), reason="该班组当月已退场，名册退场日期已报送，请核对。")


def _pause(firm: _Play, one: Proceeding, first: date) -> None:
    clock = one.clocks.filter(code="cure", ended_at=None).first()
    if clock is not None:
        at = _at(first, 6)
        proofs = firm.proof("停工批复.pdf")
        ask_pause(clock.pk, by=firm.user, scope=firm.scope, now=at, reason="经批准停工，申请停计。", proofs=proofs)


_FIRM_TURNS: Final[Sequence[Turn]] = (_submit, _answer, _dispute, _pause)
