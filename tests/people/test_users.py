"""Sign-ins made and changed from the command line."""

from datetime import date

import pytest
from django.contrib.auth import authenticate

from xinan.kernel.errors import Conflict, InvalidValue, NotFound
from xinan.people.actions.add_user import NewPost, add_user
from xinan.people.actions.set_password import set_password
from xinan.people.enums import Role
from xinan.people.models import User

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 23)
GOOD = "long-enough-48213"


def enter(username: str, post: NewPost, *, password: str = GOOD) -> User:
    return add_user(username, display_name="示例", password=password, post=post, from_on=TODAY)


def test_a_new_person_signs_in_and_holds_the_post() -> None:
    user = enter("wang", NewPost(Role.INDUSTRY_DEPARTMENT, region_code="220100", industries=["housing"]))
    assert authenticate(username="wang", password=GOOD) == user
    post = user.appointments.get()
    assert (post.role, post.region_code, post.industries, post.from_on) == (
        "industry_department",
        "220100",
        ["housing"],
        TODAY,
    )


@pytest.mark.parametrize(
    ("post", "option"),
    [
        (NewPost(Role.COUNTY_INSPECTOR), "--region"),
        (NewPost(Role.INDUSTRY_DEPARTMENT, region_code="220100"), "--industries"),
        (NewPost(Role.CONTRACTOR), "--enterprise"),
    ],
)
def test_a_post_that_lacks_what_its_role_needs_is_told_the_option(post: NewPost, option: str) -> None:
    with pytest.raises(InvalidValue) as refused:
        enter("wang", post)
    assert refused.value.code == "post-incomplete"
    assert option in refused.value.remedy.en
    assert not User.objects.exists()


def test_a_taken_name_and_a_weak_password_are_refused_without_showing_it() -> None:
    enter("wang", NewPost(Role.PROVINCE_OFFICE))
    with pytest.raises(Conflict):
        enter("wang", NewPost(Role.OPERATOR))
    with pytest.raises(InvalidValue) as weak:
        enter("li", NewPost(Role.OPERATOR), password="39120")
    assert "39120" not in str(weak.value) + weak.value.message("zh")
    assert User.objects.count() == 1


def test_a_changed_password_is_the_only_one() -> None:
    enter("wang", NewPost(Role.PROVINCE_OFFICE))
    set_password("wang", password="another-one-77310")
    assert authenticate(username="wang", password=GOOD) is None
    assert authenticate(username="wang", password="another-one-77310") is not None
    with pytest.raises(NotFound):
        set_password("nobody", password=GOOD)
