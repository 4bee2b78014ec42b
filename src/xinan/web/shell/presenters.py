"""The posts of the person who asks, in words, for the top bar."""

from datetime import date

from django.db.models import Q

from xinan.kernel.text import Text
from xinan.people.enums import TRIBUNAL_ROLES, Role
from xinan.people.models import Appointment, User
from xinan.web.shell.scope_words import ScopeWords, industries_words, place_words

ROLE_WORDS = {
    Role.PROVINCE_OFFICE: Text("省根治欠薪办", "Provincial leading-group office"),
    Role.CITY_OFFICE: Text("市州根治欠薪办", "City leading-group office"),
    Role.COUNTY_INSPECTOR: Text("劳动保障监察员", "Labour inspector"),
    Role.INDUSTRY_DEPARTMENT: Text("行业主管部门", "Industry department"),
    Role.MEDIATOR: Text("调解员", "Mediator"),
    Role.ARBITRATOR: Text("仲裁员", "Arbitrator"),
    Role.CONTRACTOR: Text("施工总承包单位", "General contractor"),
    Role.OWNER: Text("建设单位", "Owner"),
    Role.BANK: Text("银行", "Bank"),
    Role.OPERATOR: Text("平台运维", "Operator"),
    Role.AUDITOR: Text("审计", "Auditor"),
}


def scopes_of(user: User, *, on: date) -> tuple[ScopeWords, ...]:
    """The posts held on a day, each with its place and role."""
    held = Appointment.objects.filter(Q(to_on=None) | Q(to_on__gte=on), user=user, from_on__lte=on)
    return tuple(_words(post, user=user) for post in held.order_by("from_on", "pk")) or (
        ScopeWords(Text("未任职", "No post"), Text("请联系本单位管理员", "Ask your office's administrator")),
    )


def _words(post: Appointment, *, user: User) -> ScopeWords:
    role = ROLE_WORDS[Role(post.role)]
    if post.enterprise_id:
        firm = user.organisation.name if user.organisation else post.enterprise_id
        return ScopeWords(Text(firm, firm), role)
    if post.role in TRIBUNAL_ROLES:
        return ScopeWords(Text("交其办理的事项", "Matters handed over"), role)
    if post.industries:
        trades = industries_words(post.industries)
        role = Text(f"{role.zh}({trades.zh})", f"{role.en} ({trades.en})")
    return ScopeWords(place_words(post.region_code), role)
