"""What a letter about a project's warnings says, taken from the warnings as they stand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from xinan.documents.actions.draft_letter import draft_letter
from xinan.documents.enums import LetterState
from xinan.documents.kinds import LetterKind, find_kind
from xinan.documents.models import Letter
from xinan.documents.queries import letters_of_project
from xinan.engine.explain import because as said_why
from xinan.engine.finding import Finding
from xinan.kernel.ciphers import Keyring
from xinan.kernel.deadlines import Length, due
from xinan.kernel.errors import InvalidValue
from xinan.kernel.regions import region
from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.people.models import Organisation, User
from xinan.registry.models import Project
from xinan.rules.model import Basis
from xinan.rules.registry import find_rule

PROJECT = "project"
USUAL_CURE = Length.parse("10 WD")
# The letters whose carrying out a review looks at.
_ORDERS = ("rectification", "warning-notice")
_FIRST_NUMBER = re.compile(r"[0-9]+")
_ORDINALS = "一二三四五六七八九十"
# The figures of a rule that say how many are owed how much; other rules' sums are of other things and are not added.
_OWED = {"wages/unpaid": ("unpaid_amount", "unpaid_workers")}
# What follows for whom, where the order is not obeyed (条例 54–57; 监察条例 30).
_CONSEQUENCES = "《保障农民工工资支付条例》第五十四条至第五十七条、《劳动保障监察条例》第三十条"


class AddressedTo(StrEnum):
    """Whom of a project a letter goes to; `OTHER` is for the drafter to fill in."""

    CONTRACTOR = "contractor"
    OWNER = "owner"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be written: which letter, to whom, about which warnings."""

    template_code: str
    addressed_to: AddressedTo
    warnings: Sequence[Warning]


def draft_about_project(
    project: Project, *, wish: Wish, office: Organisation, by: User | None, now: datetime, keyring: Keyring
) -> Letter:
    """A draft about a project, its fields filled in from the warnings; raises as `draft_letter`."""
    kind = find_kind(wish.template_code)
    return draft_letter(
        kind.code,
        office=office,
        subject_kind=PROJECT,
        subject_id=project.pk,
        project_id=project.pk,
        region_code=project.region_code,
        industry=project.industry,
        addressee_enterprise_id=_addressee_id(project, wish.addressed_to),
        fields=letter_fields(project, wish.warnings, kind=kind, addressed_to=wish.addressed_to, today=now.date()),
        by=by,
        now=now,
        keyring=keyring,
    )


def letter_fields(
    project: Project, warnings: Sequence[Warning], *, kind: LetterKind, addressed_to: AddressedTo, today: date
) -> dict[str, object]:
    """The fields of a kind of letter that the product can fill in from a project and some of its warnings."""
    names = {AddressedTo.CONTRACTOR: project.contractor.name, AddressedTo.OWNER: project.owner.name}
    said: dict[str, object] = {
        "title": kind.usual_title.format(project=project.name),
        "addressee": names.get(addressed_to, ""),
        "project_name": project.name,
        "project_id": project.pk,
        "project_place": _place(project.region_code),
        "owner_name": project.owner.name,
        "contractor_name": project.contractor.name,
        "as_of": max((each.evaluated_as_of for each in warnings), default=today),
        "law": law_of(warnings) or _cited(kind.basis),
        "findings": [finding_row(each) for each in warnings],
        "topics": _numbered(f"{_title(each)}的原因和整改安排。" for each in warnings),
        "matter": "\n".join(said_about(each) for each in warnings),
        "orders": _numbered(_cure(each) for each in warnings),
        "requirements": _numbered(
            ("查清事实和责任，逐人核对应发、已发工资。", "督促责任单位限期办结，并报送凭证。"), form="（{}）"
        ),
        "consequences": _CONSEQUENCES,
        "checked_on": today,
        "results": [{"name": _title(each), "result": "未整改", "detail": said_about(each)} for each in warnings],
        "order_number": _last_order(project),
        "cure_by": due(today, USUAL_CURE).on,
        "cure_within": USUAL_CURE,
        **_owed(warnings),
        **_answer(kind),
    }
    known = {field.name for field in kind.asked}
    return {name: value for name, value in said.items() if name in known}


