"""Made-up risk indices and outlooks for the page of components."""

from datetime import date, timedelta
from decimal import Decimal

from xinan.kernel.text import Text
from xinan.web.components.risk import OutlookDay, OutlookView, RiskPart, RiskView

_DAY = date(2026, 3, 20)
_SILENT = Text("银行数据中断，这一项不知道，不计分。", "The bank's data are silent: unknown, no points.")


def risk() -> RiskView:
    """High, of several parts, some unknown, capped."""
    parts = (
        _part("owed", Text("现有欠薪", "Wages owed now"), 62, 70, 0, Text("欠发工资×2", "Unpaid wages ×2"), warnings=2),
        _part(
            "late_transfer",
            Text("拨付迟延", "Late transfer"),
            30,
            34,
            62,
            Text(
                "最近一次拨付在 2026-01-03，按月拨付已晚 45 天。", "The last transfer came on 2026-01-03: 45 days late."
            ),
        ),
        _part(
            "complaints",
            Text("投诉", "Complaints"),
            12,
            12,
            92,
            Text("近 90 天有 2 件投诉。", "2 complaints in 90 days."),
        ),
    )
    return RiskView(100, parts, _others(), (), Text("99% 以上", "more than 99 %"), "80–100", _DAY)


def unknown() -> RiskView:
    """A part that a silent feed hides, and only warnings counted."""
    part = _part(
        "account", Text("工资专户预警", "Account warnings"), 7, 13, 0, Text("无同意书", "No agreement"), warnings=1
    )
    hidden = RiskPart(
        "cover",
        Text("下次发薪的资金保障", "Cover of the next pay day"),
        Text("", ""),
        0,
        25,
        Text("", ""),
        silent=_SILENT,
    )
    return RiskView(7, (part,), (), (hidden,), Text("约 3%", "about 3 %"), "5–9", _DAY, complete=False)


def calm() -> RiskView:
    """Nothing adds anything."""
    return RiskView(0, (), _others(), (), Text("约 2%", "about 2 %"), "0–4", _DAY)


def outlook() -> OutlookView:
    """Money runs out on the second pay day."""
    said = Text(
        "预计 2026-04-25 应付工资时钱不够，差 120,000.00 元。", "Money runs out on 2026-04-25: 120,000.00 yuan lacking."
    )
    basis = Text("下一个应付日 2026-03-25：结余 40,000.00 元。", "Next due date 2026-03-25: 40,000.00 left over.")
    return OutlookView(said, basis, _days(), date(2026, 4, 25), Decimal(120_000))


def calm_outlook() -> OutlookView:
    """The money lasts."""
    said = Text(
        "到 2026-05-19 不会缺钱；其间 2 个应付日都够付。", "The money lasts until 2026-05-19: 2 pay days are covered."
    )
    basis = Text("下一个应付日 2026-03-25：结余 90,000.00 元。", "Next due date 2026-03-25: 90,000.00 left over.")
    return OutlookView(said, basis, _days()[:3], None, Decimal(0))


def _part(name: str, title: Text, points: int, ceiling: int, x: int, because: Text, *, warnings: int = 0) -> RiskPart:
    width = min(points, 100 - x)
    return RiskPart(f"sample-{name}", title, because, points, ceiling, because, x=x, width=width, warnings=warnings)


def _others() -> tuple[RiskPart, ...]:
    nothing = Text("没有可计的事项。", "Nothing to count.")
    return (RiskPart("fall", Text("出勤下降", "Falling attendance"), nothing, 0, 6, nothing),)


def _days() -> tuple[OutlookDay, ...]:
    nothing, due = Decimal(0), Decimal(300_000)
    events = {5: (nothing, due), 12: (Decimal(180_000), nothing), 36: (nothing, due)}
    balances = {n: 340_000 if n < 5 else 40_000 if n < 12 else 220_000 if n < 36 else 0 for n in range(60)}
    return tuple(
        OutlookDay(
            _DAY + timedelta(days=n),
            Decimal(balances[n]),
            Decimal(9_000 * n % 320_000),
            *events.get(n, (nothing, nothing)),
        )
        for n in range(60)
    )
