"""Places, industries and links of duties in words, and the lists to choose them from."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language

from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import PROVINCE_CODE, REGIONS, counties_of, region
from xinan.kernel.text import Text
from xinan.people.duties.places import places_up
from xinan.people.scope import Scope, covered_regions
from xinan.rules.model import Link
from xinan.web.components.looks import INDUSTRY_WORDS

ALL_INDUSTRIES = Text("全部行业", "All industries")
ALL_LINKS = Text("全部环节", "All links")
Choices = list[tuple[str, str]]


def say(text: Text) -> str:
    """The text in the language of the page."""
    return text.in_language(get_language() or "zh")


def industry_words(code: str) -> Text:
    """One industry, or all."""
    return INDUSTRY_WORDS.get(code, Text(code, code)) if code else ALL_INDUSTRIES


def link_words(code: str) -> Text:
    """One link, or all."""
    return Link(code).title if code else ALL_LINKS


def in_a_row(texts: Iterable[Text]) -> Text:
    """Several in a row."""
    listed = list(texts)
    return Text("、".join(text.zh for text in listed), ", ".join(text.en for text in listed))


def industry_choices(*, whole: bool = True) -> Choices:
    """Industries to choose from."""
    first = [("", say(ALL_INDUSTRIES))] if whole else []
    return [*first, *((code, say(words)) for code, words in INDUSTRY_WORDS.items())]


def link_choices(*, whole: bool = True) -> Choices:
    """Links to choose from."""
    return [*([("", say(ALL_LINKS))] if whole else []), *((link.value, say(link.title)) for link in Link)]


def places_below(code: str, *, on: date) -> Choices:
    """A place and those below it that stand on a day, counties indented."""
    covered = covered_regions(code, on=on)
    shown = [place for place in REGIONS if place.is_valid(on=on) and (covered is None or place.code in covered)]
    ordered = sorted(shown, key=lambda place: place.code)
    return [(place.code, ("　" if place.level == "county" else "") + say(place.text)) for place in ordered]


def rows_below(code: str, *, on: date) -> list[str]:
    """The places one level down: prefectures of the province, counties of a prefecture; a county has none."""
    try:
        place = region(code)
    except InvalidValue:
        return []
    if place.level == "province":
        return [each.code for each in REGIONS if each.level == "prefecture" and each.is_valid(on=on)]
    return [each.code for each in counties_of(code, on=on)] if place.level == "prefecture" else []


def top_of(scope: Scope, *, on: date) -> str:
    """The lowest place that holds every place of a scope: one's county, the city of several, else the province."""
    regions = scope.regions
    if not regions:
        return PROVINCE_CODE
    for code in places_up(min(regions), on=on):
        covered = covered_regions(code, on=on)
        if covered is None or regions <= covered:
            return code
    return PROVINCE_CODE
