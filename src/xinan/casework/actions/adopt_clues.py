"""Brings clues that are only facts (loaded from elsewhere, from before there was a pool) into the pool: a number, a life."""

from datetime import date, datetime, time

from django.db import transaction

from xinan.casework.models import Clue
from xinan.casework.numbering import next_number
from xinan.casework.queries import PROCEDURE, SUBJECT
from xinan.kernel.clock import CHINA
from xinan.kernel.regions import PROVINCE_CODE
from xinan.people.duties.queries import responsible_for_many
from xinan.people.duties.roster import Question
from xinan.people.enums import Role
from xinan.procedures.actions.open_proceedings import open_proceedings
from xinan.procedures.given import Opening

_NOON = time(12)


@transaction.atomic
def adopt_clues(*, until: date) -> int:
    """How many open clues without a number were given one, and to whoever answers for their place; again does nothing.

    Their clocks begin on the day they were received: what has been lying is late, and is shown so.
    """
    rows = Clue.objects.select_for_update(of=("self",)).select_related("project").filter(number="", closed_on=None)
    clues = list(rows.filter(received_on__lte=until).order_by("received_on", "pk"))
    for clue in clues:
        _key, clue.number = next_number(clue.received_on)
        clue.region_code = clue.project.region_code if clue.project is not None else PROVINCE_CODE
        clue.industry = clue.project.industry if clue.project is not None else ""
    Clue.objects.bulk_update(clues, ["number", "region_code", "industry"])
    questions = [Question(clue.region_code, clue.industry, "", Role.COUNTY_INSPECTOR) for clue in clues]
    for clue, answer in zip(clues, responsible_for_many(questions, on=until), strict=True):
        opening = Opening(
            procedure=PROCEDURE,
            subject_kind=SUBJECT,
            subject_id=clue.pk,
            project_id=clue.project_id or "",
            region_code=clue.region_code,
            industry=clue.industry,
            holder_id=answer.user.pk if answer.user is not None else None,
            holder_office_id=answer.office.pk,
            state="assigned" if answer.user is not None else "received",
            reason="历史登记",
            other={"routed": {"zh": answer.why.zh, "en": answer.why.en}},
        )
        open_proceedings([opening], now=datetime.combine(clue.received_on, _NOON, CHINA))
    return len(clues)
