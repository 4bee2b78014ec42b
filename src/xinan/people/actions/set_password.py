"""Gives a person another password."""

from django.db import transaction

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.people.actions.add_user import check_password_strength
from xinan.people.models import User


@transaction.atomic
def set_password(username: str, *, password: str) -> None:
    """The person signs in with `password` from now on; other sessions of theirs end.

    Raises NotFound where there is no such person, InvalidValue where the password is too weak.
    """
    user = User.objects.select_for_update().filter(username=username).first()
    if user is None:
        raise NotFound(
            "no-such-user",
            Text("没有这个用户名。", "There is no such user name."),
            Text("用 xinan user list 查看全部账号。", "xinan user list shows them all."),
        )
    check_password_strength(password, user=user)
    user.set_password(password)
    user.save(update_fields=["password"])
