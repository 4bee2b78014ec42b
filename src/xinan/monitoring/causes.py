"""What brought a warning about or cured it, in words."""

from typing import Final

from xinan.kernel.text import Text
from xinan.rules.vocabulary import TABLES

SHOWN: Final = 3
RULE_CHANGED: Final = "rule"  # the cause that reconciling names where nothing but the rule is another


def cause_words(cause: str) -> Text | None:
    """The fact tables that changed (`table:operation`), the rule, or the passing of time; None where nothing is named."""
    names = list(dict.fromkeys(part.split(":")[0].strip() for part in cause.split(",") if part.strip()))
    known = [TABLES[name].meaning for name in names if name in TABLES]
    if names == [RULE_CHANGED]:
        return Text("起因：规则变更", "Because the rule was changed")
    if not known:
        return Text("起因：时间推移", "Because time passed") if names else None
    more = len(known) > SHOWN
    zh, en = "、".join(each.zh for each in known[:SHOWN]), ", ".join(each.en for each in known[:SHOWN])
    return Text(
        f"起因：{zh}{f'等 {len(known)} 类数据' if more else ''}有变动",
        f"Because of changes: {en}{f' and {len(known) - SHOWN} more' if more else ''}",
    )