def finding_row(warning: Warning) -> dict[str, str]:
    """One warning as a row of a letter: its name, its facts with figures, its law, what clears it."""
    return {
        "name": _title(warning),
        "detail": said_about(warning),
        "law": _cited(find_rule(warning.rule).basis) or "系统设定的核查规则",
        "cure": _cure(warning),
    }


def said_about(warning: Warning) -> str:
    """Why the warning stands, in one sentence with its figures."""
    rule = find_rule(warning.rule)
    measures = {measure.name: warning.measures.get(measure.name) for measure in rule.measures}
    finding = Finding(
        rule=warning.rule,
        project_id=warning.project_id,
        subject_kind=warning.subject_kind,
        subject_id=warning.subject_id,
        period=warning.period,
        level=warning.level,
        since=warning.since,
        measures=measures,
    )
    return said_why(rule, finding, as_of=warning.evaluated_as_of).zh


def law_of(warnings: Sequence[Warning]) -> str:
    """The articles behind some warnings, each document once."""
    return _cited(basis for warning in warnings for basis in find_rule(warning.rule).basis)


def _cited(bases: Iterable[Basis]) -> str:
    """《…》第11–14、31条, by document; what is no law is left out."""
    articles: dict[str, list[str]] = {}
    for basis in bases:
        if basis.is_law:
            cited = articles.setdefault(basis.document.zh.split("（")[0], [])
            cited += [each for part in basis.articles.split(",") if (each := part.strip()) and each not in cited]
    return "、".join(
        f"《{name}》" + (f"第{'、'.join(sorted(numbers, key=_in_order))}条" if numbers else "")
        for name, numbers in articles.items()
    )


def _in_order(article: str) -> tuple[int, str]:
    """Articles as a lawyer lists them: 8, 11–12, 32."""
    first = _FIRST_NUMBER.match(article)
    return (int(first[0]) if first else 0, article)


def _last_order(project: Project) -> str:
    """The number of the last letter that asked this project to put something right."""
    asked = letters_of_project(project.pk).filter(kind__in=_ORDERS).exclude(number="").exclude(state=LetterState.VOIDED)
    return asked.values_list("number", flat=True).first() or ""


def _owed(warnings: Sequence[Warning]) -> dict[str, object]:
    """How much is owed to how many, where the warnings say so: sums of months, the most people of any one."""
    owed = [(each.measures.get(_OWED[each.rule][0]), each.measures.get(_OWED[each.rule][1])) for each in warnings
            if each.rule in _OWED]  # fmt: skip
    amounts = [amount for amount, _ in owed if amount is not None]
    people = [int(count) for _, count in owed if count is not None]
    try:
        total = sum((Decimal(str(amount)) for amount in amounts), Decimal(0))
    except InvalidOperation as error:
        raise InvalidValue(
            "letter.figure",
            Text("预警中的金额无法读取。", "A sum of the warnings cannot be read."),
            Text("请重新研判该项目后再发文。", "Evaluate the project anew, then write."),
        ) from error
    return {"amount": total if total else None, "workers": str(max(people)) if people else ""}


def _answer(kind: LetterKind) -> dict[str, object]:
    return {"answer_within": kind.clock.length} if kind.clock and kind.clock.field == "answer_within" else {}


def _numbered(lines: Iterable[str], *, form: str = "{}、") -> str:
    unique = list(dict.fromkeys(lines))
    marks = [_ORDINALS[place] if place < len(_ORDINALS) else str(place + 1) for place in range(len(unique))]
    return "\n".join(f"{form.format(mark)}{line}" for mark, line in zip(marks, unique, strict=True))


def _title(warning: Warning) -> str:
    return find_rule(warning.rule).title.zh


def _cure(warning: Warning) -> str:
    return find_rule(warning.rule).cure.zh


def _place(code: str) -> str:
    try:
        place = region(code)
        above = region(place.parent_code) if place.parent_code else None
    except InvalidValue:
        return ""
    return (above.name if above and above.level == "prefecture" else "") + place.name


def _addressee_id(project: Project, addressed_to: AddressedTo) -> str:
    found = {AddressedTo.CONTRACTOR: project.contractor_id, AddressedTo.OWNER: project.owner_id}
    return str(found.get(addressed_to, ""))
