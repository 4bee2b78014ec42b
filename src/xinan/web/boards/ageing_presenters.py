"""The ageing board, ready to print: tiles, the table by place or officer, the rows, the way back up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final
from urllib.parse import urlencode

from django.http import QueryDict

from xinan.casework.boards.actions.say_word import may_say
from xinan.casework.boards.ageing import NOBODY, SUBJECTS, Asked, By, Item, Line, line_of
from xinan.casework.boards.ages import BUCKET_WORDS, OVERDUE, Bucket
from xinan.casework.dossier.models import WeekWord
from xinan.kernel.text import Text
from xinan.people.models import User
from xinan.procedures.definition import ClockRule
from xinan.procedures.hooks import Described, describe
from xinan.procedures.models import Proceeding
from xinan.procedures.registry import find_procedure, procedures
from xinan.web.shell.scope_words import place_name, place_short, place_words

KIND_WORDS: Final = {
    "clue": Text("线索", "Clues"),
    "case": Text("案件", "Cases"),
    "relief": Text("兜底解困", "Relief"),
}
BY_WORDS: Final = {
    By.PREFECTURE: Text("市州", "Prefecture"),
    By.COUNTY: Text("县（市、区）", "County"),
    By.OFFICER: Text("承办人", "Officer"),
}
_NOBODY: Final = Text("无人承办", "Nobody")
_NO_PLACE: Final = Text("未定地区", "No place")


@dataclass(frozen=True, slots=True)
class Cell:
    """How many, and where they are listed."""

    bucket: Bucket
    number: int
    url: str

    @property
    def late(self) -> bool:
        """Whether these are overdue."""
        return self.bucket in OVERDUE


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the board: a place or an officer."""

    title: Text
    url: str
    total: int
    total_url: str
    cells: tuple[Cell, ...]
    oldest: int
    unsaid: int
    unsaid_url: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One open item. `word` is what its holder said this week; `says`: it is the reader's to say."""

    proceeding_id: int
    title: Text
    url: str
    procedure: Text
    state: Text
    place: Text
    holder: str
    office: str
    clock: Text
    due_on: date | None
    bucket: Bucket
    bucket_words: Text
    late: int
    unsaid: bool
    says: bool
    word: str


def asked_of(given: QueryDict) -> Asked:
    """From the query string of an address; what is unknown is dropped: an old bookmark still opens."""
    place, officer = given.get("place", ""), given.get("officer", "")
    kind, bucket = given.get("kind", ""), given.get("bucket", "")
    return Asked(
        place=place if place.isascii() and place.isdigit() and len(place) == 6 else "",
        only=given.get("only") == "1",
        officer=officer if officer == NOBODY or (officer.isascii() and officer.isdigit()) else "",
        kind=kind if kind in SUBJECTS else "",
        bucket=bucket if bucket in set(Bucket) else "",
        unsaid=given.get("unsaid") == "1",
    )


def query_of(asked: Asked) -> str:
    """The query string that asks this."""
    pairs = [
        ("place", asked.place),
        ("only", "1" if asked.only and asked.place else ""),
        ("officer", asked.officer),
        ("kind", asked.kind),
        ("bucket", asked.bucket),
        ("unsaid", "1" if asked.unsaid else ""),
    ]
    return urlencode([(name, value) for name, value in pairs if value])


def tiles(items: Sequence[Item], asked: Asked) -> tuple[Cell, ...]:
    """One for each bucket."""
    return _cells(line_of("", list(items)), replace(asked, unsaid=False))


def rows(found: Sequence[Line], asked: Asked) -> tuple[Row, ...]:
    """The lines with their titles and where their numbers lead."""
    names = _names([line.key for line in found], by=asked.by)
    return tuple(_row(line, names[line.key], asked) for line in found)


def _row(line: Line, title: Text, asked: Asked) -> Row:
    inside = _inside(asked, line.key)
    return Row(
        title=title,
        url=f"?{query_of(inside)}" if inside != asked else "",
        total=line.total,
        total_url=f"?{query_of(replace(inside, bucket='', unsaid=False))}#items",
        cells=_cells(line, inside),
        oldest=line.oldest,
        unsaid=line.unsaid,
        unsaid_url=f"?{query_of(replace(inside, unsaid=True, bucket=''))}#items",
    )


