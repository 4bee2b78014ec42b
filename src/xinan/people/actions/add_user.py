"""Gives a person a sign-in and a post."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.db import transaction

from xinan.kernel.errors import Conflict, InvalidValue
from xinan.kernel.text import Text
from xinan.people.enums import FIRM_ROLES, Role
from xinan.people.models import Appointment, User

_PLACED = frozenset({Role.CITY_OFFICE, Role.COUNTY_INSPECTOR, Role.INDUSTRY_DEPARTMENT})


@dataclass(frozen=True, slots=True)
class NewPost:
    """What the person's post covers; which of these a role needs, `add_user` says."""

    role: Role
    region_code: str = ""
    industries: Sequence[str] = ()
    enterprise_id: str = ""


@transaction.atomic
def add_user(username: str, *, display_name: str, password: str, post: NewPost, from_on: date) -> User:
    """A new person who may sign in and holds one post from `from_on` on.

    Raises Conflict where the user name is taken, InvalidValue where the post lacks what its role needs or the password
    is too weak.
    """
    _require_complete(post)
    if User.objects.filter(username=username).exists():
        raise Conflict(
            "username-taken",
            Text("该用户名已被使用。", "The user name is taken."),
            Text("换一个用户名。", "Choose another."),
        )
    user = User(username=User.normalize_username(username), display_name=display_name)
    check_password_strength(password, user=user)
    user.set_password(password)
    user.save()
    Appointment.objects.create(
        user=user,
        role=post.role,
        region_code=post.region_code,
        industries=list(post.industries) or None,
        enterprise_id=post.enterprise_id or None,
        from_on=from_on,
    )
    return user


def check_password_strength(password: str, *, user: User) -> None:
    """Raises InvalidValue with what is wrong with the password, never the password."""
    try:
        validate_password(password, user)
    except ValidationError as error:
        said = " ".join(error.messages)
        raise InvalidValue(
            "weak-password",
            Text(f"密码不符合要求：{said}", f"The password will not do: {said}"),
            Text("至少 10 位，避免常见词和用户名。", "Take 10 characters or more, no common word, not the user name."),
        ) from None


def _require_complete(post: NewPost) -> None:
    if post.role in _PLACED and not post.region_code:
        raise _lacks(Text("该角色须指明辖区代码。", "The role needs the code of its place."), "--region 220100")
    if post.role is Role.INDUSTRY_DEPARTMENT and not post.industries:
        raise _lacks(
            Text("行业主管部门须指明行业。", "A department needs its industries."), "--industries housing,municipal"
        )
    if post.role in FIRM_ROLES and not post.enterprise_id:
        raise _lacks(Text("企业和银行须指明统一社会信用代码。", "A firm needs its credit code."), "--enterprise CODE")


def _lacks(what: Text, option: str) -> InvalidValue:
    return InvalidValue("post-incomplete", what, Text(f"加上 {option}。", f"Add {option}."))
