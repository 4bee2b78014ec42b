"""The catalogue from the registry, the book of parameters and the cases."""

import re
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from xinan.kernel.text import Text
from xinan.rules.book import ParameterBook
from xinan.rules.model import Level, Link, Rule
from xinan.rules.registry import RULES
from xinan.web.catalogue.cases import case_levels
from xinan.web.catalogue.parameters import ladder_levels
from xinan.web.catalogue.views_data import LinkSection, RuleLine

_SLOT = re.compile(r"\{(\w+)\}")
# What every finding has beside its measures.
_COMMON = {
    "period": Text("所属期间", "period"),
    "since": Text("起始日", "since"),
    "subject_id": Text("对象", "subject"),
    "as_of": Text("截止日", "as of"),
}


@lru_cache(maxsize=256)
def _from_cases(rule_id: str) -> tuple[frozenset[Level], int]:
    """Cases are files of the release: read once a process."""
    rule = next(rule for rule in RULES if rule.id == rule_id)
    levels, number = case_levels(rule)
    return frozenset(levels), number


def rule_line(rule: Rule, *, book: ParameterBook, on: date) -> RuleLine:
    """A rule with the levels it can give."""
    from_cases, number = _from_cases(rule.id)
    levels = set(from_cases) | ladder_levels(book.owners[rule.id], on=on)
    return RuleLine(
        rule=rule,
        levels=tuple(sorted(levels, key=lambda level: level.rank)),
        cases=number,
        is_law=any(basis.is_law for basis in rule.basis),
    )


def sections(*, book: ParameterBook, on: date, text: str = "", link: str = "") -> tuple[LinkSection, ...]:
    """The rules link by link, those that `text` and `link` leave."""
    wanted = [rule for rule in RULES if (not link or rule.link == link) and _speaks_of(rule, text.strip().lower())]
    return tuple(
        LinkSection(each, tuple(rule_line(rule, book=book, on=on) for rule in wanted if rule.link is each))
        for each in Link
        if any(rule.link is each for rule in wanted)
    )


def _speaks_of(rule: Rule, text: str) -> bool:
    if not text:
        return True
    said: Iterable[Text] = (rule.title, rule.meaning, rule.cure, *(basis.document for basis in rule.basis))
    words = " ".join(f"{each.zh} {each.en}" for each in said)
    articles = " ".join(basis.articles for basis in rule.basis)
    return text in f"{rule.id} {words} {articles}".lower()


def with_slots(rule: Rule) -> Text:
    """The sentence of a finding, with the names of its measures where their values will stand."""
    titles = {measure.name: measure.title for measure in rule.measures}

    def named(sentence: str, *, language: str) -> str:
        return _SLOT.sub(lambda slot: f"〔{_title(titles, slot[1], language=language)}〕", sentence)

    return Text(named(rule.because.zh, language="zh"), named(rule.because.en, language="en"))


def _title(titles: dict[str, Text], name: str, *, language: str) -> str:
    return titles.get(name, _COMMON.get(name, Text(name, name))).in_language(language)
