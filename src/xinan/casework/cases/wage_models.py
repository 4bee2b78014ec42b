"""The workers of a case and what is owed to them, month by month; what was paid is never kept here: banks say it."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.enums import WageBasis
from xinan.registry.fields import money_field, month_check, month_field, not_negative
from xinan.registry.history import tracked
from xinan.workforce.models import DIGEST_LENGTH, Worker

WORDS = 500
SEALED = ("name_sealed", "id_number_sealed", "phone_sealed")


@tracked(exclude=[*SEALED, "id_number_index"])
class CaseWorker(models.Model):
    """A worker to whom wages are owed: one on the roster (`worker`), or known by what they said, sealed.

    Contexts of the keyring: `case_worker.name`, `.id_number`, `.phone`. An exception stands for payment by bank facts; it
    counts once another person than the one who wrote it has approved it.
    """

    case = models.ForeignKey("cases.Case", verbose_name=_("案件"), on_delete=models.PROTECT, related_name="workers")
    worker = models.ForeignKey(
        Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="case_workers", null=True, blank=True
    )
    name_sealed = models.TextField(_("姓名（加密）"), blank=True)
    name_masked = models.CharField(_("姓名"), max_length=60, blank=True)
    id_number_sealed = models.TextField(_("证件号码（加密）"), blank=True)
    id_number_index = models.CharField(_("证件号码检索值"), max_length=DIGEST_LENGTH, blank=True)
    id_number_masked = models.CharField(_("证件号码"), max_length=30, blank=True)
    phone_sealed = models.TextField(_("手机号码（加密）"), blank=True)
    phone_masked = models.CharField(_("手机号码"), max_length=20, blank=True)
    from_month = month_field(_("自（月）"))
    to_month = month_field(_("至（月）"))
    # The sum of its CaseWage rows.
    owed = money_field(_("欠付金额（元）"), default=0)
    added_at = models.DateTimeField(_("登记时间"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    exception_reason = models.CharField(_("例外理由"), max_length=WORDS, blank=True)
    excepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("提出例外"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    excepted_at = models.DateTimeField(_("提出时间"), null=True, blank=True)
    exception_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批准例外"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    exception_approved_at = models.DateTimeField(_("批准时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("涉案工人")
        verbose_name_plural = _("涉案工人")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "worker"],
                condition=models.Q(worker__isnull=False),
                name="case_worker_once",
                violation_error_message=_("该工人已在本案中。"),
            ),
            models.UniqueConstraint(
                fields=["case", "id_number_index"],
                condition=~models.Q(id_number_index=""),
                name="case_worker_identity_once",
                violation_error_message=_("该工人已在本案中。"),
            ),
            month_check("from_month", name="case_worker_from_month"),
            month_check("to_month", name="case_worker_to_month"),
            not_negative("owed", name="case_worker_owed_not_negative"),
            models.CheckConstraint(
                condition=models.Q(to_month__gte=models.F("from_month")),
                name="case_worker_months_in_order",
                violation_error_message=_("截止月份早于起始月份。"),
            ),
            models.CheckConstraint(
                condition=models.Q(exception_reason="", excepted_by=None, exception_approved_by=None)
                | ~models.Q(exception_reason="") & models.Q(excepted_by__isnull=False, excepted_at__isnull=False),
                name="case_worker_exception_says_who",
                violation_error_message=_("例外须写明理由和提出人。"),
            ),
            models.CheckConstraint(
                condition=models.Q(exception_approved_by=None)
                | ~models.Q(exception_approved_by=models.F("excepted_by"))
                & models.Q(exception_approved_at__isnull=False),
                name="case_worker_exception_by_two",
                violation_error_message=_("例外须由另一人批准。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"

    @property
    def subject_kind(self) -> str:
        """The kind that contexts of sealed values and records of looks begin with."""
        return "case_worker"

    @property
    def subject_id(self) -> str:
        """The key that records of looks name."""
        return str(self.pk)

    def sealed(self, field: str) -> str:
        """The sealed value of `name`, `id_number` or `phone`; KeyError for anything else."""
        if f"{field}_sealed" not in SEALED:
            raise KeyError(field)
        return str(getattr(self, f"{field}_sealed"))


@tracked()
class CaseWage(models.Model):
    """What is owed to a worker for a month, or for a run of months where only their sum is known.

    `owed` is what stood open when it was reckoned; `paid_before` is what the banks had then paid for these months. What has
    been paid since is what the banks say today less that: a payment sent back raises what is open again.
    """

    case_worker = models.ForeignKey(
        CaseWorker, verbose_name=_("涉案工人"), on_delete=models.CASCADE, related_name="wages"
    )
    from_month = month_field(_("自（月）"))
    to_month = month_field(_("至（月）"))
    owed = money_field(_("欠付金额（元）"))
    paid_before = money_field(_("核算时已付（元）"), default=0)
    basis = models.CharField(_("依据"), max_length=6, choices=WageBasis.choices)
    words = models.CharField(_("说明"), max_length=WORDS, blank=True)
    reckoned_at = models.DateTimeField(_("核算时间"))
    reckoned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("核算人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("涉案欠薪")
        verbose_name_plural = _("涉案欠薪")
        ordering: ClassVar = ["from_month", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case_worker", "from_month"],
                name="case_wage_once",
                violation_error_message=_("该月已登记欠薪。"),
            ),
            month_check("from_month", name="case_wage_from_month"),
            month_check("to_month", name="case_wage_to_month"),
            not_negative("owed", name="case_wage_not_negative"),
            not_negative("paid_before", name="case_wage_paid_not_negative"),
            models.CheckConstraint(
                condition=models.Q(to_month__gte=models.F("from_month")),
                name="case_wage_months_in_order",
                violation_error_message=_("截止月份早于起始月份。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_worker_id} {self.from_month}"
