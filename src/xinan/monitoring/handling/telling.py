"""Tells officers and firms what happened to their warnings; one notice a person for a whole run."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db.models import Q

from xinan.kernel.text import Text
from xinan.monitoring.enums import LEVEL_RANKS
from xinan.monitoring.handling.titles import titles_of
from xinan.notices.actions.notify import notify
from xinan.notices.enums import Topic
from xinan.notices.kinds import Kind
from xinan.people.enums import FIRM_ROLES
from xinan.people.models import Appointment, User
from xinan.procedures.enums import Recipient
from xinan.procedures.models import Proceeding, Step
from xinan.procedures.recipients import Recipients
from xinan.rules.model import Level

_PUSHED: Final = frozenset({"open", "push_again", "push_to_firm"})
_URGENT: Final = LEVEL_RANKS[Level.ORANGE]
HOLDER, FIRM, CITY = "holder", "firm", "city"
REVIEW_KINDS: Final = (
    Kind("review_asked", Text("待复核", "Waits for a second person"), Topic.WARNINGS, sms="warnings"),
    Kind("review_decided", Text("复核已有结论", "A review was decided"), Topic.WARNINGS, sms="warnings"),
)
# What a person's move means for others: who is told, the kind of the notice, and in which words.
_SAID: Final[Mapping[str, tuple[str, str, Text]]] = {
    "answer": (HOLDER, "warning_answered", Text("责任单位已反馈并提交计划", "The firm has answered, with a plan")),
    "submit_proof": (
        HOLDER,
        "warning_answered",
        Text("责任单位已提交整改证明，请核实", "The firm sent proof: verify it"),
    ),
    "dispute": (HOLDER, "warning_disputed", Text("责任单位提出异议，请答复", "The firm disputes it: answer")),
    "propose_false_alarm": (CITY, "review_asked", Text("提出误报，请复核", "Said to be a false alarm: decide")),
    "propose_exemption": (CITY, "review_asked", Text("申请豁免，请批准或退回", "An exemption is asked for: decide")),
    "refuse_proposal": (
        HOLDER,
        "review_decided",
        Text("误报或豁免未获同意，继续整改", "Your proposal was refused: go on"),
    ),
    "send_back": (FIRM, "warning_returned", Text("整改证明被退回，请继续整改", "Your proof was sent back: go on")),
    "verify": (FIRM, "warning_closed", Text("整改已核实，预警办结", "Your proof was verified: closed")),
    "find_cured": (FIRM, "warning_closed", Text("经现场核实，预警办结", "Found put right: closed")),
    "confirm_false_alarm": (FIRM, "warning_closed", Text("确认误报，预警办结", "A false alarm: closed")),
    "grant_exemption": (FIRM, "warning_closed", Text("已批准豁免", "An exemption was granted")),
    "turn_into_case": (FIRM, "warning_closed", Text("预警已转为案件", "It was turned into a case")),
    "uphold_dispute": (FIRM, "dispute_decided", Text("异议成立，按误报办结", "Your dispute was right: closed")),
    "reject_dispute": (FIRM, "dispute_decided", Text("异议不成立，请继续整改", "Your dispute was not right: go on")),
}
_NEW: Final = Text("推送给您 {n} 条预警", "{n} warnings were passed on to you")
_AGAINST: Final = Text("有 {n} 条预警需要贵单位处理", "{n} warnings need your firm's answer")
_CURED: Final = Text("{n} 条预警已由数据消除", "{n} warnings were cured by the data")
_UNASSIGNED: Final = Text("{n} 条预警待本单位分派", "{n} warnings wait to be given to somebody")


@dataclass(frozen=True, slots=True)
class _Telling:
    """One notice to be: to whom, of what kind, about which proceedings."""

    people: tuple[User, ...]
    kind: str
    words: Text
    about: tuple[Proceeding, ...]


def tell_of_run(at: datetime, *, now: datetime) -> int:
    """Tell what the run that spoke at `at` opened, pushed again and cured; how many notices. Meant to be done once."""
    steps = Step.objects.filter(at=at, move__in=[*_PUSHED, "cure"], by=None, proceeding__procedure="warning")
    steps = steps.exclude(state_after="merged").select_related("proceeding__holder", "proceeding__holder_office")
    pushed = [step.proceeding for step in steps if step.move in _PUSHED]
    cured = [step.proceeding for step in steps if step.move == "cure" and step.state_before != "merged"]
    tellings = [*_to_offices(pushed), *_to_firms(pushed, cured, on=now.date())]
    return sum(_tell(telling, now=now) for telling in tellings)


def tell_of_step(step: Step) -> None:
    """Tell whoever a person's move concerns, but never the one who made it."""
    said = _SAID.get(step.move)
    if said is None:
        return
    whom, kind, words = said
    proceeding = step.proceeding
    others = tuple(user for user in _meant(whom, proceeding, on=step.at.date()) if user.pk != step.by_id)
    _tell(_Telling(others, kind, words, (proceeding,)), now=step.at)


