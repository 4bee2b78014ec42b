"""The risk panel of a project page, and what lies ahead of its wage account: both from the index kept by the same run."""

from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse

from xinan.engine.explain import figure
from xinan.kernel.text import Text
from xinan.monitoring.enums import WarningState
from xinan.registry.models import Project
from xinan.rules.funding.forecast_shortfall.outlook import Outlook, Terms, figures_from, outlook
from xinan.rules.model import Feed, Unit
from xinan.rules.risk.model import Risk
from xinan.web.components.risk import OutlookDay, OutlookView, RiskView
from xinan.web.projects.judged import Judged
from xinan.web.risk.presenters import risk_of_warnings, risk_view

_COVER = "cover"


def panel(project: Project, *, judged: Judged, past: bool) -> RiskView | None:
    """The index with the way to its rows; None where there is nothing to reckon."""
    opened = judged.in_state(WarningState.OPEN)
    if judged.risk is None and not opened:
        return None
    risk = judged.risk or risk_of_warnings(project.pk, opened, day=judged.day)
    query = f"?{urlencode({'as_of': judged.day.isoformat()})}" if past else ""
    address = reverse("risk-rows", args=[project.pk, "PART"])
    return risk_view(risk, complete=judged.risk is not None, rows_url=address, query=query)


def outlook_of(project: Project, *, risk: Risk | None) -> OutlookView | None:
    """What lies ahead, by the figures of funding/forecast-shortfall; None where the rule has nothing to reckon with."""
    cover = next((part for part in risk.parts if part.part == _COVER), None) if risk else None
    if risk is None or cover is None:
        return None
    if cover.silent == Feed.BANK:
        return OutlookView(_SILENT, Text("", ""), (), None, Decimal(0))
    figures = figures_from(cover.measures, as_of=risk.as_of)
    if figures is None:
        return None
    ahead = outlook(figures, terms=Terms(project.pay_day, project.pay_next_month))
    return OutlookView(
        said=_said(ahead),
        basis=_basis(ahead),
        days=tuple(OutlookDay(day.day, day.balance, day.earned, day.comes, day.due) for day in ahead.days),
        short_on=ahead.short_on,
        lacking=ahead.lacking,
    )


_SILENT = Text(
    "银行数据中断，不知道专户里有多少钱，无法预计；恢复报送后这里显示。",
    "The bank's data are silent: what the account holds is unknown, and nothing can be foreseen until they come again.",
)


def _said(ahead: Outlook) -> Text:
    if ahead.short_on is None:
        met = ahead.met
        if not met:
            return Text(f"{ahead.until} 前没有应付日。", f"No wages fall due before {ahead.until}.")
        last = met[-1].day
        return Text(
            f"按近期用工和拨付预计，到 {ahead.until} 不会缺钱；其间 {len(met)} 个应付日都够付，最后一个是 {last}。",
            f"At the present pace the money lasts until {ahead.until}: {len(met)} pay days are covered, the last on {last}.",
        )
    lacking = figure(str(ahead.lacking), Unit.YUAN)
    return Text(
        f"预计 {ahead.short_on} 应付工资时钱不够，差 {lacking} 元。",
        f"Money runs out on {ahead.short_on}: the wages due that day will lack {lacking} yuan.",
    )


def _basis(ahead: Outlook) -> Text:
    """The rule's own figures for the next pay day."""
    given = ahead.figures
    accrued, balance = figure(str(given.accrued), Unit.YUAN), figure(str(given.balance), Unit.YUAN)
    inflow, lacking = figure(str(given.inflow), Unit.YUAN), figure(str(abs(given.lacking)), Unit.YUAN)
    verdict = (
        Text(f"缺口 {lacking} 元", f"{lacking} lacking")
        if given.short
        else Text(f"结余 {lacking} 元", f"{lacking} left over")
    )
    return Text(
        f"下一个应付日 {given.due_on}（{given.wage_month} 工资）：已挣得未发 {accrued} 元，专户余额 {balance} 元，"
        f"此前预计拨入 {inflow} 元，{verdict.zh}（规则“专户资金预计不足”的同一组数字）。其后按近期每日挣得 "
        f"{figure(str(given.pace), Unit.YUAN)} 元、月均拨入 {figure(str(given.monthly), Unit.YUAN)} 元推算。",
        f"Next due date {given.due_on} (wages of {given.wage_month}): {accrued} earned and not paid, balance {balance}, "
        f"{inflow} expected before, {verdict.en} (the figures of the rule “Shortfall ahead”). Beyond it: "
        f"{figure(str(given.pace), Unit.YUAN)} earned a day and {figure(str(given.monthly), Unit.YUAN)} transferred a month.",
    )
