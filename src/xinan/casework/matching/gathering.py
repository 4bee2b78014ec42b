"""Gathers what points at projects: names, firms, people, places."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import replace
from itertools import chain

from xinan.casework.matching.callings import without_callings
from xinan.casework.matching.evidence import Setting
from xinan.casework.matching.names import Hit
from xinan.casework.matching.people import known_person, stints_of
from xinan.casework.matching.register import Register
from xinan.casework.matching.told import ToldClue
from xinan.casework.matching.words import told_tokens
from xinan.kernel.ciphers import Keyring
from xinan.patrols.places import Place, kilometres
from xinan.registry.models import ProjectUnit, Team
from xinan.workforce.models import Employment

_FIRMS_FOLLOWED = 12  # of the firms that meet the words, whose projects are looked at
_NEARBY_KM = 5.0
_NAMED_WELL = 8.0  # nats


def gathered(told: ToldClue, known: Register, *, keyring: Keyring, among: Collection[str] | None = None) -> Setting:
    """What names, firms, people and places point at; the firms of every project that any of them points at.

    At most six statements.
    """
    told = replace(
        told,
        site_words=without_callings(told.site_words),
        employer_words=without_callings(told.employer_words),
    )
    person = known_person(told, keyring=keyring)
    stints = stints_of(person.worker_ids, until=told.received_on)
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
        person=person,
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


def with_firms(setting: Setting, known: Register, *, on_project: frozenset[str]) -> tuple[Setting, list[str]]:
    """The setting with every firm compared that the employer may be: those met, the caller's own, those on the project."""
    pointed_at = {*setting.firm_hits, *(stint.employer_id for stint in setting.stints), *on_project}
    if setting.told.employer_words:
        words = told_tokens(setting.told.employer_words)
        hits = {key: known.firms.hit(words, key) for key in pointed_at}
        setting = replace(setting, firm_hits={key: hit for key, hit in hits.items() if hit.matched})
    return setting, sorted(pointed_at)


def employing(project_id: str) -> frozenset[str]:
    """The firms that employ workers on a project."""
    people = Employment.objects.filter(project=project_id, post="worker").order_by()
    return frozenset(people.values_list("employer_id", flat=True).distinct())
