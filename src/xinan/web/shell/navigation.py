"""Where the side bar leads. A screen group that stands adds its line here; one without a route does not show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from xinan.web.boards.policy import reads_boards
from xinan.web.cases.policy import works_cases
from xinan.web.clues.policy import reads_clues
from xinan.web.credentials.views import manages_credentials
from xinan.web.directory.policy import opens_directory
from xinan.web.duties.policy import sees_duties
from xinan.web.figures.policy import may_read_figures
from xinan.web.law_figures.policy import reads_figures
from xinan.web.notices.policy import runs_deliveries
from xinan.web.patrols.policy import opens_visits
from xinan.web.proceedings.policy import has_matters, sees_places
from xinan.web.relief.policy import has_relief
from xinan.web.switchboard.policy import may_open as may_open_switchboard

Allowed = Callable[[Any], bool]


def everyone(user: Any) -> bool:
    """Whoever is signed in."""
    return bool(user.is_authenticated)


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the side bar; `foot` puts it in the bar at the foot of a phone too; `key` follows `g`."""

    route: str
    title: str | Promise
    short: str | Promise
    icon: str
    key: str = ""
    foot: bool = False
    allowed: Allowed = everyone


@dataclass(frozen=True, slots=True)
class Item:
    """An entry as this person sees it."""

    url: str
    title: str | Promise
    short: str | Promise
    icon: str
    key: str
    foot: bool
    current: bool


@dataclass(frozen=True, slots=True)
class Section:
    """A titled group of entries."""

    title: str | Promise
    items: tuple[Item, ...]


SECTIONS: tuple[tuple[str | Promise, tuple[Entry, ...]], ...] = (
    (
        _("监测预警"),
        (
            Entry("inbox", _("预警总览"), _("预警"), "layout-list", "i", foot=True, allowed=sees_places),
            Entry("handling", _("预警处置"), _("处置"), "clipboard-check", "h", foot=True, allowed=sees_places),
            Entry("letters", _("文书"), _("文书"), "mail", "m"),
            Entry("patrols", _("走访"), _("走访"), "walk", "v", foot=True, allowed=opens_visits),
            Entry("figures", _("处置成效"), _("成效"), "chart-bar", "f", allowed=may_read_figures),
            Entry("rule-catalogue", _("规则目录"), _("规则"), "scale", "r", foot=True),
            Entry("rule-changes", _("规则变更"), _("变更"), "adjustments", "c", allowed=sees_places),
            Entry("procedures", _("办理程序"), _("程序"), "route", "p"),
        ),
    ),
    (
        _("线索案件"),
        (
            Entry("matters", _("我的调解仲裁"), _("调解仲裁"), "gavel", "y", foot=True, allowed=has_matters),
            Entry("clues", _("欠薪线索"), _("线索"), "message-2", "x", foot=True, allowed=reads_clues),
            Entry("cases", _("案件"), _("案件"), "briefcase", "j", allowed=works_cases),
            Entry("reliefs", _("兜底解困"), _("兜底"), "lifebuoy", "e", allowed=has_relief),
            Entry("three-plus-one", _("“3+1”看板"), _("3+1"), "layout-board", "3", allowed=reads_boards),
            Entry("law-figures", _("数额标准"), _("标准"), "scale-outline", allowed=reads_figures),
            Entry("directory", _("去哪办"), _("去哪"), "map-pin", allowed=opens_directory),
            Entry("ageing", _("在办时限"), _("时限"), "hourglass", "t", allowed=reads_boards),
        ),
    ),
    (
        _("责任"),
        (
            Entry("chain", _("一条线、一条链"), _("统筹"), "hierarchy", "z", allowed=sees_duties),
            Entry("officials", _("谁负总责"), _("总责"), "user-star", "o", allowed=sees_duties),
            Entry("duties", _("责任分工"), _("分工"), "users", "d", allowed=sees_duties),
            Entry("unassigned", _("无人承办"), _("待派"), "inbox", "a", allowed=sees_duties),
        ),
    ),
    (
        _("数据"),
        (
            Entry("intake-list", _("数据报送"), _("报送"), "table-import", "u", foot=True, allowed=sees_places),
            Entry("bank", _("银行代发与对账"), _("银行"), "building-bank", "b", allowed=sees_places),
            Entry("switchboard", _("接入状态"), _("接入"), "plug-connected", "s", allowed=may_open_switchboard),
            Entry("credentials", _("接口凭证"), _("凭证"), "key", "k", allowed=manages_credentials),
        ),
    ),
    (
        _("管理"),
        (
            Entry("notices", _("通知"), _("通知"), "bell", "n"),
            Entry("deliveries", _("通知发送"), _("发送"), "send", allowed=runs_deliveries),
            Entry("access-log", _("个人信息查看记录"), _("记录"), "eye-check", "l", foot=True),
            Entry("components", _("界面组件"), _("组件"), "components"),
        ),
    ),
)


def sections_for(user: Any, *, path: str) -> tuple[Section, ...]:
    """The side bar of one person on one page."""
    shown = []
    for title, entries in SECTIONS:
        items = tuple(_item(entry, url=url, path=path) for entry, url in _reachable(entries, user=user))
        if items:
            shown.append(Section(title, items))
    return tuple(shown)


def _reachable(entries: tuple[Entry, ...], *, user: Any) -> list[tuple[Entry, str]]:
    found = []
    for entry in entries:
        try:
            url = reverse(entry.route)
        except NoReverseMatch:
            continue
        if entry.allowed(user):
            found.append((entry, url))
    return found


def _item(entry: Entry, *, url: str, path: str) -> Item:
    # The inbox is the root, which every path starts with; a project page belongs to it.
    current = path == url or path.startswith("/projects/") if url == "/" else path.startswith(url)
    return Item(url, entry.title, entry.short, entry.icon, entry.key, entry.foot, current)
