"""Shows a worker's name, identity number, phone or wage card in clear to someone who may see the worker."""

from datetime import datetime

from xinan.kernel.ciphers import Keyring
from xinan.kernel.errors import NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.people.actions.reveal import reveal
from xinan.people.models import User
from xinan.people.policies import may_reveal
from xinan.people.scope import scope_of
from xinan.workforce.models import Worker
from xinan.workforce.policies import visible_workers

FIELDS = ("name", "id_number", "phone", "wage_card")


def reveal_worker(
    user: User,
    *,
    worker_id: str,
    field: str,
    reason: str,
    now: datetime,
    keyring: Keyring,
    project_id: str = "",
    request_id: str = "",
) -> str:
    """The value of one of FIELDS in clear, with the look recorded.

    Raises NotAllowed where the user's posts give no right to clear data, NotFound where the worker is not among those
    the user may see, InvalidValue where no reason is given.
    """
    scope = scope_of(user, on=now.date())
    if not may_reveal(scope):
        raise NotAllowed(
            "may-not-reveal",
            Text("您的岗位不能查看未遮蔽的个人信息。", "Your post gives no right to see personal data in clear."),
            Text("请由劳动保障监察机构查看。", "Ask the labour inspection to look."),
        )
    worker: Worker | None = visible_workers(scope).filter(pk=worker_id).first()
    if worker is None or field not in FIELDS:
        raise NotFound(
            "worker-not-found",
            Text("没有这名工人，或其不在您的职责范围内。", "There is no such worker within your responsibility."),
            Text("请从项目的人员名册进入。", "Open them from a project's roster."),
        )
    return reveal(
        user,
        person=worker,
        field=field,
        reason=reason,
        now=now,
        keyring=keyring,
        project_id=project_id,
        request_id=request_id,
    )
