"""Attendance (考勤)."""

from xinan.rules.attendance.hand_typed.rule import RULE as HAND_TYPED
from xinan.rules.attendance.key_post_absent.rule import RULE as KEY_POST_ABSENT
from xinan.rules.attendance.low_rate.rule import RULE as LOW_RATE
from xinan.rules.attendance.never_started.rule import RULE as NEVER_STARTED
from xinan.rules.attendance.same_moment.rule import RULE as SAME_MOMENT
from xinan.rules.attendance.silent_site.rule import RULE as SILENT_SITE
from xinan.rules.attendance.single_punch.rule import RULE as SINGLE_PUNCH
from xinan.rules.model import Rule

RULES: tuple[Rule, ...] = (
    SILENT_SITE,
    NEVER_STARTED,
    LOW_RATE,
    KEY_POST_ABSENT,
    HAND_TYPED,
    SAME_MOMENT,
    SINGLE_PUNCH,
)
