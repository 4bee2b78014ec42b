"""Workers, their employment on projects, and their attendance."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.fields import KEY_LENGTH, Recorded, key_field, money_field, not_negative, one_of, ordered
from xinan.registry.history import tracked
from xinan.registry.marks import BY_WORKER, WITH_OTHER_SITES, change_marks
from xinan.registry.models import Enterprise, Project, Team
from xinan.rules.vocabulary import TABLES
from xinan.workforce.enums import AttendType, Direction, PassageKind, Post, Sex
from xinan.workforce.punch_history import punch_versions
from xinan.workforce.reported_models import PunchTrace as PunchTrace
from xinan.workforce.reported_models import Trainee as Trainee
from xinan.workforce.reported_models import Training as Training
from xinan.workforce.reported_models import WorkerCredential as WorkerCredential

DIGEST_LENGTH = 64
SEALED = ("name_sealed", "id_number_sealed", "phone_sealed", "wage_card_sealed")


@tracked(exclude=[*SEALED, "id_number_index", "phone_index"])
class Worker(Recorded):
    """A person who works on projects.

    Name, identity number, phone and wage card are sealed (kernel.ciphers, context `worker.<field>`); beside them stand
    keyed digests to find them by, and masked forms to show. `wage_card` is the digest of the card: the fact that the
    rules compare.
    """

    worker_id = key_field(_("工人标识"))
    name_sealed = models.TextField(_("姓名（加密）"), blank=True)
    name_masked = models.CharField(_("姓名"), max_length=60, blank=True)
    id_type = models.CharField(_("证件类型"), max_length=2, default="01")
    id_number_sealed = models.TextField(_("证件号码（加密）"), blank=True)
    id_number_index = models.CharField(_("证件号码检索值"), max_length=DIGEST_LENGTH, null=True, unique=True)  # noqa: DJ001 unknown is not a value to be unique
    id_number_masked = models.CharField(_("证件号码"), max_length=30, blank=True)
    phone_sealed = models.TextField(_("手机号码（加密）"), blank=True)
    phone_index = models.CharField(_("手机号码检索值"), max_length=DIGEST_LENGTH, blank=True, db_index=True)
    phone_masked = models.CharField(_("手机号码"), max_length=20, blank=True)
    wage_card_sealed = models.TextField(_("工资卡号（加密）"), blank=True)
    wage_card = models.CharField(_("工资卡标识"), max_length=DIGEST_LENGTH, null=True, blank=True, db_index=True)  # noqa: DJ001 as in the vocabulary
    wage_card_masked = models.CharField(_("工资卡号"), max_length=30, blank=True)
    birth_on = models.DateField(_("出生日期"), null=True, blank=True)
    sex = models.CharField(_("性别"), max_length=6, choices=Sex.choices, null=True, blank=True)  # noqa: DJ001 as in the vocabulary
    identity_valid = models.BooleanField(_("证件核验通过"))
    card_holder_matches = models.BooleanField(_("卡主与本人一致"), null=True, blank=True)

    class Meta:
        verbose_name = _("工人")
        verbose_name_plural = _("工人")
        constraints: ClassVar = [one_of("worker", column="sex", name="worker_sex")]
        triggers: ClassVar = change_marks(TABLES["worker"], projects=BY_WORKER)

    def __str__(self) -> str:
        return self.worker_id

    @property
    def subject_kind(self) -> str:
        """The kind that contexts of sealed values and records of looks begin with."""
        return "worker"

    @property
    def subject_id(self) -> str:
        """The key that records of looks name."""
        return self.worker_id

    def sealed(self, field: str) -> str:
        """The sealed value of `name`, `id_number`, `phone` or `wage_card`; KeyError for anything else."""
        if f"{field}_sealed" not in SEALED:
            raise KeyError(field)
        return str(getattr(self, f"{field}_sealed"))


@tracked()
class Employment(Recorded):
    """A worker's time on a project's roster, with whom, in which team and post, for how much a day."""

    employment_id = key_field(_("用工编号"))
    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="employments")
    worker = models.ForeignKey(Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="employments")
    employer = models.ForeignKey(
        Enterprise, verbose_name=_("用人单位"), on_delete=models.PROTECT, related_name="employments"
    )
    team = models.ForeignKey(
        Team, verbose_name=_("班组"), on_delete=models.PROTECT, related_name="employments", null=True, blank=True
    )
    post = models.CharField(_("岗位"), max_length=20, choices=Post.choices)
    work_type = models.CharField(_("工种"), max_length=10, blank=True)
    registered_on = models.DateField(_("实名登记日"), null=True, blank=True)
    contract_signed_on = models.DateField(_("劳动合同签订日"), null=True, blank=True)
    entered_on = models.DateField(_("进场日"))
    left_on = models.DateField(_("退场日（含）"), null=True, blank=True)
    settled_on = models.DateField(_("结清确认日"), null=True, blank=True)
    day_rate = money_field(_("约定日工资（元）"), null=True, blank=True)

    class Meta:
        verbose_name = _("用工登记")
        verbose_name_plural = _("用工登记")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "worker", "entered_on"],
                name="employment_once",
                violation_error_message=_("该工人当日已有进场登记。"),
            ),
            one_of("employment", column="post", name="employment_post"),
            not_negative("day_rate", name="employment_rate_not_negative"),
            ordered("entered_on", then="left_on", name="employment_ends_later", message=_("退场日早于进场日。")),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "entered_on"], name="employment_on_project")]
        triggers: ClassVar = change_marks(TABLES["employment"])

    def __str__(self) -> str:
        return self.employment_id


@tracked()
class EntryExit(Recorded):
    """A worker's coming to a project or leaving it, as reported; the employment is kept in step with it."""

    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="passages")
    worker = models.ForeignKey(Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="passages")
    on = models.DateField(_("日期"))
    kind = models.CharField(_("进退场"), max_length=3, choices=PassageKind.choices)

    class Meta:
        verbose_name = _("进退场记录")
        verbose_name_plural = _("进退场记录")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "worker", "on", "kind"],
                name="passage_once",
                violation_error_message=_("该工人当日已有此进退场记录。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind__in=["in", "out"]),
                name="passage_kind",
                violation_error_message=_("应为进场或退场。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.kind} {self.on}"


@tracked()
class LabourContract(Recorded):
    """What a labour contract says; the day it was signed stands on the employment."""

    employment = models.ForeignKey(
        Employment, verbose_name=_("用工登记"), on_delete=models.CASCADE, related_name="contracts"
    )
    number = models.CharField(_("合同编号"), max_length=KEY_LENGTH)
    signed_on = models.DateField(_("签订日"))
    fixed_term = models.BooleanField(_("固定期限"), null=True, blank=True)
    from_on = models.DateField(_("开始日"), null=True, blank=True)
    to_on = models.DateField(_("结束日"), null=True, blank=True)
    pay_unit = models.CharField(_("计价单位"), max_length=4, blank=True)
    unit_price = money_field(_("单价（元）"), null=True, blank=True)

    class Meta:
        verbose_name = _("劳动合同")
        verbose_name_plural = _("劳动合同")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["employment", "number"],
                name="labour_contract_once",
                violation_error_message=_("该用工登记已有此编号的合同。"),
            ),
            ordered("from_on", then="to_on", name="labour_contract_ends_later", message=_("结束日早于开始日。")),
        ]

    def __str__(self) -> str:
        return self.number


