"""One clue as somebody tells it, from what is true of them."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tools.bench.tellings import manners, slips
from xinan.simulation.chance import Chance

_DEGREES_OF_A_KM = 0.009
# Manners of telling beside the usual noise: one of them, or none, in each telling.
ABBREVIATED, DIALECT, ALIKE, TRADITIONAL = "abbreviated", "dialect", "other characters, same sound", "traditional"
NO_SUFFIX, FULL_WIDTH, STAGES, FOREMAN = "no suffix", "full width", "stage said otherwise", "a foreman's calling"
WRONG_PHONE, MATE, MONTHS = "wrong phone", "a mate's phone", "months in words"
MANNERS = (ABBREVIATED, DIALECT, ALIKE, TRADITIONAL, NO_SUFFIX, FULL_WIDTH, STAGES, FOREMAN, WRONG_PHONE, MATE, MONTHS)


@dataclass(frozen=True, slots=True)
class Truth:
    """A worker's time on a project, and what is registered of both; a stranger's project and firm are in no registry."""

    project_id: str
    project_name: str
    place: str  # what the name begins with, in which city and county
    employer_id: str
    employer_name: str
    seat: str  # what the firm's name begins with
    contractor_name: str
    region_code: str
    entered_on: date
    left_on: date
    worker_id: str = ""
    name: str = ""
    phone: str = ""
    id_number: str = ""
    lng: float | None = None
    lat: float | None = None
    mate_phone: str = ""  # of somebody else on the site


@dataclass(frozen=True, slots=True)
class Telling:
    """What reaches the office. `kinds`: which kinds of noise are in it."""

    truth: Truth
    received_on: date
    site: str
    employer: str
    region_code: str
    phone: str
    id_number: str
    lng: float | None
    lat: float | None
    months: tuple[date, date] | None
    kinds: frozenset[str]
    name: str = ""
    period_words: str = ""
    period: tuple[date, date] | None = None  # what those words mean


def tell(truth: Truth, *, chance: Chance, on: date) -> Telling:
    """One telling: every part of it may be missing, wrong or said in other words."""
    kinds: set[str] = set()
    plainly = Telling(
        truth=truth,
        received_on=on,
        site=_site(truth, chance, kinds),
        employer=_employer(truth, chance, kinds),
        region_code=_region(truth, chance, kinds),
        phone=truth.phone if chance.happens(0.45) else "",
        id_number=truth.id_number if chance.happens(0.25) else "",
        months=_months(truth, chance, on=on),
        kinds=frozenset(kinds),
        name=truth.name if chance.happens(0.6) else "",
        **_place(truth, chance, kinds),
    )
    return in_manner(plainly, chance.pick(MANNERS), chance=chance) if chance.happens(0.6) else plainly


def in_manner(telling: Telling, manner: str, *, chance: Chance) -> Telling:
    """The telling in one manner more; as it is where that manner has nothing to change."""
    changed = _CHANGES[manner](telling, chance)
    if all(getattr(changed, field) == getattr(telling, field) for field in telling.__dataclass_fields__):
        return telling
    return replace(changed, kinds=telling.kinds | {manner})


def _abbreviated(telling: Telling, chance: Chance) -> Telling:
    truth = telling.truth
    proper, works = _parted(truth)
    firm = manners.short_firm(truth.employer_name, truth.seat, chance) if telling.employer else ""
    county = truth.place.split("市", 1)[1] if "市" in truth.place[:-1] else truth.place
    where = county[:2] if chance.happens(0.5) else ""
    return replace(telling, site=f"{where}{manners.short(proper, works, chance)}", employer=firm)


def _no_suffix(telling: Telling, _: Chance) -> Telling:
    firm = telling.truth.employer_name
    for end in ("有限责任公司", "有限公司", "公司", "工程", "劳务", "建筑", "建设"):
        firm = firm.removesuffix(end)
    return replace(telling, employer=firm) if len(firm) >= 2 else telling


def _stages(telling: Telling, chance: Chance) -> Telling:
    proper, works = _parted(telling.truth)
    said = manners.stage(works, chance)
    return replace(telling, site=f"{proper}{said.removesuffix('工程')}") if said != works else telling


def _foreman(telling: Telling, chance: Chance) -> Telling:
    calling = manners.foreman(chance)
    site = f"{telling.site}，跟着{calling}" if telling.site and chance.happens(0.3) else telling.site
    return replace(telling, employer=calling, site=site)


def _wrong_phone(telling: Telling, chance: Chance) -> Telling:
    return replace(telling, phone=manners.wrong_digit(telling.truth.phone, chance))


def _mate(telling: Telling, chance: Chance) -> Telling:
    truth = telling.truth
    if not truth.mate_phone:
        return telling
    return replace(telling, phone=truth.mate_phone, id_number="", name=truth.name if chance.happens(0.7) else "")


def _months_in_words(telling: Telling, chance: Chance) -> Telling:
    first, last = telling.months or (telling.truth.entered_on, min(telling.truth.left_on, telling.received_on))
    words = manners.months_in_words(first, last, on=telling.received_on, chance=chance)
    if not words:
        return telling
    return replace(telling, months=None, period_words=words, period=(first, last))


def _full_width(telling: Telling, _: Chance) -> Telling:
    wide = manners.FULL_WIDTH
    fields = {name: getattr(telling, name).translate(wide) for name in ("site", "employer", "phone", "id_number")}
    return replace(telling, **fields)


_CHANGES = {
    ABBREVIATED: _abbreviated,
    DIALECT: lambda telling, chance: replace(telling, site=manners.in_dialect(telling.site, chance)),
    ALIKE: lambda telling, chance: replace(telling, site=manners.alike(telling.site, chance)),
    TRADITIONAL: lambda telling, _: replace(
        telling,
        site=telling.site.translate(manners.TRADITIONAL),
        employer=telling.employer.translate(manners.TRADITIONAL),
    ),
    NO_SUFFIX: _no_suffix,
    FULL_WIDTH: _full_width,
    STAGES: _stages,
    FOREMAN: _foreman,
    WRONG_PHONE: _wrong_phone,
    MATE: _mate,
    MONTHS: _months_in_words,
}


def without_person(telling: Telling) -> Telling:
    """The same words from somebody who is on no roster."""
    return replace(telling, phone="", id_number="")


def _site(truth: Truth, chance: Chance, kinds: set[str]) -> str:
    if chance.happens(0.06):
        kinds.add("no site")
        return ""
    proper, works = _parted(truth)
    said = proper
    if chance.happens(0.3):
        said = _wrong_characters(said, chance, kinds)
    elif chance.happens(0.1):
        said = _typed(said, chance, kinds)
    called = _works(works, chance, kinds)
    if chance.happens(0.08) and called:
        kinds.add("turned round")
        said = f"{called}{said}"
    else:
        said = f"{said}{called}"
    return f"{chance.pick(slips.HEADS)}{_where(truth, chance, kinds)}{said}{chance.pick(slips.TAILS)}"


def _parted(truth: Truth) -> tuple[str, str]:
    rest = truth.project_name.removeprefix(truth.place)
    return rest[:3], rest[3:]


def _works(works: str, chance: Chance, kinds: set[str]) -> str:
    if chance.happens(0.25):
        kinds.add("works left out")
        return ""
    if chance.happens(0.3):
        return works
    kinds.add("street name")
    said = chance.pick(slips.STREET.get(works, (works.removesuffix("工程"),)))
    if chance.happens(0.4):
        for numeral, digit in slips.NUMBERS.items():
            said = said.replace(f"{numeral}期", f"{digit}期")
    return said


def _where(truth: Truth, chance: Chance, kinds: set[str]) -> str:
    """The place as it is said: whole, the county alone, without its last character, or not at all."""
    whole = truth.place
    county = whole.split("市", 1)[1] if "市" in whole[:-1] else whole
    kind = chance.weighted(("none", "whole", "county", "short"), (0.45, 0.15, 0.2, 0.2))
    if kind == "none":
        kinds.add("no district")
        return ""
    return {"whole": whole, "county": county, "short": county[:2]}[kind]


def _wrong_characters(said: str, chance: Chance, kinds: set[str]) -> str:
    kinds.add("wrong characters")
    place = chance.whole(0, len(said) - 1)
    found = slips.WRONG.get(said[place], said[place])
    changed = f"{said[:place]}{chance.pick(found)}{said[place + 1 :]}"
    if chance.happens(0.2):
        other = (place + 1) % len(said)
        changed = (
            f"{changed[:other]}{chance.pick(slips.WRONG.get(changed[other], changed[other]))}{changed[other + 1 :]}"
        )
    return changed


def _typed(said: str, chance: Chance, kinds: set[str]) -> str:
    kinds.add("typed by sound")
    letters = "".join(slips.TYPED.get(one, one) for one in said)
    if chance.happens(0.35):
        right = chance.pick(sorted(slips.TYPED_WRONG))
        letters = letters.replace(right, slips.TYPED_WRONG[right], 1)
    return letters


def _employer(truth: Truth, chance: Chance, kinds: set[str]) -> str:
    kind = chance.weighted(("none", "own", "contractor", "strange"), (0.4, 0.4, 0.13, 0.07))
    if kind == "none":
        return ""
    if kind == "strange":
        kinds.add("a firm nobody knows")
        return f"{chance.pick(slips.STRANGE_FIRMS)}劳务"
    if kind == "contractor":
        kinds.add("the contractor for the employer")
    name = truth.employer_name if kind == "own" else truth.contractor_name
    return _short_firm(name, truth.seat, chance, kinds)


def _short_firm(name: str, seat: str, chance: Chance, kinds: set[str]) -> str:
    if chance.happens(0.25):
        return name
    kinds.add("short firm name")
    rest = name.removeprefix(seat) if chance.happens(0.7) else name
    for end in slips.FIRM_ENDS:
        rest = rest.removesuffix(end)
    if chance.happens(0.35) and len(rest) > 4:
        rest = rest[: 2 + chance.whole(0, 2)]
    if chance.happens(0.2):
        rest = _wrong_characters(rest, chance, kinds)
    return f"{rest}{chance.pick(slips.FIRM_TAILS)}"


def _region(truth: Truth, chance: Chance, kinds: set[str]) -> str:
    """Mostly the county of the counter it is told at; at times that of another one."""
    kind = chance.weighted(("none", "right", "city", "wrong"), (0.35, 0.5, 0.1, 0.05))
    if kind == "wrong":
        kinds.add("another county's counter")
        return f"{truth.region_code[:4]}02"
    return {"none": "", "right": truth.region_code, "city": f"{truth.region_code[:4]}00"}[kind]


def _place(truth: Truth, chance: Chance, kinds: set[str]) -> dict[str, float | None]:
    if truth.lng is None or truth.lat is None or not chance.happens(0.15):
        return {"lng": None, "lat": None}
    # On the site, or at home or at the counter some kilometres off.
    kinds.add("a place on the map")
    spread = _DEGREES_OF_A_KM * (0.4 if chance.happens(0.8) else 9.0)
    return {"lng": truth.lng + chance.real(-spread, spread), "lat": truth.lat + chance.real(-spread, spread)}


def _months(truth: Truth, chance: Chance, *, on: date) -> tuple[date, date] | None:
    if chance.happens(0.4):
        return None
    last = min(truth.left_on, on)
    first = max(truth.entered_on, last - timedelta(days=30 * chance.whole(0, 3)))
    return min(first, last), last
