"""What an action is asked about: the office, the person, the duty; NotFound where there is none."""

from xinan.kernel.errors import NotFound
from xinan.kernel.text import Text
from xinan.people.duties.models import Duty, Leave
from xinan.people.models import Organisation, User

_LOOK_AGAIN = Text("刷新页面后重新选择。", "Reload the page and choose again.")


def asked_office(office_id: int, *, lock: bool = False) -> Organisation:
    """The office; `lock` keeps other changes of its duties waiting until the transaction ends."""
    offices = Organisation.objects.select_for_update() if lock else Organisation.objects.all()
    found = offices.filter(pk=office_id).first()
    if found is None:
        raise NotFound("no-such-office", Text("没有这个单位。", "There is no such office."), _LOOK_AGAIN)
    return found


def asked_person(user_id: int) -> User:
    """The person."""
    found = User.objects.select_related("organisation").filter(pk=user_id).first()
    if found is None:
        raise NotFound("no-such-person", Text("没有这个人员。", "There is no such person."), _LOOK_AGAIN)
    return found


def asked_duty(duty_id: int) -> Duty:
    """The duty, locked."""
    found = Duty.objects.select_for_update(of=("self",)).select_related("office").filter(pk=duty_id).first()
    if found is None:
        raise NotFound("no-such-duty", Text("没有这项分工。", "There is no such duty."), _LOOK_AGAIN)
    return found


def asked_leave(leave_id: int) -> Leave:
    """The leave, locked."""
    found = (
        Leave.objects.select_for_update(of=("self",)).select_related("user__organisation").filter(pk=leave_id).first()
    )
    if found is None:
        raise NotFound("no-such-leave", Text("没有这次休假登记。", "There is no such leave."), _LOOK_AGAIN)
    return found
