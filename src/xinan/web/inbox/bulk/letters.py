"""Draft a reminder to the general contractor of each chosen project, with its open warnings as they stand."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any, Final

from xinan.documents.actions.draft_letter import draft_letter
from xinan.documents.actions.void_letter import void_letter
from xinan.documents.catalogue import REMINDER
from xinan.documents.enums import LetterState
from xinan.documents.models import Letter
from xinan.documents.policies import may_write_about
from xinan.kernel.deadlines import Length
from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.monitoring.enums import WarningState
from xinan.monitoring.models import Warning
from xinan.registry.models import Project
from xinan.rules.model import Basis, Level
from xinan.rules.registry import find_rule
from xinan.web.inbox.bulk.model import Asker, Field, Given, Line, Outcome, counted
from xinan.web.projects.warnings import warning_view
from xinan.web.shell.scope_words import place_words

_LETTERS: Final = (Text("# 份草稿", "# draft"), Text("# 份草稿", "# drafts"))
_ANSWER_WITHIN: Final = Length.parse("5 WD")
# What a letter lists; the rest is in the product, where the firm sees everything.
_ROWS_AT_MOST: Final = 30
_LAW: Final = "《保障农民工工资支付条例》第三十八条"


class DraftReminders:
    """Drafts only: each is read, changed and issued by itself."""

    code: Final = "draft-reminder"
    title: Final = Text("起草提醒函", "Draft reminders")
    hint: Final = Text(
        "每个项目起草一份，列出未消除的预警，主送施工总承包单位；核对后逐份签发。",
        "One a project, with its open warnings, to the general contractor; each is checked and issued by itself.",
    )
    fields: Final[tuple[Field, ...]] = ()

    def preview(self, projects: Sequence[Project], *, asker: Asker) -> list[Line]:
        raised = _raised([project.pk for project in projects])
        drafts = set(
            Letter.objects.filter(
                kind=REMINDER.code,
                state=LetterState.DRAFT,
                subject_kind="project",
                subject_id__in=[project.pk for project in projects],
                office_id=asker.user.organisation_id,
            ).values_list("subject_id", flat=True)
        )
        return [
            _line(project, raised.get(project.pk, []), drafted=project.pk in drafts, asker=asker)
            for project in projects
        ]

    def do(self, items: Sequence[str], *, given: Given, asker: Asker) -> Outcome:
        office = asker.user.organisation
        raised = _raised(items)
        made, refused = [], []
        for project in Project.objects.filter(pk__in=list(items)).select_related("contractor", "owner").order_by("pk"):
            if office is None:
                break
            try:
                letter = draft_letter(
                    REMINDER.code,
                    office=office,
                    subject_kind="project",
                    subject_id=project.pk,
                    project_id=project.pk,
                    region_code=project.region_code,
                    industry=project.industry,
                    addressee_enterprise_id=project.contractor_id,
                    fields=_fields(project, raised.get(project.pk, []), asker=asker),
                    by=asker.user,
                    now=asker.now,
                    keyring=asker.keyring,
                )
            except XinanError as error:
                refused.append((project.name, error.what))
            else:
                made.append(letter.pk)
        said = counted(len(made), *_LETTERS)
        return Outcome(
            len(made),
            Text(f"已起草提醒函 {said.zh}。", f"Reminders drafted: {said.en}."),
            tuple(refused),
            undo={"letters": made} if made else None,
        )

    def undo(self, kept: Mapping[str, Any], *, asker: Asker) -> Text:
        given_up = 0
        own = Letter.objects.filter(
            pk__in=list(kept.get("letters", ())), state=LetterState.DRAFT, drafted_by=asker.user, version=1
        )
        for letter in own:
            void_letter(letter, reason="撤销批量起草", by=asker.user, now=asker.now)
            given_up += 1
        said = counted(given_up, *_LETTERS)
        return Text(
            f"已撤销 {said.zh}；改动过或已签发的保留。", f"Given up: {said.en}; those changed or issued since stay."
        )


def _line(project: Project, warnings: Sequence[Warning], *, drafted: bool, asker: Asker) -> Line:
    refused: tuple[Text, ...] = ()
    if not may_write_about(asker.user, scope=asker.scope, region_code=project.region_code, industry=project.industry):
        refused = (Text("您的岗位不能就这里的事项发文。", "Your post does not write letters about it."),)
    elif not warnings:
        refused = (Text("没有未消除的预警。", "It has no open warning."),)
    elif drafted:
        refused = (Text("已有一份没有签发的提醒函草稿。", "There is a draft already that has not been issued."),)
    items = () if refused else (project.pk,)
    return Line(project.pk, project.name, items, counted(len(items), *_LETTERS), refused)


def _raised(project_ids: Sequence[str]) -> dict[str, list[Warning]]:
    rows = Warning.objects.filter(project_id__in=list(project_ids), state=WarningState.OPEN, settled_as="")
    found: dict[str, list[Warning]] = defaultdict(list)
    for warning in rows.exclude(level=Level.GREY).order_by("since", "pk"):
        found[str(warning.project_id)].append(warning)
    return {key: sorted(group, key=lambda one: -Level(one.level).rank) for key, group in found.items()}


def _fields(project: Project, warnings: Sequence[Warning], *, asker: Asker) -> dict[str, object]:
    return {
        "title": REMINDER.usual_title.format(project=project.name),
        "addressee": project.contractor.name,
        "project_name": project.name,
        "project_id": project.pk,
        "project_place": place_words(project.region_code).zh,
        "owner_name": project.owner.name if project.owner else "",
        "contractor_name": project.contractor.name,
        "as_of": asker.today,
        "findings": tuple(_finding(warning, asker=asker) for warning in warnings[:_ROWS_AT_MOST]),
        "law": _LAW,
        "answer_within": _ANSWER_WITHIN,
    }


def _finding(warning: Warning, *, asker: Asker) -> dict[str, str]:
    view, rule = warning_view(warning, today=asker.today, people={}), find_rule(warning.rule)
    period = f"（{warning.period}）" if warning.period else ""
    return {
        "name": f"{rule.title.zh}{period}",
        "detail": view.because.zh,
        "law": "；".join(_article(basis) for basis in rule.basis),
        "cure": rule.cure.zh,
    }


def _article(basis: Basis) -> str:
    return f"{basis.document.zh}第{basis.articles.replace(', ', '、')}条" if basis.articles else basis.document.zh