class Punch(models.Model):
    """One punch at a gate, raw, as it came. Days are summed up from these anew (actions/recompute_days.py)."""

    pk = models.CompositePrimaryKey("project_id", "worker_id", "at", "direction")
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="punches", db_index=False
    )
    worker = models.ForeignKey(
        Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="punches", db_index=False
    )
    at = models.DateTimeField(_("打卡时间"))
    direction = models.CharField(_("进出方向"), max_length=2, choices=Direction.choices)
    method = models.CharField(_("通行方式"), max_length=6, choices=AttendType.choices, blank=True)
    supplement = models.BooleanField(_("人工补录"), default=False)
    batch_id = models.BigIntegerField(_("批次"), null=True, blank=True)

    class Meta:
        verbose_name = _("打卡记录")
        verbose_name_plural = _("打卡记录")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(direction__in=["01", "02"]),
                name="punch_direction",
                violation_error_message=_("进出方向应为 01 或 02。"),
            )
        ]
        indexes: ClassVar = [models.Index(fields=["project", "at"], name="punch_on_project")]
        triggers: ClassVar = punch_versions()

    def __str__(self) -> str:
        return f"{self.project_id} {self.at:%Y-%m-%d %H:%M}"


class PunchVersion(models.Model):
    """How a punch stood before it was corrected or taken back. Written by the triggers of `Punch`.

    Punches come by the million and are hardly ever changed: they are not tracked row by row as they come in.
    `ended_by` is the batch that corrected it; none where it was removed.

    A row that is `again` is no older version: its batch said, at `ended_at`, what stood then. It belongs to the version
    that is the next to end, the one still standing where none has ended since.
    """

    project_id = models.CharField(_("项目"), max_length=KEY_LENGTH)
    worker_id = models.CharField(_("工人"), max_length=KEY_LENGTH)
    at = models.DateTimeField(_("打卡时间"))
    direction = models.CharField(_("进出方向"), max_length=2)
    method = models.CharField(_("通行方式"), max_length=6, blank=True)
    supplement = models.BooleanField(_("人工补录"))
    batch_id = models.BigIntegerField(_("批次"), null=True, blank=True)
    ended_at = models.DateTimeField(_("失效时间"))
    ended_by = models.BigIntegerField(_("更正批次"), null=True, blank=True)
    again = models.BooleanField(_("重复报送"), default=False, db_default=False)

    class Meta:
        verbose_name = _("打卡原记录")
        verbose_name_plural = _("打卡原记录")
        indexes: ClassVar = [
            models.Index(fields=["worker_id", "at"], name="punch_version_of_worker"),
            models.Index(fields=["batch_id"], name="punch_version_of_batch"),
            models.Index(fields=["ended_by"], name="punch_version_ended_by"),
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.at:%Y-%m-%d %H:%M}"


