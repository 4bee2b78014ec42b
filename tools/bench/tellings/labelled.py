"""The labelled set: known workers of the province in a database, people from elsewhere, and each as they tell it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from tools.bench.tellings.telling import Telling, Truth, tell
from xinan.intake.persons import ID_NUMBER, NAME, PHONE
from xinan.kernel.ciphers import Keyring
from xinan.patrols.models import SitePlace
from xinan.patrols.places import seat_of
from xinan.registry.models import Enterprise, Project
from xinan.simulation import identities
from xinan.simulation.chance import Chance
from xinan.simulation.draft import Wish
from xinan.simulation.firms import contractor_of, firm
from xinan.simulation.outline import outline
from xinan.simulation.places import counties
from xinan.simulation.plan import make_plan
from xinan.simulation.window import Options, Window
from xinan.workforce.models import Employment

_MEASURED_FROM = 12  # metres
_ENDINGS = (("一标段", "二标段"), ("A区", "B区"))
_ABROAD = 7_919  # added to a seed: a province that is not the one in the database


def make_harder(*, chance: Chance) -> None:
    """Phases of one another among the projects, and places on the map for some; inside the caller's transaction."""
    for county in sorted({place.code for place in counties()}):
        here = list(Project.objects.filter(region_code=county).order_by("pk").values_list("pk", "name"))
        first = [pair for pair in here if "一期" in pair[1]]
        others = [number for number, name in here if "期" not in name]
        for (_, name), number in zip(first[::2], others[::3], strict=False):
            Project.objects.filter(pk=number).update(name=name.replace("一期", "二期"))
        # Lots and parts of one another too: 一标段 beside 二标段, A区 beside B区.
        for pair, endings in zip(zip(others[1::3], others[2::3], strict=False), _ENDINGS * len(others), strict=False):
            name = next(name for number, name in here if number == pair[0])
            for number, ending in zip(pair, endings, strict=True):
                if chance.happens(0.3):
                    Project.objects.filter(pk=number).update(name=f"{name.removesuffix('工程')}{ending}工程")
    told_at = datetime(2026, 6, 1, tzinfo=UTC)
    places = []
    for number, region in Project.objects.order_by("pk").values_list("pk", "region_code"):
        if chance.happens(0.4):
            seat = seat_of(region)
            lng, lat = (round(one + chance.real(-0.15, 0.15), 6) for one in (seat.lng, seat.lat))
            places.append(SitePlace(project_id=number, lng=lng, lat=lat, accuracy=_MEASURED_FROM, told_at=told_at))
    SitePlace.objects.bulk_create(places, ignore_conflicts=True)


def known_people(count: int, *, chance: Chance, keyring: Keyring, projects: Sequence[str] | None = None) -> list[Truth]:
    """Workers of the province drawn by chance, with what is true of them."""
    workers = Employment.objects.filter(post="worker").order_by("pk")
    if projects is not None:
        workers = workers.filter(project__in=projects)
    keys = list(workers.values_list("pk", flat=True))
    drawn = chance.some(keys, count)
    rows = workers.filter(pk__in=drawn).select_related("project", "employer", "project__contractor", "worker")
    places = {place.project_id: place for place in SitePlace.objects.all()}
    mates = _mates([row.project_id for row in rows])
    return [
        replace(
            _truth(row, places.get(row.project_id), keyring=keyring),
            mate_phone=_phone_of(mates.get(row.project_id), not_of=row.worker_id, keyring=keyring),
        )
        for row in rows
    ]


def _mates(projects: Sequence[str]) -> dict[str, list[Any]]:
    """The first two workers of each project."""
    found: dict[str, list[Any]] = {}
    rows = Employment.objects.filter(project__in=set(projects), post="worker").select_related("worker")
    for row in rows.order_by("project_id", "pk").iterator():
        here = found.setdefault(row.project_id, [])
        if len(here) < 2:
            here.append(row.worker)
    return found


def _phone_of(workers: list[Any] | None, *, not_of: str, keyring: Keyring) -> str:
    mate = next((worker for worker in workers or () if worker.pk != not_of), None)
    return keyring.open(mate.phone_sealed, context=PHONE) if mate is not None else ""


def _truth(row: Any, place: Any, *, keyring: Keyring) -> Truth:
    project, worker = row.project, row.worker
    return Truth(
        project_id=project.pk,
        project_name=project.name,
        place=_place_in(project.name),
        employer_id=row.employer_id,
        employer_name=row.employer.name,
        seat=_seat_in(row.employer.name),
        contractor_name=project.contractor.name,
        region_code=project.region_code,
        entered_on=row.entered_on,
        left_on=row.left_on or date(2026, 11, 23),
        worker_id=worker.pk,
        name=keyring.open(worker.name_sealed, context=NAME),
        phone=keyring.open(worker.phone_sealed, context=PHONE),
        id_number=keyring.open(worker.id_number_sealed, context=ID_NUMBER),
        lng=float(place.lng) if place else None,
        lat=float(place.lat) if place else None,
    )


def strangers(count: int, *, seed: int, on: date) -> Iterator[Truth]:
    """People of projects and firms that nobody registered: those of another province of the simulation."""
    names = set(Project.objects.values_list("name", flat=True))
    called = {name.removeprefix(_place_in(name))[:3] for name in names}
    firms = set(Enterprise.objects.values_list("name", flat=True))
    options = Options(seed + _ABROAD, count * 4, 10, Window(on, 3))
    given = 0
    for number in range(options.projects):
        plan = make_plan(options, number, Wish())
        project = outline(options, plan).project
        employer = firm("subcontractor", number, seed=options.seed).name
        strange = project.name.removeprefix(plan.place.full_name)[:3] not in called and employer not in firms
        if strange and given < count:
            given += 1
            yield _stranger(
                f"stranger-{seed}-{number}", project, plan.place.full_name, employer, seed=options.seed, on=on
            )


def _stranger(key: str, project: Any, place: str, employer: str, *, seed: int, on: date) -> Truth:
    born = date(1985, 3, 2)
    return Truth(
        project_id="",
        project_name=project.name,
        place=place,
        employer_id="",
        employer_name=employer,
        seat=_seat_in(employer),
        contractor_name=contractor_of(len(key), seed=seed).name,
        region_code=project.region_code,
        entered_on=on - timedelta(days=150),
        left_on=on,
        phone=identities.phone(key).number,
        id_number=identities.citizen_id(key, birth_on=born, sex="male").number,
    )


def tellings(truths: Sequence[Truth], *, chance: Chance, on: date) -> list[Telling]:
    """Each of them telling it once, within a quarter of a year after they worked there."""
    return [
        tell(truth, chance=chance, on=min(on, truth.left_on + timedelta(days=chance.whole(0, 90)))) for truth in truths
    ]


def _place_in(name: str) -> str:
    found = [place.full_name for place in counties() if name.startswith(place.full_name)]
    return max(found, key=len, default="")


def _seat_in(name: str) -> str:
    seats = {place.prefecture_name.removesuffix("朝鲜族自治州").removesuffix("市") for place in counties()}
    return next((seat for seat in sorted(seats) if name.startswith(seat)), "")
