"""What speaks for a project or a firm, as figures to be weighed and as words to be shown. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from xinan.casework.matching.months import told_period
from xinan.casework.matching.names import Hit
from xinan.casework.matching.people import Known, Stint
from xinan.casework.matching.register import Site
from xinan.casework.matching.told import ToldClue
from xinan.kernel.period import Month
from xinan.kernel.text import Text
from xinan.patrols.places import Place, kilometres

# Wages are claimed for some time after the works are finished.
_AFTER_COMPLETION = timedelta(days=365)
_BEFORE_START = timedelta(days=31)
_NEAR_KM = (0.3, 1.0, 3.0)
_FAR_KM = 15.0
_WORTH_SAYING = 2.5  # nats


@dataclass(frozen=True)
class Setting:
    """Everything gathered about one clue.

    `site_hits` by project; `firm_hits` and `site_firm_hits` (a firm named where the site was asked for) by firm;
    `firms_of`: which firms work on a project.
    """

    told: ToldClue
    site_hits: Mapping[str, Hit] = field(default_factory=dict)
    firm_hits: Mapping[str, Hit] = field(default_factory=dict)
    site_firm_hits: Mapping[str, Hit] = field(default_factory=dict)
    firms_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)
    person: Known = field(default_factory=lambda: Known((), by_identity=False))
    stints: Sequence[Stint] = ()


def of_project(site: Site, setting: Setting) -> dict[str, float]:
    """The evidence for and against a project."""
    hit = setting.site_hits.get(site.project_id)
    firms = setting.firms_of.get(site.project_id, frozenset())
    return {
        "matched": hit.matched if hit else 0.0,
        "missed": hit.missed if hit else 0.0,
        "spare": hit.spare if hit else 0.0,
        "named": hit.named if hit else 0.0,
        "heard": hit.heard if hit else 0.0,
        "opposed": float(hit.opposed) if hit else 0.0,
        "unlike": float(bool(setting.told.site_words) and hit is None),
        "firm": _best(setting.firm_hits, firms),
        "other_firm": _best(setting.firm_hits, None) - _best(setting.firm_hits, firms),
        "firm_in_site": _best(setting.site_firm_hits, firms),
        **_of_place(site, setting),
        **_of_person(site, setting),
        "other_time": float(_at_another_time(site, setting.told)),
        "other_industry": float(setting.told.industry not in ("", site.industry)),
    }


def of_firm(key: str, setting: Setting, *, on_project: bool) -> dict[str, float]:
    """The evidence for and against a firm as the employer. `on_project`: it works on the project that is proposed."""
    hit = setting.firm_hits.get(key)
    own = () if setting.person.is_lent else setting.stints
    employed = any(stint.employer_id == key for stint in own)
    return {
        "matched": hit.matched if hit else 0.0,
        "missed": hit.missed if hit else 0.0,
        "opposed": float(hit.opposed) if hit else 0.0,
        "unlike": float(bool(setting.told.employer_words) and hit is None),
        "on_project": float(on_project),
        "person": float(employed),
        "other_person": float(bool(own) and not employed),
    }


def why_project(site: Site, setting: Setting, *, firm_names: Mapping[str, str]) -> tuple[Text, ...]:
    """The evidence in words; it names projects, firms and months, never a person or what they said."""
    return tuple(
        text
        for texts in (_of_name(site, setting), _of_firms(site, setting, firm_names), _of_time_and_place(site, setting))
        for text in texts
    )


def why_firm(key: str, setting: Setting, *, on_project: str) -> tuple[Text, ...]:
    """As `why_project`; `on_project` is the name of the proposed project the firm works on, if it does."""
    found = []
    hit = setting.firm_hits.get(key)
    if hit and hit.matched >= _WORTH_SAYING:
        found.append(
            Text(
                f"所述单位与企业名称中的“{hit.quoted}”相符。",
                f"The employer told meets “{hit.quoted}” of the firm's name.",
            )
        )
    if on_project:
        found.append(Text(f"该企业在“{on_project}”用工。", f"The firm employs people on “{on_project}”."))
    if not setting.person.is_lent and any(stint.employer_id == key for stint in setting.stints):
        found.append(Text("反映人的实名制登记单位为该企业。", "The roster has the caller as employed by this firm."))
    return tuple(found)


def _of_place(site: Site, setting: Setting) -> dict[str, float]:
    asked = setting.told.region_code
    distance = _distance(site, setting)
    return {
        "same_county": float(bool(asked) and asked == site.region_code),
        "other_county": float(bool(asked) and asked[:4] == site.region_code[:4] and asked != site.region_code)
        * float(not asked.endswith("00")),
        "other_city": float(bool(asked) and not asked.endswith("0000") and asked[:4] != site.region_code[:4]),
        "near": 0.0 if distance is None else sum(distance <= limit for limit in _NEAR_KM) / len(_NEAR_KM),
        "far": float(distance is not None and distance > _FAR_KM),
    }


def _of_person(site: Site, setting: Setting) -> dict[str, float]:
    here = [stint for stint in setting.stints if stint.project_id == site.project_id]
    in_time = any(_overlaps(stint, setting.told) for stint in here)
    lent, identity = setting.person.is_lent, setting.person.by_identity
    phone = not identity and not lent
    return {
        "identity_in_time": float(identity and in_time),
        "identity": float(identity and bool(here) and not in_time),
        "phone_in_time": float(phone and in_time),
        "phone": float(phone and bool(here) and not in_time),
        "lent": float(lent and bool(here)),
        "elsewhere": float(bool(setting.stints) and not here and not lent),
    }


def told_months(told: ToldClue) -> tuple[date, date] | None:
    """The days from the first to the last month told, in a field or in words; a month told alone is both."""
    first, last = told.from_month or told.to_month, told.to_month or told.from_month
    if first and last:
        return first.first, last.last
    in_words = told_period(told.period_words, on=told.received_on)
    return (in_words.first.first, in_words.last.last) if in_words else None


def _overlaps(stint: Stint, told: ToldClue) -> bool:
    months = told_months(told)
    if months is None:
        return stint.left_on is None or told.received_on - stint.left_on <= _AFTER_COMPLETION
    first, last = months
    return stint.entered_on <= last and (stint.left_on is None or stint.left_on >= first)


def _at_another_time(site: Site, told: ToldClue) -> bool:
    first, last = told_months(told) or (told.received_on, told.received_on)
    too_early = site.started_on is not None and last < site.started_on - _BEFORE_START
    ended = site.completed_on
    grace = timedelta(0) if told_months(told) else _AFTER_COMPLETION
    return too_early or (ended is not None and first > ended + grace)


def _best(hits: Mapping[str, Hit], among: frozenset[str] | None) -> float:
    """How well the firm among these that is met best is met, less what was told and is not in its name."""
    met = (max(0.0, hit.matched - hit.missed) for key, hit in hits.items() if among is None or key in among)
    return max(met, default=0.0)


def _distance(site: Site, setting: Setting) -> float | None:
    told, place = setting.told, setting.places.get(site.project_id)
    if told.lng is None or told.lat is None or place is None:
        return None
    return kilometres(Place(told.lng, told.lat), to=place)


def _of_name(site: Site, setting: Setting) -> Iterator[Text]:
    hit = setting.site_hits.get(site.project_id)
    if hit and hit.matched >= _WORTH_SAYING:
        yield Text(
            f"所述工地与项目名称中的“{hit.quoted}”相符。", f"The site told meets “{hit.quoted}” of the project's name."
        )
    if hit and hit.opposed:
        yield Text("但期、标段或楼号不同。", "But the phase, lot or building differs.")


def _of_firms(site: Site, setting: Setting, names: Mapping[str, str]) -> Iterator[Text]:
    firms = setting.firms_of.get(site.project_id, frozenset())
    met = {key: hit for key, hit in setting.firm_hits.items() if key in firms and hit.matched >= _WORTH_SAYING}
    met |= {key: hit for key, hit in setting.site_firm_hits.items() if key in firms and hit.matched >= _WORTH_SAYING}
    if met:
        key = max(sorted(met), key=lambda one: met[one].matched)
        yield Text(
            f"所述单位与在该项目的“{names[key]}”相符。",
            f"The firm told meets “{names[key]}”, which works on the project.",
        )
    here = [stint for stint in setting.stints if stint.project_id == site.project_id]
    if here and setting.person.is_lent:
        yield Text(
            "所留电话的机主在该项目名册上，但姓名不同，可能借用工友的电话。",
            "The phone's holder is on the project's roster under another name: perhaps a mate's phone.",
        )
    elif here:
        since, until = Month.of(here[-1].entered_on), here[0].left_on
        to = Text(f"至 {Month.of(until)}", f"to {Month.of(until)}") if until else Text("至今", "until now")
        by = Text("证件号码", "identity number") if setting.person.by_identity else Text("手机号码", "phone number")
        yield Text(
            f"反映人的{by.zh}在该项目实名制名册上（{since} {to.zh}）。",
            f"The caller's {by.en} is on the project's roster ({since} {to.en}).",
        )


def _of_time_and_place(site: Site, setting: Setting) -> Iterator[Text]:
    distance = _distance(site, setting)
    if distance is not None and distance <= _NEAR_KM[-1]:
        yield Text(f"所述位置距该项目约 {distance:.1f} 公里。", f"The place told lies about {distance:.1f} km from it.")
    if setting.told.region_code and setting.told.region_code == site.region_code:
        yield Text("所在县（市、区）相同。", "The county is the same.")
    if _at_another_time(site, setting.told):
        yield Text(
            "但所述时间该项目未开工或已竣工。", "But at the time told the project had not begun or was finished."
        )