def _meant(whom: str, proceeding: Proceeding, *, on: date) -> Sequence[User]:
    if whom == FIRM:
        return _people_of([proceeding], on=on).get(proceeding.pk, ())
    if whom == CITY:
        return Recipients(on).of(proceeding, who=[Recipient.CITY])
    return (proceeding.holder,) if proceeding.holder else ()


def _to_offices(pushed: Sequence[Proceeding]) -> Iterable[_Telling]:
    by_holder: dict[int, list[Proceeding]] = defaultdict(list)
    by_office: dict[int, list[Proceeding]] = defaultdict(list)
    holders: dict[int, User] = {}
    for each in pushed:
        if each.holder is not None:
            holders[each.holder.pk] = each.holder
            by_holder[each.holder.pk].append(each)
        elif each.holder_office_id is not None:
            by_office[each.holder_office_id].append(each)
    for key, about in by_holder.items():
        yield _Telling((holders[key],), "warning_pushed", _NEW, tuple(about))
    members = User.objects.filter(organisation_id__in=by_office, is_active=True)
    for office, about in by_office.items():
        people = tuple(user for user in members if user.organisation_id == office)
        yield _Telling(people, "unassigned", _UNASSIGNED, tuple(about))


def _to_firms(pushed: Sequence[Proceeding], cured: Sequence[Proceeding], *, on: date) -> Iterable[_Telling]:
    people = _people_of([*pushed, *cured], on=on)
    for proceedings, kind, words in ((pushed, "warning_pushed", _AGAINST), (cured, "warning_cured", _CURED)):
        by_user: dict[int, list[Proceeding]] = defaultdict(list)
        users: dict[int, User] = {}
        for each in proceedings:
            for user in people.get(each.pk, ()):
                users[user.pk] = user
                by_user[user.pk].append(each)
        for key, about in by_user.items():
            yield _Telling((users[key],), kind, words, tuple(about))


def _people_of(proceedings: Sequence[Proceeding], *, on: date) -> dict[int, tuple[User, ...]]:
    """The people of the firm that has to answer, of every party where none is named; one statement."""
    firms = {each.pk: _firms(each) for each in proceedings}
    posts = Appointment.objects.filter(
        Q(to_on=None) | Q(to_on__gte=on),
        from_on__lte=on,
        role__in=FIRM_ROLES,
        enterprise_id__in={firm for named in firms.values() for _, firm in named},
        user__is_active=True,
    )
    held: dict[tuple[str, str], list[User]] = defaultdict(list)
    for post in posts.select_related("user"):
        held[post.role, post.enterprise_id or ""].append(post.user)
        held["", post.enterprise_id or ""].append(post.user)
    return {key: tuple(user for firm in named for user in held.get(firm, ())) for key, named in firms.items()}


def _firms(proceeding: Proceeding) -> set[tuple[str, str]]:
    """Role and code of each firm that is told."""
    addressee = proceeding.addressee_enterprise_id
    named = {(role, code) for role, _, code in (party.partition(":") for party in proceeding.parties)}
    answering = {pair for pair in named if addressee in ("", pair[1])}
    return answering or ({("", addressee)} if addressee else set())


def _tell(telling: _Telling, *, now: datetime) -> int:
    if not telling.people or not telling.about:
        return 0
    first, several = telling.about[0], len(telling.about) > 1
    titles = titles_of(telling.about[:5])
    body = Text("；".join(each.zh for each in titles.values()), "; ".join(each.en for each in titles.values()))
    if len(telling.about) > len(titles):
        body = Text(f"{body.zh} 等", f"{body.en} and others")
    told = notify(
        telling.people,
        kind=telling.kind,
        subject=telling.words.format(n=len(telling.about)),
        body=body,
        link="/handling/" if several else f"/warnings/{first.subject_id}/",
        about_kind=first.subject_kind,
        about_id=first.subject_id,
        urgent=any(LEVEL_RANKS.get(each.level, 0) >= _URGENT for each in telling.about),
        now=now,
    )
    return len(told)