class AttendanceDay(models.Model):
    """A worker's day on a project, summed up from the punches of that day."""

    pk = models.CompositePrimaryKey("project_id", "worker_id", "day")
    # Punches answer for project and worker already.
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    worker = models.ForeignKey(
        Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    day = models.DateField(_("日期"))
    first_at = models.TimeField(_("首次打卡"))
    last_at = models.TimeField(_("末次打卡"))
    punches = models.IntegerField(_("打卡次数"))
    supplements = models.IntegerField(_("其中人工补录"))

    class Meta:
        verbose_name = _("考勤日")
        verbose_name_plural = _("考勤日")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(punches__gte=1, supplements__gte=0, supplements__lte=models.F("punches")),
                name="attendance_counts",
                violation_error_message=_("补录次数不能多于打卡次数。"),
            ),
            models.CheckConstraint(
                condition=models.Q(first_at__lte=models.F("last_at")),
                name="attendance_first_before_last",
                violation_error_message=_("首次打卡晚于末次打卡。"),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["project", "day"], name="attendance_on_project"),
            models.Index(fields=["worker", "day"], name="attendance_of_worker"),
        ]
        triggers: ClassVar = change_marks(TABLES["attendance_day"], projects=WITH_OTHER_SITES)

    def __str__(self) -> str:
        return f"{self.project_id} {self.day}"
