"""The duties of one day, and the answer to "whose is this?". Pure: everything it reads is given to it."""

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import PROVINCE_CODE
from xinan.kernel.text import Text
from xinan.people.duties.enums import HELD, ROLES_UP, Found
from xinan.people.duties.models import Duty, Leave
from xinan.people.duties.places import places_up
from xinan.people.duties.words import why_words
from xinan.people.enums import Role
from xinan.people.models import Appointment, Organisation, User


@dataclass(frozen=True, slots=True)
class Question:
    """Whose is a thing of this place, industry and link, for this role? Empty: of no one industry or link."""

    region_code: str
    industry: str
    link: str
    role: Role


@dataclass(frozen=True, slots=True)
class Answer:
    """Who takes it, or in which office's queue it waits; always an office, always why.

    `user` is None only where it waits unassigned. `deputy_of` is whom the user stands in for. `place` and `role` say where
    it was found: another role than asked for means that it went up.
    """

    user: User | None
    office: Organisation
    deputy_of: User | None
    why: Text
    found: Found
    role: Role
    place: str

    @property
    def held(self) -> bool:
        """Whether somebody holds the duty itself, or stands in for who does."""
        return self.found in HELD


@dataclass(frozen=True, slots=True)
class _Queue:
    """An office with people of a role at a place, and the industries their posts open (None: all)."""

    office: Organisation
    industries: frozenset[str] | None


_Key = tuple[Role, str]


class Roster:
    """Who holds what on one day. Build it by xinan.people.duties.queries.roster_on.

    At each place from the nearest up, for the role asked for and then for the roles above it:
    the duty that names the industry before the one that does not, then the one that names the link, then the older; of a duty
    its holder, whoever stands in during the holder's leave, its deputy; then the office's head; then the office's queue.
    Nobody is given what their own post does not open to them on the day.
    """

    def __init__(
        self,
        *,
        on: date,
        duties: Iterable[Duty],
        leaves: Iterable[Leave],
        posts: Iterable[Appointment],
        last_resort: Callable[[], Organisation],
    ) -> None:
        self.on = on
        self._last_resort = cache(last_resort)
        self._leaves = {leave.user_id: leave for leave in leaves}
        self._duties, self._heads = _sorted_duties(duties)
        self._links = {duty.link for held in self._duties.values() for duty in held}
        self._posts, self._queues = _sorted_posts(posts, away=self._leaves.keys())
        self._known: dict[Question, Answer] = {}
        self._places = cache(lambda code: places_up(code, on=on))

    def answer(self, question: Question) -> Answer:
        """Whose the thing is. Raises InvalidValue for a role that has no duties (a firm's, an auditor's)."""
        if question.link not in self._links:
            # No duty names this link, so that it is whose any such link is: most questions of a day are asked before.
            question = replace(question, link="")
        known = self._known.get(question)
        if known is None:
            known = self._known[question] = self._work_out(question)
        return known

    def heads_of(self, office_id: int) -> list[User]:
        """The active people who head an office today, those on leave too."""
        heads = (duty for duties in self._heads.values() for duty in duties if duty.office_id == office_id)
        return [duty.user for duty in heads if duty.user.is_active]

    def is_away(self, user_id: int) -> bool:
        """Whether somebody is on leave."""
        return user_id in self._leaves

    def _work_out(self, question: Question) -> Answer:
        for role in _roles_up(question.role):
            for place in self._places(question.region_code):
                found = self._at(place, role=role, question=question)
                if found is not None:
                    return found
        office, role = self._last_resort(), Role.PROVINCE_OFFICE
        return self._waiting(office, place=PROVINCE_CODE, role=role, question=question)

    def _at(self, place: str, *, role: Role, question: Question) -> Answer | None:
        """The answer of one place and role, if they have any."""
        asked = (duty for duty in self._duties.get((role, place), ()) if _matches(duty, question))
        for duty in (*asked, *self._heads.get((role, place), ())):
            taken = self._taken(duty, role=role, question=question)
            if taken is not None:
                user, found = taken
                why = self._why(Found.HEAD if duty.is_head else found, place=place, role=role, question=question)
                stands_in_for = duty.user if user.pk != duty.user_id else None
                return Answer(user, duty.office, stands_in_for, why, Found.HEAD if duty.is_head else found, role, place)
        for queue in self._queues.get((role, place), ()):
            if queue.industries is None or question.industry in queue.industries:
                return self._waiting(queue.office, place=place, role=role, question=question)
        return None

    def _taken(self, duty: Duty, *, role: Role, question: Question) -> tuple[User, Found] | None:
        """Who takes it under a duty: its holder, whoever stands in for the holder, its deputy and so on."""
        holder = self._through(duty.user, role=role, question=question, seen=set())
        if holder is not None:
            return holder, Found.HOLDER if holder.pk == duty.user_id else Found.LEAVE_DEPUTY
        if duty.deputy is None:
            return None
        deputy = self._through(duty.deputy, role=role, question=question, seen={duty.user_id})
        return (deputy, Found.DEPUTY) if deputy is not None else None

    def _through(self, user: User, *, role: Role, question: Question, seen: set[int]) -> User | None:
        """The person, or whoever stands in for them, and for that one in turn."""
        if user.pk in seen:
            return None
        seen.add(user.pk)
        leave = self._leaves.get(user.pk)
        if leave is None:
            return user if self._is_open_to(user, role=role, question=question) else None
        return self._through(leave.deputy, role=role, question=question, seen=seen) if leave.deputy else None

    def _is_open_to(self, user: User, *, role: Role, question: Question) -> bool:
        """Whether the person has a post of this role that opens the place and the industry."""
        places = self._places(question.region_code)
        return any(
            (post.region_code or PROVINCE_CODE) in places
            and (not post.industries or question.industry in post.industries)
            for post in self._posts.get((user.pk, role), ())
        )

    def _waiting(self, office: Organisation, *, place: str, role: Role, question: Question) -> Answer:
        why = self._why(Found.QUEUE, place=place, role=role, question=question)
        return Answer(None, office, None, why, Found.QUEUE, role, place)

    def _why(self, found: Found, *, place: str, role: Role, question: Question) -> Text:
        asked_place = self._places(question.region_code)[0]
        return why_words(found, place=place, asked_place=asked_place, went_up=role is not question.role)


