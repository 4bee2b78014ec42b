"""What can keep the demo from starting, in words that say what to do."""

from pathlib import Path

from xinan.kernel.errors import Conflict, XinanError
from xinan.kernel.text import Text


class DemoFailed(XinanError):
    """A part of the demo ended by itself."""


def already_running(address: str) -> Conflict:
    """A second start while one runs on the same data."""
    return Conflict(
        "demo-running",
        Text(
            f"演示已在运行{f'：{address}' if address else ''}。",
            f"The demo is running already{f': {address}' if address else ''}.",
        ),
        Text(
            "直接打开该地址；或先在原终端按 Ctrl-C 停止。要并行再开一个，请用 XINAN_HOME 指定另一个数据目录。",
            "Open that address, or stop it with Ctrl-C where it runs. For a second one beside it, name another data"
            " folder in XINAN_HOME.",
        ),
    )


def port_taken(port: int) -> Conflict:
    """Something else listens on the port."""
    return Conflict(
        "port-taken",
        Text(f"端口 {port} 已被其他程序占用。", f"Port {port} is taken by another program."),
        Text(f"换一个端口：make demo PORT={port + 1}", f"Choose another: make demo PORT={port + 1}"),
    )


def ended(part: str, log: Path) -> DemoFailed:
    """The web server or the worker ended by itself."""
    return DemoFailed(
        "demo-part-ended",
        Text(f"{part} 意外退出。", f"The {part} ended by itself."),
        Text(f"查看日志：{log}", f"See its log: {log}"),
    )


def no_answer(address: str, log: Path) -> DemoFailed:
    """The pages do not come up in time."""
    return DemoFailed(
        "demo-no-answer",
        Text(f"{address} 在规定时间内没有响应。", f"{address} did not answer in time."),
        Text(f"查看日志：{log}", f"See the log: {log}"),
    )
