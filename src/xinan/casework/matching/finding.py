"""Finds what a clue speaks of: project, employer, team, period."""

from collections.abc import Collection, Mapping, Sequence

from xinan.casework.matching.evidence import Setting, of_firm, of_project, told_months, why_firm, why_project
from xinan.casework.matching.gathering import employing, gathered, with_firms
from xinan.casework.matching.months import told_period
from xinan.casework.matching.names import NamedThing, NameIndex, name_index
from xinan.casework.matching.people import Stint
from xinan.casework.matching.register import Register, register
from xinan.casework.matching.scoring import ranked
from xinan.casework.matching.told import Found, Match, Period, ProjectMatch, ToldClue
from xinan.casework.matching.words import told_tokens
from xinan.kernel.ciphers import Keyring
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.registry.models import Team

_SHOWN = 8


def find(told: ToldClue, *, keyring: Keyring, among: Collection[str] | None = None) -> Found:
    """What the clue may speak of, over the whole province or `among` some projects.

    The province is searched whoever asks: a clue told at the wrong counter is to be passed on, not lost. What a person
    may then open is for the caller to filter. Nine statements at most, five more after a change of the registry.
    """
    known = register()
    setting = gathered(told, known, keyring=keyring, among=among)
    projects = _projects(setting, known)
    likely = projects[0] if projects and projects[0].score >= 50 else None
    return Found(
        projects=tuple(projects[:_SHOWN]),
        employers=tuple(_employers(setting, known, likely=likely)[:_SHOWN]),
        teams=tuple(_teams(setting, likely=likely)[:_SHOWN]),
        period=_period(setting, likely=likely),
        workers=() if setting.person.is_lent else setting.person.worker_ids,
    )


def _projects(setting: Setting, known: Register) -> list[ProjectMatch]:
    candidates = [(number, of_project(known.sites[number], setting)) for number in sorted(setting.firms_of)]
    names = {key: known.firms.things[key].name for key in (*setting.firm_hits, *setting.site_firm_hits)}
    found = []
    for number, score in ranked(candidates, subject="project"):
        site = known.sites[number]
        why = why_project(site, setting, firm_names=names)
        found.append(ProjectMatch(number, site.name, score, why, site.region_code, site.industry))
    return found


def _employers(setting: Setting, known: Register, *, likely: ProjectMatch | None) -> list[Match]:
    """The firms that may be the employer: those the words meet, the caller's own, and those that employ on the project."""
    on_project = employing(likely.key) if likely else frozenset()
    setting, pointed_at = with_firms(setting, known, on_project=on_project)
    candidates = [(key, of_firm(key, setting, on_project=key in on_project)) for key in pointed_at]
    project = likely.name if likely else ""
    return [
        Match(
            key,
            known.firms.things[key].name,
            score,
            why_firm(key, setting, on_project=project if key in on_project else ""),
        )
        for key, score in ranked(candidates, subject="employer")
    ]


def _teams(setting: Setting, *, likely: ProjectMatch | None) -> list[Match]:
    """The teams of the likely project that the caller belongs to, or that the words meet."""
    if likely is None:
        return []
    own = {stint.team_id for stint in _own(setting) if stint.project_id == likely.key and stint.team_id}
    named = dict(Team.objects.filter(project=likely.key).values_list("team_id", "name"))
    on_roster = Text("反映人在该班组的名册上。", "The caller is on this team's roster.")
    if own:
        share = 100 // len(own)
        return [Match(key, named.get(key, key), share, (on_roster,)) for key in sorted(own)]
    return _teams_named(named, setting.told.team_words)


def _teams_named(named: Mapping[str, str], words: str) -> list[Match]:
    """Teams whose name meets the words; those that meet as well share the score."""
    index: NameIndex = name_index(NamedThing(key, name) for key, name in named.items())
    hits = [hit for hit in index.best(told_tokens(words)) if not hit.opposed]
    best = [hit for hit in hits if hit.matched == hits[0].matched]
    return [
        Match(
            hit.key,
            named[hit.key],
            90 // len(best),
            (Text(f"所述班组与“{hit.quoted}”相符。", f"The team told meets “{hit.quoted}”."),),
        )
        for hit in best
        if 90 // len(best) >= 10
    ]


def _period(setting: Setting, *, likely: ProjectMatch | None) -> Period | None:
    """The months told; else the caller's last time on the likely project's roster."""
    told = told_months(setting.told)
    if told:
        return Period(Month.of(told[0]), Month.of(told[1]), _as_told(setting.told))
    here = [stint for stint in _own(setting) if likely and stint.project_id == likely.key]
    if not here:
        return None
    until = min(here[0].left_on or setting.told.received_on, setting.told.received_on)
    why = Text("按反映人最近一次在册时间。", "By the caller's last time on the roster.")
    return Period(Month.of(here[0].entered_on), Month.of(until), why)


def _own(setting: Setting) -> Sequence[Stint]:
    """Where the caller worked; a mate's phone says where the mate did."""
    return () if setting.person.is_lent else setting.stints


def _as_told(told: ToldClue) -> Text:
    in_words = None if told.from_month or told.to_month else told_period(told.period_words, on=told.received_on)
    if in_words is None:
        return Text("按反映人所述。", "As told.")
    return Text(f"按所述“{in_words.quoted}”推算，请核对。", f"Read from “{in_words.quoted}”; please check.")
