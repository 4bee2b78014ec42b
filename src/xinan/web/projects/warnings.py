"""Warnings with everything that an officer needs to act on them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from urllib.parse import urlencode

from django.urls import reverse

from xinan.engine.explain import because as said_why
from xinan.engine.finding import Finding
from xinan.kernel.text import Text
from xinan.monitoring.models import Warning
from xinan.rules.model import Feed, Level, Link
from xinan.rules.registry import find_rule
from xinan.web.components.views import MaskedPerson, MeasureView, WarningView
from xinan.web.projects.views_data import Held, RuleGroup, WarningGroup

_FEEDS = {
    Feed.BANK: Text("银行数据中断", "The bank's data are silent"),
    Feed.ATTENDANCE: Text("考勤数据中断", "Attendance data are silent"),
    Feed.PAYROLL: Text("工资表数据中断", "Payroll data are silent"),
}


def warning_view(
    warning: Warning, *, today: date, people: Mapping[str, MaskedPerson], evidence: bool = True
) -> WarningView:
    """One warning as the page shows it; without `evidence` where its rows lie outside the viewer's scope."""
    rule = find_rule(warning.rule)
    return WarningView(
        id=str(warning.pk),
        rule=rule.id,
        title=rule.title,
        meaning=rule.meaning,
        level=Level(warning.level),
        link=rule.link,
        since=warning.since,
        period=warning.period or "",
        days=(today - warning.since).days + 1,
        because=said_why(rule, finding_of(warning), as_of=warning.evaluated_as_of),
        measures=tuple(MeasureView.of(measure, warning.measures.get(measure.name)) for measure in rule.measures),
        basis=rule.basis,
        cure=rule.cure,
        addressees=rule.addressees,
        subject=people.get(warning.subject_id) if warning.subject_kind == "worker" else None,
        episode=warning.episode,
        evidence_url=evidence_address(warning) if evidence else "",
        version=getattr(warning, "version", None),
    )


def evidence_address(warning: Warning) -> str:
    """Where the rows behind a warning are asked for; one of a past day is not saved and is named by what it is."""
    if not warning._state.adding:
        return reverse("warning-evidence", args=[warning.pk])
    asked = {
        "as_of": warning.evaluated_as_of.isoformat(),
        "rule": warning.rule,
        "subject": warning.subject_id,
        **({"period": warning.period} if warning.period else {}),
    }
    return f"{reverse('replay-evidence', args=[warning.project_id])}?{urlencode(asked)}"


def finding_of(warning: Warning) -> Finding:
    """The engine's finding behind a warning, as it was last seen.

    A measure that the rule gained since is None until the next evaluation.
    """
    measures = {measure.name: warning.measures.get(measure.name) for measure in find_rule(warning.rule).measures}
    return Finding(
        rule=warning.rule,
        project_id=warning.project_id,
        subject_kind=warning.subject_kind,
        subject_id=warning.subject_id,
        period=warning.period,
        level=warning.level,
        since=warning.since,
        measures=measures,
    )


def grouped(warnings: Iterable[WarningView]) -> tuple[WarningGroup, ...]:
    """By link and rule, the worst first; within a rule the worst and oldest first."""
    by_link: dict[Link, dict[str, list[WarningView]]] = defaultdict(lambda: defaultdict(list))
    for warning in sorted(warnings, key=lambda each: (-each.level.rank, each.since, each.period)):
        by_link[warning.link][warning.rule].append(warning)
    return tuple(
        WarningGroup(link, tuple(RuleGroup(rule, tuple(group)) for rule, group in rules.items()))
        for link, rules in by_link.items()
    )


def held(
    warnings: Sequence[Warning], *, today: date, people: Mapping[str, MaskedPerson], watches: bool
) -> tuple[Held, ...]:
    """Withheld and suppressed ones with their reason; `watches` says that the viewer has a switchboard."""
    return tuple(
        Held(
            warning_view(each, today=today, people=people),
            _why(each),
            feed_url=_feed_url(each) if watches and each.because in set(Feed) else "",
        )
        for each in warnings
    )


def _feed_url(warning: Warning) -> str:
    return f"{reverse('switchboard-project', args=[warning.project_id])}#f-{warning.because}"


def _why(warning: Warning) -> Text:
    if warning.because in set(Feed):
        feed = _FEEDS[Feed(warning.because)]
        return Text(
            f"{feed.zh}，暂不下结论；恢复报送后自动重新研判。", f"{feed.en}: no verdict until they are heard again."
        )
    if "/" in warning.because:
        title = find_rule(warning.because).title
        return Text(f"并入“{title.zh}”，不单独处理。", f"Kept as a detail of “{title.en}”.")
    return Text("暂不下结论。", "No verdict for now.")
