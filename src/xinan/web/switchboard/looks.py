"""Words, tones and icons of the states of feeds and batches."""

from dataclasses import dataclass

from xinan.intake.models import Batch, BatchSource, BatchState
from xinan.kernel.text import Text
from xinan.monitoring.queries.switchboard import FeedState


@dataclass(frozen=True, slots=True)
class Look:
    """How a state is shown; `meaning` says when something is in it."""

    words: Text
    meaning: Text
    tone: str
    icon: str


STATE_LOOKS = {
    FeedState.SILENT: Look(
        Text("中断", "Silent"),
        Text("超过规则规定的时间没有收到数据。", "Nothing came for longer than the rulebook allows."),
        "red",
        "plug-connected-x",
    ),
    FeedState.FAILING: Look(
        Text("有误", "Failing"),
        Text("最近一批有行被拒收，或今天有行被拒收。", "The last batch had refused rows, or rows were refused today."),
        "orange",
        "alert-triangle",
    ),
    FeedState.WAITING: Look(
        Text("待处理", "Waiting"), Text("已收到，尚未处理完。", "Received, not finished yet."), "blue", "clock"
    ),
    FeedState.NEVER: Look(
        Text("从未收到", "Never heard"),
        Text("应当接入，一次也没有收到。", "Expected, and never heard."),
        "grey",
        "circle-dashed",
    ),
    FeedState.FLOWING: Look(
        Text("正常", "Flowing"), Text("按时收到，没有拒收。", "Heard in time, nothing refused."), "ok", "circle-check"
    ),
}

SOURCE_WORDS = {
    BatchSource.UPLOAD: Text("网页上传", "Web page"),
    BatchSource.COMMAND: Text("命令行导入", "Command line"),
    BatchSource.API: Text("开放接口", "Native interface"),
    BatchSource.NATIONAL: Text("全国实名制接口", "National interface"),
    BatchSource.BANK: Text("银行接口", "Bank interface"),
    BatchSource.DEMO: Text("演示数据", "Demonstration"),
}

_BATCH_LOOKS = {
    BatchState.RECEIVED: Look(Text("等待处理", "Waiting"), Text("", ""), "grey", "clock"),
    BatchState.ASKING: Look(Text("待确认各列", "Columns to confirm"), Text("", ""), "orange", "help-circle"),
    BatchState.RUNNING: Look(Text("正在处理", "Being read"), Text("", ""), "blue", "clock"),
    BatchState.DONE: Look(Text("已入库", "Taken"), Text("", ""), "ok", "circle-check"),
    BatchState.DRY: Look(Text("试运行", "Dry run"), Text("", ""), "blue", "info-circle"),
    BatchState.REFUSED: Look(Text("未入库", "Not taken"), Text("", ""), "red", "circle-x"),
}
_PARTLY = Look(Text("部分入库", "Partly taken"), Text("", ""), "orange", "alert-triangle")


def batch_look(batch: Batch) -> Look:
    """How the state of a batch is shown."""
    if batch.state == BatchState.DONE and batch.rejected:
        return _PARTLY
    return _BATCH_LOOKS[BatchState(batch.state)]
