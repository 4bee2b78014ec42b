"""A visit for the phone of whoever makes it, and as a report for everybody else."""

from datetime import date
from typing import Any

from django.urls import reverse

from xinan.kernel.text import Text
from xinan.patrols.checklist import BY_CODE, ITEMS, Detail, warning_item
from xinan.patrols.models import Visit, VisitCheck
from xinan.patrols.queries import open_warnings, tally_of
from xinan.rules.model import Level
from xinan.rules.registry import find_rule
from xinan.web.patrols.visit_data import Answered, AskedWarning, SaidOnWarning, VisitReport
from xinan.web.shell.scope_words import place_words


def asked_warnings(project_id: str, *, today: date) -> list[AskedWarning]:
    """The open warnings of a project in short, the gravest first."""
    found = []
    for warning in open_warnings(project_id):
        rule = find_rule(warning.rule)
        found.append(
            AskedWarning(
                item=warning_item(warning.pk),
                title=rule.title,
                level=Level(warning.level),
                since=warning.since,
                days=(today - warning.since).days + 1,
                period=warning.period or "",
                cure=rule.cure,
            )
        )
    return found


def kept_state(visit: Visit) -> dict[str, Any]:
    """What the server has of a visit, as the script reads it."""
    return {
        "checks": {
            check.item: {
                "answer": check.answer,
                "details": check.details,
                "note": check.note,
                "said_at": check.said_at.isoformat(),
            }
            for check in visit.checks.all()
        },
        "talks": [
            {
                "key": str(talk.key),
                "asked": talk.asked,
                "on_time": talk.on_time,
                "owed": talk.owed,
                "months": talk.months,
                "withdrawn": talk.withdrawn,
                "said_at": talk.said_at.isoformat(),
            }
            for talk in visit.talks.all()
        ],
        "photos": [
            {
                "key": str(photo.key),
                "item": photo.item,
                "taken_at": photo.taken_at.isoformat(),
                "url": reverse("visit-photo", args=[visit.pk, photo.key]),
            }
            for photo in visit.photos.defer("content_sealed")
        ],
        "position": {"accuracy": visit.accuracy} if visit.accuracy is not None else None,
    }


def report_of(visit: Visit) -> VisitReport:
    """The visit as it is read afterwards. Seven queries."""
    checks = {check.item: check for check in visit.checks.exclude(answer="")}
    outcomes = dict(visit.facts.values_list("fact", "outcome"))
    photos = tuple(visit.photos.defer("content_sealed"))
    return VisitReport(
        visit=visit,
        place=place_words(visit.project.region_code, skip=1),
        answered=tuple(
            Answered(
                item=item,
                answer=checks[item.code].answer if item.code in checks else "",
                note=checks[item.code].note if item.code in checks else "",
                details=_details(checks.get(item.code)),
                outcome=outcomes.get(item.code, ""),
                photos=tuple(photo for photo in photos if photo.item == item.code),
            )
            for item in ITEMS
        ),
        words=tuple(
            SaidOnWarning(find_rule(word.warning.rule).title, Level(word.warning.level), word.word, word.note)
            for word in visit.words.select_related("warning")
        ),
        talks=tuple(visit.talks.filter(withdrawn=False)),
        tally=tally_of(visit),
        photos=photos,
    )


def _details(check: VisitCheck | None) -> tuple[Text, ...]:
    if check is None or check.item not in BY_CODE:
        return ()
    return tuple(
        _detail(detail, check.details.get(detail.name)) for detail in BY_CODE[check.item].details if check.details
    )


def _detail(detail: Detail, value: object) -> Text:
    if detail.kind == "day":
        said = str(value) if value else "—"
        return Text(f"{detail.title.zh}：{said}", f"{detail.title.en}: {said}")
    mark = "✓" if value else "✗"
    return Text(f"{mark} {detail.title.zh}", f"{mark} {detail.title.en}")
