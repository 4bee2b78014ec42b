"""Finds what a clue speaks of: project, employer, team, period."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import chain

from xinan.casework.matching.evidence import Setting, of_firm, of_project, told_months, why_firm, why_project
from xinan.casework.matching.names import Hit, NamedThing, NameIndex, name_index
from xinan.casework.matching.people import Stint, known_person, stints_of
from xinan.casework.matching.register import Register, register
from xinan.casework.matching.scoring import ranked
from xinan.casework.matching.told import Found, Match, Period, ProjectMatch, ToldClue
from xinan.casework.matching.words import told_tokens
from xinan.kernel.ciphers import Keyring
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.patrols.places import Place, kilometres
from xinan.registry.models import ProjectUnit, Team
from xinan.workforce.models import Employment

_FIRMS_FOLLOWED = 12  # of the firms that meet the words, whose projects are looked at
_NEARBY_KM = 5.0
_SHOWN = 8
_NAMED_WELL = 8.0  # nats


def find(told: ToldClue, *, keyring: Keyring, among: Collection[str] | None = None) -> Found:
    """What the clue may speak of, over the whole province or `among` some projects.

    The province is searched whoever asks: a clue told at the wrong counter is to be passed on, not lost. What a person
    may then open is for the caller to filter. Nine statements at most, five more after a change of the registry.
    """
    known = register()
    person = known_person(told, keyring=keyring)
    stints = stints_of(person.worker_ids, until=told.received_on)
    setting = replace(_gathered(told, known, stints=stints, among=among), person=person)
    projects = _projects(setting, known, among=among)
    likely = projects[0] if projects and projects[0].score >= 50 else None
    return Found(
        projects=tuple(projects[:_SHOWN]),
        employers=tuple(_employers(setting, known, likely=likely)[:_SHOWN]),
        teams=tuple(_teams(setting, likely=likely)[:_SHOWN]),
        period=_period(setting, likely=likely),
        workers=person.worker_ids,
    )


def _gathered(told: ToldClue, known: Register, *, stints: list[Stint], among: Collection[str] | None) -> Setting:
    """What names, firms, people and places point at; the firms of every project that any of them points at."""
    site_words, firm_words = told_tokens(told.site_words), told_tokens(told.employer_words)
    site_hits = {hit.key: hit for hit in known.projects.best(site_words)}
    firm_hits = {hit.key: hit for hit in known.firms.best(firm_words)}
    site_firm_hits = {hit.key: hit for hit in known.firms.best(site_words) if hit.matched >= _NAMED_WELL}
    of_firms = _projects_of(_followed(firm_hits) | _followed(site_firm_hits), known)
    pointed_at = {
        *site_hits,
        *(stint.project_id for stint in stints),
        *of_firms,
        *_near(told, known),
    }
    wanted = {number for number in pointed_at if number in known.sites and (among is None or number in among)}
    if told.site_words:
        # A project that something else points at is compared with the words too.
        site_hits |= {number: known.projects.hit(site_words, number) for number in wanted - set(site_hits)}
    here = {number: known.places[number] for number in wanted if number in known.places}
    return Setting(
        told=told,
        site_hits={number: hit for number, hit in site_hits.items() if number in wanted and hit.matched},
        firm_hits=firm_hits,
        site_firm_hits=site_firm_hits,
        firms_of={number: of_firms.get(number, frozenset()) | _parties(number, known) for number in wanted},
        places=here,
        stints=stints,
    )


def _followed(hits: Mapping[str, Hit]) -> set[str]:
    return set(sorted(hits, key=lambda key: (hits[key].missed - hits[key].matched, key))[:_FIRMS_FOLLOWED])


def _projects_of(firms: Collection[str], known: Register) -> dict[str, frozenset[str]]:
    """The projects some firms work on: as owner or contractor, as a unit, with a team, or with people. Three statements."""
    found: dict[str, set[str]] = defaultdict(set)
    if not firms:
        return {}
    for site in known.sites.values():
        found[site.project_id] |= {site.owner_id, site.contractor_id} & set(firms)
    listed = list(firms)
    for project, firm in chain(
        ProjectUnit.objects.filter(enterprise__in=listed).values_list("project_id", "enterprise_id"),
        Team.objects.filter(enterprise__in=listed).values_list("project_id", "enterprise_id"),
        Employment.objects.filter(employer__in=listed).order_by().values_list("project_id", "employer_id").distinct(),
    ):
        found[project].add(firm)
    return {project: frozenset(theirs) for project, theirs in found.items() if theirs}


def _parties(number: str, known: Register) -> frozenset[str]:
    return frozenset({known.sites[number].owner_id, known.sites[number].contractor_id})


def _near(told: ToldClue, known: Register) -> list[str]:
    if told.lng is None or told.lat is None:
        return []
    here = Place(told.lng, told.lat)
    return [number for number, place in known.places.items() if kilometres(here, to=place) <= _NEARBY_KM]


def _projects(setting: Setting, known: Register, *, among: Collection[str] | None) -> list[ProjectMatch]:
    candidates = [
        (number, of_project(known.sites[number], setting))
        for number in sorted(setting.firms_of)
        if among is None or number in among
    ]
    names = {key: known.firms.things[key].name for key in (*setting.firm_hits, *setting.site_firm_hits)}
    found = []
    for number, score in ranked(candidates, subject="project"):
        site = known.sites[number]
        why = why_project(site, setting, firm_names=names)
        found.append(ProjectMatch(number, site.name, score, why, site.region_code, site.industry))
    return found


def _employers(setting: Setting, known: Register, *, likely: ProjectMatch | None) -> list[Match]:
    """The firms that may be the employer: those the words meet, the caller's own, and those that employ on the project."""
    on_project = _employing(likely.key) if likely else frozenset()
    pointed_at = {*setting.firm_hits, *(stint.employer_id for stint in setting.stints), *on_project}
    if setting.told.employer_words:
        words = told_tokens(setting.told.employer_words)
        hits = {key: known.firms.hit(words, key) for key in pointed_at}
        setting = replace(setting, firm_hits={key: hit for key, hit in hits.items() if hit.matched})
    candidates = [(key, of_firm(key, setting, on_project=key in on_project)) for key in sorted(pointed_at)]
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


def _employing(project_id: str) -> frozenset[str]:
    people = Employment.objects.filter(project=project_id, post="worker").order_by()
    return frozenset(people.values_list("employer_id", flat=True).distinct())


def _teams(setting: Setting, *, likely: ProjectMatch | None) -> list[Match]:
    """The teams of the likely project that the caller belongs to, or that the words meet."""
    if likely is None:
        return []
    own = {stint.team_id for stint in setting.stints if stint.project_id == likely.key and stint.team_id}
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
        return Period(Month.of(told[0]), Month.of(told[1]), Text("按反映人所述。", "As told."))
    here = [stint for stint in setting.stints if likely and stint.project_id == likely.key]
    if not here:
        return None
    until = min(here[0].left_on or setting.told.received_on, setting.told.received_on)
    why = Text("按反映人最近一次在册时间。", "By the caller's last time on the roster.")
    return Period(Month.of(here[0].entered_on), Month.of(until), why)
