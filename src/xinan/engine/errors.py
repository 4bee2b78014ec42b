"""What can go wrong in an evaluation, said for the reader."""

from xinan.kernel.errors import InvalidValue, XinanError
from xinan.kernel.text import Text


class BadSnapshot(InvalidValue):
    """A fact snapshot that breaks the contract of the vocabulary."""


class BackendFailure(Exception):
    """An engine refused a statement; the cause says why."""


class SparkUnavailable(XinanError):
    """Spark is not installed here, or its cluster cannot be reached."""

    @classmethod
    def not_installed(cls) -> "SparkUnavailable":
        """The package is missing: only who runs a cluster has it."""
        return cls(
            "spark-not-installed",
            Text("本机没有安装 PySpark。", "PySpark is not installed here."),
            Text(
                "请安装：pip install 'xinan[spark]'，并安装 Java 17 或 21；见 docs/operations/cluster.md。",
                "Install it: pip install 'xinan[spark]', and Java 17 or 21; see docs/operations/cluster.md.",
            ),
        )

    @classmethod
    def not_started(cls, master: str) -> "SparkUnavailable":
        """No session could be had; the cause says why."""
        return cls(
            "spark-not-started",
            Text(f"无法在 {master} 上启动 Spark。", f"Spark could not be started on {master}."),
            Text(
                "请检查 --master 地址、集群状态，以及 JAVA_HOME 是否指向 Java 17 或 21。",
                "Check the address of --master, the cluster, and that JAVA_HOME is a Java 17 or 21.",
            ),
        )


class RuleFailed(XinanError):
    """One rule (or a concept it needs) could not be evaluated. The whole run fails: no rule swallows an error."""

    def __init__(self, name: str) -> None:
        super().__init__(
            "rule-failed",
            Text(f"规则 {name} 无法计算，本次评估中止。", f"{name} could not be evaluated; the run was stopped."),
            Text(
                "此前的预警保持不变；请把日志中的原因报告给运维人员。",
                "Earlier warnings stay as they are; report the cause given in the log.",
            ),
        )
        self.name = name