def _roles_up(role: Role) -> tuple[Role, ...]:
    roles = ROLES_UP.get(role)
    if roles is None:
        raise InvalidValue(
            "role-without-duties",
            Text("这个角色没有责任分工。", "Nobody holds duties in this role."),
            Text("分工只属于省、市、县机关和行业主管部门。", "Duties are those of offices and industry departments."),
        )
    return roles


def _matches(duty: Duty, question: Question) -> bool:
    return duty.industry in ("", question.industry) and duty.link in ("", question.link)


def _sorted_duties(duties: Iterable[Duty]) -> tuple[dict[_Key, list[Duty]], dict[_Key, list[Duty]]]:
    """Duties and heads by role and place, the one to ask first in front."""
    held: dict[_Key, list[Duty]] = defaultdict(list)
    heads: dict[_Key, list[Duty]] = defaultdict(list)
    for duty in sorted(duties, key=lambda each: (not each.industry, not each.link, each.from_on, each.pk)):
        (heads if duty.is_head else held)[Role(duty.role), duty.region_code].append(duty)
    return held, heads


def _sorted_posts(
    posts: Iterable[Appointment], *, away: Container[int]
) -> tuple[dict[tuple[int, str], list[Appointment]], dict[_Key, list[_Queue]]]:
    """Posts by person and role; queues by role and place, that of the place's own office in front.

    An office whose people are all on leave has no queue: nobody would see it.
    """
    held: dict[tuple[int, str], list[Appointment]] = defaultdict(list)
    queues: dict[_Key, list[_Queue]] = defaultdict(list)
    for post in posts:
        held[post.user_id, post.role].append(post)
        office, place = post.user.organisation, post.region_code or PROVINCE_CODE
        if office is not None and post.user_id not in away:
            queues[Role(post.role), place].append(
                _Queue(office, frozenset(post.industries) if post.industries else None)
            )
    return held, {key: _own_first(found, place=key[1]) for key, found in queues.items()}


def _own_first(queues: list[_Queue], *, place: str) -> list[_Queue]:
    return sorted(queues, key=lambda queue: (queue.office.region_code != place, queue.office.pk))
