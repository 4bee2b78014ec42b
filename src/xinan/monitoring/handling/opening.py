"""From a warning to the opening of its proceeding: which firm has to answer, and who takes it in which office."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from xinan.monitoring.handling.decisions import first_state
from xinan.monitoring.handling.news import News
from xinan.people.duties.queries import responsible_for_many
from xinan.people.duties.roster import Question
from xinan.people.enums import Role
from xinan.procedures.given import Opening
from xinan.procedures.policies import party
from xinan.rules.model import Addressee
from xinan.rules.registry import find_rule

PROCEDURE: Final = "warning"
SUBJECT: Final = "warning"
_ROLES: Final = {
    Addressee.CONTRACTOR: Role.CONTRACTOR,
    Addressee.OWNER: Role.OWNER,
    Addressee.BANK: Role.BANK,
}


def openings_for(news: Sequence[News], *, on: date, reasons: Sequence[str]) -> list[Opening]:
    """An opening for each, routed by who answers for its place, trade and link today; three statements."""
    questions = [Question(each.region_code, each.industry, _link(each), Role.COUNTY_INSPECTOR) for each in news]
    answers = responsible_for_many(questions, on=on)
    return [
        Opening(
            procedure=PROCEDURE,
            subject_kind=SUBJECT,
            subject_id=str(each.warning_id),
            project_id=each.project_id,
            region_code=each.region_code,
            industry=each.industry,
            link=_link(each),
            level=each.level,
            holder_id=answer.user.pk if answer.user else None,
            holder_office_id=answer.office.pk,
            addressee_enterprise_id=addressee_of(each),
            parties=parties_of(each),
            previous_id=each.proceeding_id,
            state=first_state(each),
            reason=reason,
            other={"routed": {"zh": answer.why.zh, "en": answer.why.en}},
        )
        for each, answer, reason in zip(news, answers, reasons, strict=True)
    ]


def addressee_of(news: News) -> str:
    """The firm that has to answer: the first that the rule names; none where it names several banks, or no firm."""
    for addressee in find_rule(news.rule).addressees:
        firms = _firms(news, addressee)
        if firms:
            return firms[0] if len(firms) == 1 else ""
    return ""


def parties_of(news: News) -> tuple[str, ...]:
    """Every firm that the rule addresses, in its role."""
    addressees = find_rule(news.rule).addressees
    return tuple(party(_ROLES[each], firm) for each in addressees for firm in _firms(news, each))


def _firms(news: News, addressee: Addressee) -> tuple[str, ...]:
    if news.untold:
        return ()
    found = {
        Addressee.CONTRACTOR: (news.contractor_id,),
        Addressee.OWNER: (news.owner_id,),
        Addressee.BANK: news.bank_ids,
    }
    return tuple(firm for firm in found.get(addressee, ()) if firm)


def _link(news: News) -> str:
    return news.rule.split("/")[0]
