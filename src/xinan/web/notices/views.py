"""`/notices/`: one's own notices, the bell, marking as read."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from xinan.gateways.wiring import wiring
from xinan.notices.actions.mark_read import mark_all_read, mark_read, mark_unread
from xinan.notices.enums import Topic
from xinan.notices.queries import counts_by_topic, notices_of, unread_count
from xinan.web.access import signed_in
from xinan.web.components.views import PageView
from xinan.web.notices.filters import PER_PAGE, NoticeFilters
from xinan.web.notices.presenters import notice_days
from xinan.web.shell.htmx import render_page, wants_part
from xinan.web.shell.scoping import asker


@signed_in
@never_cache
@require_safe
def notice_list(request: HttpRequest) -> HttpResponse:
    """One's notices, newest first, by day."""
    return _page(request, NoticeFilters.parse(request.GET))


@signed_in
@never_cache
@require_safe
def bell(request: HttpRequest) -> HttpResponse:
    """The bell of the top bar, asked for every minute."""
    return render(request, "notices/bell.html", {"unread": unread_count(asker(request.user))})


@signed_in
@never_cache
@require_safe
def open_notice(request: HttpRequest, number: int) -> HttpResponse:
    """To the page a notice speaks of; it is read from now on."""
    user = asker(request.user)
    notice = notices_of(user).filter(pk=number).first()
    if notice is None:
        raise Http404
    mark_read(user, notice_ids=[notice.pk], now=wiring().clock.now())
    return redirect(notice.link or reverse("notices"))


@signed_in
@require_POST
def mark(request: HttpRequest) -> HttpResponse:
    """Mark one as read or unread, or all that the filters show; the list as it stands afterwards."""
    user, now = asker(request.user), wiring().clock.now()
    filters = NoticeFilters.parse(request.POST)
    number = request.POST.get("notice", "")
    if request.POST.get("act") == "all":
        mark_all_read(user, topic=filters.topic, now=now)
    elif number.isdecimal() and len(number) < 19:
        if request.POST.get("act") == "unread":
            mark_unread(user, notice_id=int(number))
        else:
            mark_read(user, notice_ids=[int(number)], now=now)
    if wants_part(request):
        return _page(request, filters)
    return redirect(f"{reverse('notices')}?{filters.query()}")


def _page(request: HttpRequest, filters: NoticeFilters) -> HttpResponse:
    user = asker(request.user)
    mine = notices_of(user)
    unread = unread_count(user)
    topics = counts_by_topic(mine.filter(read_at=None) if filters.unread else mine)
    found = filters.narrow(mine)
    page = PageView.near(found.count(), number=filters.page, size=PER_PAGE, base=filters.query(), target="#notices")
    shown = found.prefetch_related("deliveries")[page.slice]
    context: dict[str, object] = {
        "days": notice_days(shown, today=wiring().clock.today()),
        "page": page,
        "filters": filters,
        "unread": unread,
        "total": mine.count(),
        "topics": [(topic.value, topic.label, topics[topic]) for topic in Topic if topics.get(topic)],
        "part": wants_part(request),
    }
    return render_page(request, "notices/index.html", "notices/list.html", context)
