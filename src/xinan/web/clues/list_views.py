"""The list of clues: whose, what waits, what is late, by channel and place."""

from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from xinan.casework.enums import Channel
from xinan.casework.models import Clue
from xinan.casework.policies import may_hear, may_take_clues, waiting_transfers
from xinan.casework.queries import PROCEDURE, by_urgency, counted, held_by, pool
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.procedures.reckoning import day_of
from xinan.procedures.registry import find_procedure
from xinan.rules.model import Level
from xinan.web.access import requires
from xinan.web.clues.policy import reads_clues
from xinan.web.clues.views_data import ClueLine
from xinan.web.components.views import PageView, Tile
from xinan.web.handling.asking import Asking, asking
from xinan.web.shell.htmx import render_page
from xinan.web.shell.scope_words import place_name, place_words

PER_PAGE: Final = 30
_WHICH: Final = ("open", "late", "reply", "settled", "closed")


@dataclass(frozen=True, slots=True)
class AskedList:
    """What the list is asked for."""

    whose: str
    which: str
    channel: str
    place: str
    words: str
    page: int

    @classmethod
    def of(cls, request: HttpRequest, *, has_own: bool) -> "AskedList":
        """From the address; without a choice, one's own where there is any."""
        given = request.GET
        whose, which, page = given.get("whose", ""), given.get("which", ""), given.get("page", "1")
        channel = given.get("channel", "")
        return cls(
            whose if whose in ("mine", "all") else "mine" if has_own else "all",
            which if which in _WHICH else "open",
            channel if channel in Channel.values else "",
            given.get("place", "")[:12],
            given.get("q", "").strip()[:60],
            int(page) if page.isdecimal() and len(page) < 6 else 1,
        )

    def query(self, **changes: str) -> str:
        """The address with something changed; from the first page on."""
        said = {
            "whose": self.whose, "which": self.which, "channel": self.channel, "place": self.place, "q": self.words,
        }  # fmt: skip
        return urlencode({name: value for name, value in {**said, **changes}.items() if value})


@requires(reads_clues)
@require_safe
def clue_list(request: HttpRequest) -> HttpResponse:
    """The pool as far as the person sees it."""
    who = asking(request)
    rows = pool(who.scope)
    mine = held_by(rows, user=who.user)
    own = mine.count()
    asked = AskedList.of(request, has_own=bool(own))
    base = held_by(rows, user=who.user) if asked.whose == "mine" and asked.which != "closed" else rows
    if asked.whose == "mine" and asked.which == "closed":
        base = rows.filter(Q(holder_id=who.user.pk))
    chosen = _chosen(base, asked)
    page = PageView.near(chosen.count(), number=asked.page, size=PER_PAGE, base=asked.query(), target="#clues")
    context: dict[str, object] = {
        "asked": asked,
        "tiles": _tiles(base, asked),
        "lines": _lines(list(by_urgency(chosen)[page.slice])),
        "page": page,
        "mine": own,
        "all": rows.filter(closed_on=None).count(),
        "waiting": waiting_transfers(who.user, scope=who.scope),
        "channels": Channel.choices,
        "places": _places(rows, who=who),
        "takes": may_take_clues(who.scope),
        "hears": may_hear(who.scope),
    }
    return render_page(request, "clues/index.html", "clues/list.html", context)


def _chosen(rows: QuerySet[Clue], asked: AskedList) -> QuerySet[Clue]:
    which = {
        "open": Q(closed_on=None),
        "late": Q(closed_on=None, late=True),
        "reply": Q(closed_on=None, reply_by__isnull=False),
        "settled": Q(closed_on=None, state="settled"),
        "closed": Q(closed_on__isnull=False),
    }
    rows = rows.filter(which[asked.which])
    if asked.channel:
        rows = rows.filter(channel=asked.channel)
    if asked.place:
        rows = rows.filter(region_code=asked.place)
    if asked.words:
        words = asked.words
        rows = rows.filter(
            Q(number__icontains=words)
            | Q(source_number=words)
            | Q(project__name__icontains=words)
            | Q(site_words__icontains=words)
            | Q(employer_words__icontains=words)
        )
    return rows


def _tiles(rows: QuerySet[Clue], asked: AskedList) -> tuple[Tile, ...]:
    live = rows.filter(closed_on=None)
    url = reverse("clues")
    said = (
        ("open", Text("未办结", "Open"), live.count(), None),
        ("late", Text("有期限逾期", "With a clock run out"), live.filter(Q(late=True)).count(), Level.RED),
        (
            "reply",
            Text("须反馈来文单位", "An answer is owed"),
            live.filter(reply_by__isnull=False).count(),
            Level.ORANGE,
        ),
        ("settled", Text("待回访", "To be called back"), live.filter(Q(state="settled")).count(), None),
    )
    return tuple(
        Tile(title, n, level=level if n else None, url=f"{url}?{asked.query(which=code)}", active=asked.which == code)
        for code, title, n, level in said
    )


def _places(rows: QuerySet[Clue], *, who: Asking) -> list[tuple[str, str]]:
    language = get_language() or "zh"
    counts = counted(rows.filter(closed_on=None), "region_code")
    return [(code, f"{place_name(code).in_language(language)} {n}") for code, n in sorted(counts.items())]


def _lines(clues: list[Clue]) -> list[ClueLine]:
    states = find_procedure(PROCEDURE).states
    holders = [holder for clue in clues if (holder := getattr(clue, "holder_id", None)) is not None]
    names = {user.pk: str(user) for user in User.objects.filter(pk__in=holders)}
    projects = dict(
        Clue.objects.filter(pk__in=[clue.pk for clue in clues], project__isnull=False).values_list(
            "pk", "project__name"
        )
    )
    return [
        ClueLine(
            url=reverse("clue", args=[clue.pk]),
            number=clue.number,
            received_on=clue.received_on,
            channel=clue.get_channel_display(),
            about=projects.get(clue.pk) or clue.site_words or clue.employer_words,
            place=place_words(clue.region_code, skip=1),
            workers=clue.workers,
            amount=clue.amount,
            state=states[state].name if (state := getattr(clue, "state", None)) in states else Text("—", "—"),
            holder=names.get(getattr(clue, "holder_id", None) or 0, ""),
            due_on=day_of(due) if (due := getattr(clue, "first_due_at", None)) is not None else None,
            late=bool(getattr(clue, "late", False)),
            reply_by=clue.reply_by,
            merged=clue.merged_into_id is not None,
        )
        for clue in clues
    ]