def _inside(asked: Asked, key: str) -> Asked:
    """What a line stands for. Items without a place cannot be gone into."""
    if asked.by is By.OFFICER:
        return replace(asked, officer=key)
    if not key:
        return asked
    return replace(asked, place=key, only=asked.by is By.COUNTY, officer="")


def _cells(line: Line, asked: Asked) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            bucket, line.counts.get(bucket, 0), f"?{query_of(replace(asked, bucket=bucket.value, unsaid=False))}#items"
        )
        for bucket in Bucket
    )


def _names(keys: Sequence[str], *, by: By) -> Mapping[str, Text]:
    if by is not By.OFFICER:
        return {key: place_short(key) if key else _NO_PLACE for key in keys}
    users = dict(User.objects.filter(pk__in=[key for key in keys if key.isdigit()]).values_list("pk", "display_name"))
    return {key: Text(users[int(key)], users[int(key)]) if key.isdigit() else _NOBODY for key in keys}


def entries(items: Sequence[Item], *, user: User, week_on: date) -> list[Entry]:
    """The rows of a page, each with its title as its noun calls it; a fixed number of statements."""
    numbers = [item.proceeding_id for item in items]
    found = Proceeding.objects.select_related("holder", "holder_office").in_bulk(numbers)
    titles: dict[int, Described] = {}
    for code in {one.procedure for one in found.values()}:
        titles.update(describe(code, [one for one in found.values() if one.procedure == code]))
    words = dict(
        WeekWord.objects.filter(proceeding__in=numbers, week_on=week_on)
        .order_by("at", "pk")
        .values_list("proceeding_id", "words")
    )
    made = []
    for item in items:
        one = found[item.proceeding_id]
        described = titles.get(one.pk)
        made.append(
            Entry(
                proceeding_id=one.pk,
                title=described.title if described else Text(f"#{one.pk}", f"#{one.pk}"),
                url=described.link if described else "",
                procedure=_procedure(one),
                state=_state(one),
                place=place_words(one.region_code, skip=1) if one.region_code else _NO_PLACE,
                holder=one.holder.display_name if one.holder else "",
                office=one.holder_office.name if one.holder_office else "",
                clock=_clock(one, item),
                due_on=item.clock.due_on if item.clock else None,
                bucket=item.bucket,
                bucket_words=BUCKET_WORDS[item.bucket],
                late=item.late,
                unsaid=item.unsaid,
                says=item.overdue and may_say(one, user=user),
                word=words.get(one.pk, ""),
            )
        )
    return made


def crumbs(asked: Asked) -> list[tuple[Text, str]]:
    """The way up from where one is: the province, the prefecture, the place, the officer."""
    bare = replace(asked, place="", only=False, officer="", bucket="", unsaid=False)
    steps = [(Text("全部", "All"), f"?{query_of(bare)}")]
    if asked.place:
        prefecture = f"{asked.place[:4]}00"
        steps.append((place_name(prefecture), f"?{query_of(replace(bare, place=prefecture))}"))
        if asked.only or not asked.place.endswith("00"):
            own = Text("市本级", "The city itself") if asked.place == prefecture else place_name(asked.place)
            steps.append((own, f"?{query_of(replace(bare, place=asked.place, only=True))}"))
    if asked.officer:
        steps.append(
            (
                _names([asked.officer], by=By.OFFICER)[asked.officer],
                f"?{query_of(replace(asked, bucket='', unsaid=False))}",
            )
        )
    return steps


def _procedure(one: Proceeding) -> Text:
    known = {procedure.code for procedure in procedures()}
    return find_procedure(one.procedure).name if one.procedure in known else Text(one.procedure, one.procedure)


def _state(one: Proceeding) -> Text:
    known = {procedure.code for procedure in procedures()}
    state = find_procedure(one.procedure).states.get(one.state) if one.procedure in known else None
    return state.name if state else Text(one.state, one.state)


def _clock(one: Proceeding, item: Item) -> Text:
    if item.clock is None:
        return Text("—", "—")
    rule: ClockRule | None = None
    if one.procedure in {procedure.code for procedure in procedures()}:
        rule = find_procedure(one.procedure).clocks.get(item.clock.code)
    return rule.name if rule else Text(item.clock.code, item.clock.code)
