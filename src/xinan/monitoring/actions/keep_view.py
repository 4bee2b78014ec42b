"""Name a set of filters; later, give it another name or other filters."""

from datetime import datetime

from django.db import IntegrityError, transaction

from xinan.kernel.clock import CHINA
from xinan.kernel.errors import Conflict, InvalidValue, NotAllowed, NotFound
from xinan.kernel.text import Text
from xinan.monitoring.inbox_models import NAME_LENGTH, QUERY_LENGTH, SavedView
from xinan.monitoring.inbox_policies import changeable_views, heads_office
from xinan.people.models import User

VIEWS_AT_MOST = 30


def keep_view(name: str, *, query: str, by: User, now: datetime, shared: bool = False) -> SavedView:
    """A new view, the person's own or shared in their office. Raises InvalidValue, NotAllowed (not the head), Conflict."""
    if shared and not heads_office(by, today=now.astimezone(CHINA).date()):
        raise NotAllowed(
            "may-not-share-view",
            Text("您不能为本单位设置共用视图。", "You may not share a view with your office."),
            Text("请单位负责人设置，或存为自己的视图。", "Ask the head of the office, or keep it as your own."),
        )
    office_id = by.organisation_id if shared else None
    held = SavedView.objects.filter(owner=by, deleted_at=None).count()
    if held >= VIEWS_AT_MOST:
        raise Conflict(
            "views-too-many",
            Text(f"您已有 {held} 个视图。", f"You have {held} views already."),
            Text("先删掉不用的。", "Delete those you no longer use."),
        )
    view = SavedView(
        owner=by, office_id=office_id, name=_name(name), query=_query(query), created_at=now, changed_at=now
    )
    return _saved(view)


def change_view(
    number: int, *, by: User, now: datetime, name: str | None = None, query: str | None = None
) -> SavedView:
    """The view with another name or other filters. Raises NotFound, InvalidValue, Conflict."""
    view = held_view(number, by=by, now=now)
    if name is not None:
        view.name = _name(name)
    if query is not None:
        view.query = _query(query)
    view.changed_at = now
    return _saved(view)


def held_view(number: int, *, by: User, now: datetime, deleted: bool = False) -> SavedView:
    """A view that the person may change; NotFound where it is another's, or deleted unless that is asked for."""
    mine = changeable_views(by, today=now.astimezone(CHINA).date())
    view = mine.filter(pk=number, deleted_at__isnull=not deleted).first()
    if view is None:
        raise NotFound(
            "view-not-found",
            Text("没有这个视图，或者不是您的。", "There is no such view, or it is not yours."),
            Text("单位共用的视图由单位负责人修改。", "Views shared in an office are changed by its head."),
        )
    return view


def name_taken() -> Conflict:
    """There is a live view of that name already."""
    return Conflict(
        "view-name-taken",
        Text("已有同名的视图。", "There is a view of that name already."),
        Text("换一个名称，或先改掉原来那个。", "Take another name, or rename that one first."),
    )


def _saved(view: SavedView) -> SavedView:
    try:
        with transaction.atomic():
            view.save()
    except IntegrityError as fault:
        raise name_taken() from fault
    return view


def _name(text: str) -> str:
    name = " ".join(text.split())
    if not name or len(name) > NAME_LENGTH:
        raise InvalidValue(
            "view-name",
            Text("视图没有名称或名称过长。", "The view has no name, or too long a one."),
            Text(f"名称为 1 至 {NAME_LENGTH} 个字。", f"Give 1 to {NAME_LENGTH} characters."),
        )
    return name


def _query(text: str) -> str:
    if len(text) > QUERY_LENGTH:
        raise InvalidValue(
            "view-too-long",
            Text("筛选条件过多，不能存为视图。", "Too many filters to keep as a view."),
            Text("减少所选的地区或单位。", "Choose fewer places or firms."),
        )
    return text
