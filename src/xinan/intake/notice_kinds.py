"""What the intake tells people of."""

from xinan.kernel.text import Text
from xinan.notices.enums import Topic
from xinan.notices.kinds import Kind

BATCH_WAITING = Kind("payment_batch_waiting", Text("有代发批次待办理", "A payment batch waits for you"), Topic.DATA)
