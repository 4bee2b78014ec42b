"""Who writes, sees and answers letters, and who keeps templates."""

from django.db.models import Q, QuerySet

from xinan.documents.enums import ISSUED_STATES, LetterState
from xinan.documents.models import Letter
from xinan.documents.subjects import about_open_ones, not_about_closed_ones, rule_for
from xinan.kernel.errors import NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.people.enums import Role
from xinan.people.models import Organisation, User
from xinan.people.scope import Grant, Scope

# Mediators and arbitrators write about what names them and about nothing else (`may_write_about`).
WRITING_ROLES = frozenset(
    {
        Role.PROVINCE_OFFICE, Role.CITY_OFFICE, Role.COUNTY_INSPECTOR, Role.INDUSTRY_DEPARTMENT, Role.MEDIATOR,
        Role.ARBITRATOR,
    }
)  # fmt: skip

# What was served is with its addressee.
_IN_HAND = (LetterState.SERVED, LetterState.REPLIED, LetterState.RELEASED)


def may_write_letters(user: User, *, scope: Scope) -> bool:
    """Whether a person writes letters at all: they hold an office's post and belong to an office."""
    return user.organisation_id is not None and bool(scope.roles & WRITING_ROLES)


def may_write_about(
    user: User, *, scope: Scope, region_code: str, industry: str, subject_kind: str = "", subject_id: str = ""
) -> bool:
    """Whether the person's office may write about a place and a trade; about no place at all, any office may.

    About a subject whose noun says who acts on it, that alone decides.
    """
    if not may_write_letters(user, scope=scope):
        return False
    rule = rule_for(subject_kind)
    if rule is not None:
        return rule.may_write(scope, subject_id)
    return any(_covers(grant, region_code, industry) for grant in scope.grants if grant.role in WRITING_ROLES)


def visible_letters(user: User, *, scope: Scope) -> QuerySet[Letter]:
    """The letters a person may see.

    Drafts are their own office's alone. Issued ones: one's own office's, those about one's places and trades, and those
    addressed to one's firm. Nobody sees a draft that was given up but the office that drafted it. Letters about things that
    are open to few (`documents.subjects`) are open to the same few, and to the firm they are addressed to.
    """
    letters = Letter.objects.select_related("office", "drafted_by", "issued_by")
    issued = Q(state__in=ISSUED_STATES) & ~Q(number="")
    writes = bool(user.organisation_id) and bool(scope.roles & WRITING_ROLES)
    own = Q(office_id=user.organisation_id) if writes else Q(pk__in=[])
    seen = not_about_closed_ones(scope)
    if scope.sees_everything:
        return letters.filter((own | issued) & seen)
    opened = about_open_ones(scope)
    for grant in scope.offices:
        opened |= _about(grant)
    addressed = Q(pk__in=[])
    if scope.enterprise_ids:
        told = Q(firm_told_at__isnull=False) | Q(state__in=_IN_HAND)
        addressed = Q(addressee_enterprise_id__in=scope.enterprise_ids) & told
    return letters.filter((own | issued & opened) & seen | issued & addressed)


def visible_letter(user: User, *, scope: Scope, number: int) -> Letter:
    """One of them; NotFound `letter.unknown`."""
    letter = visible_letters(user, scope=scope).filter(pk=number).first()
    if letter is None:
        raise NotFound(
            "letter.unknown",
            Text("没有这份文书，或它不在您的职责范围内。", "There is no such letter within your responsibility."),
            Text("请从文书列表进入。", "Open it from the list of letters."),
        )
    return letter


def may_handle(user: User, *, scope: Scope, letter: Letter) -> bool:
    """Whether a person may change, issue, serve, void this letter: their office wrote it."""
    return letter.office_id == user.organisation_id and may_write_about(
        user,
        scope=scope,
        region_code=letter.region_code,
        industry=letter.industry,
        subject_kind=letter.subject_kind,
        subject_id=letter.subject_id,
    )


def is_addressee(scope: Scope, *, letter: Letter) -> bool:
    """Whether a person belongs to the firm to which an issued letter goes, and may know of it."""
    told = letter.firm_told_at is not None or letter.state in _IN_HAND
    return bool(letter.addressee_enterprise_id) and told and letter.addressee_enterprise_id in scope.enterprise_ids


def may_receive(scope: Scope, *, letter: Letter) -> bool:
    """Whether the person may confirm in the product that the letter has arrived, which is its service."""
    return is_addressee(scope, letter=letter) and letter.state == LetterState.ISSUED


def may_answer(scope: Scope, *, letter: Letter) -> bool:
    """Whether the person may answer it for their firm."""
    return is_addressee(scope, letter=letter) and letter.state in (LetterState.SERVED, LetterState.REPLIED)


def template_holders(user: User, *, scope: Scope) -> tuple[Organisation | None, ...]:
    """For whom a person may keep templates: their own office; None, the whole province, for its office."""
    if not may_write_letters(user, scope=scope):
        return ()
    own = (user.organisation,)
    return (*own, None) if Role.PROVINCE_OFFICE in scope.roles else own


def require_handling(user: User, *, scope: Scope, letter: Letter) -> None:
    """Raises NotAllowed `letter.not-yours`."""
    if not may_handle(user, scope=scope, letter=letter):
        raise NotAllowed(
            "letter.not-yours",
            Text("这份文书由其他单位发出，您不能办理。", "Another office wrote this letter; you cannot act on it."),
            Text("请联系发文单位。", "Ask the office that wrote it."),
        )


def _covers(grant: Grant, region_code: str, industry: str) -> bool:
    in_place = not region_code or grant.regions is None or region_code in grant.regions
    return in_place and (not industry or grant.industries is None or industry in grant.industries)


def _about(grant: Grant) -> Q:
    about = ~Q(region_code="")
    if grant.regions is not None:
        about &= Q(region_code__in=grant.regions)
    if grant.industries is not None:
        about &= Q(industry__in=grant.industries)
    return about
