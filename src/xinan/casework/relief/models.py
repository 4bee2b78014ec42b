"""Relief with what each worker gets of it, emergency funds with their book."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.models import Case, CaseWorker
from xinan.casework.relief.correction_models import Correction as Correction
from xinan.casework.relief.debt_models import Debt as Debt
from xinan.casework.relief.debt_models import Recovery as Recovery
from xinan.casework.relief.debt_models import WriteOff as WriteOff
from xinan.casework.relief.enums import EntryKind, Kind
from xinan.casework.relief.limit_models import LimitChange as LimitChange
from xinan.people.models import Organisation
from xinan.registry.fields import money_field, month_check, month_field
from xinan.registry.history import tracked
from xinan.registry.models import Deposit, Enterprise, Project
from xinan.workforce.models import Worker

WORDS = 300


@tracked()
class Fund(models.Model):
    """The emergency fund of a city or a county (条例 63). What is in it is the sum of its book."""

    name = models.CharField(_("名称"), max_length=100)
    region_code = models.CharField(_("地区"), max_length=12, unique=True)
    office = models.ForeignKey(Organisation, verbose_name=_("管理单位"), on_delete=models.PROTECT, related_name="funds")
    opened_on = models.DateField(_("设立日"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("应急周转金")
        verbose_name_plural = _("应急周转金")
        ordering: ClassVar = ["region_code"]

    def __str__(self) -> str:
        return self.name


@tracked()
class Relief(models.Model):
    """One help to the workers of a case. How it stands is its proceeding: procedure `kind`, subject `relief`.

    `answers`, `unsettled` and `payers` are the facts put to the table of liability and what it said that day. `order_due_on`
    is the last day of the order to pay that was missed.
    """

    kind = models.CharField(_("方式"), max_length=20, choices=Kind.choices)
    case = models.ForeignKey(Case, verbose_name=_("案件"), on_delete=models.PROTECT, related_name="reliefs")
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="reliefs", null=True, blank=True
    )
    region_code = models.CharField(_("地区"), max_length=12)
    answers = models.JSONField(_("事实"), default=dict)
    unsettled = money_field(_("未结清工程款（元）"), null=True, blank=True)
    payers = models.JSONField(_("清偿顺序"), default=list)
    payer = models.ForeignKey(
        Enterprise, verbose_name=_("清偿单位"), on_delete=models.PROTECT, related_name="reliefs", null=True, blank=True
    )
    payer_role = models.CharField(_("清偿身份"), max_length=20, blank=True)
    deposit = models.ForeignKey(
        Deposit, verbose_name=_("保证金"), on_delete=models.PROTECT, related_name="reliefs", null=True, blank=True
    )
    bank_id = models.CharField(_("经办银行"), max_length=64, blank=True)
    order_due_on = models.DateField(_("责令支付期限"), null=True, blank=True)
    # The fund's limits as they stood when it was begun, applied for and approved: which, on which day, by which source.
    limits_held = models.JSONField(_("当日限额"), default=list)
    fund = models.ForeignKey(
        Fund, verbose_name=_("应急周转金"), on_delete=models.PROTECT, related_name="reliefs", null=True, blank=True
    )
    opened_on = models.DateField(_("立项日"))
    opened_at = models.DateTimeField(_("立项时间"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("立项人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("兜底解困")
        verbose_name_plural = _("兜底解困")
        ordering: ClassVar = ["-opened_at", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(kind="deposit_draw")
                | models.Q(deposit__isnull=False, order_due_on__isnull=False) & ~models.Q(bank_id=""),
                name="relief_draw_has_deposit",
                violation_error_message=_("动用保证金须写明保证金、经办银行和责令支付期限。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="emergency_fund") | models.Q(fund__isnull=False),
                name="relief_fund_named",
                violation_error_message=_("须写明应急周转金。"),
            ),
            models.CheckConstraint(
                condition=~models.Q(kind="advance_payment") | models.Q(payer__isnull=False),
                name="relief_payer_named",
                violation_error_message=_("须写明清偿单位。"),
            ),
        ]
        triggers: ClassVar = [
            pgtrigger.Protect(
                name="relief_is_what_it_was",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("kind", "case", "deposit", "fund", "opened_at", "opened_by"),
            ),
            pgtrigger.Protect(name="relief_is_kept", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """How it is called."""
        return f"兜底〔{self.opened_on:%Y}〕{self.pk:05d}号"


@tracked()
class ReliefWorker(models.Model):
    """What one worker is to get for a month, and what became of it. `paid_on` or `failed` says that it was reported."""

    relief = models.ForeignKey(Relief, verbose_name=_("兜底解困"), on_delete=models.PROTECT, related_name="rows")
    case_worker = models.ForeignKey(
        CaseWorker, verbose_name=_("涉案工人"), on_delete=models.PROTECT, related_name="reliefs"
    )
    # Whoever is not on the roster has no facts; what they got is kept here alone.
    worker = models.ForeignKey(
        Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="reliefs", null=True, blank=True
    )
    month = month_field(_("工资月份"))
    granted = money_field(_("应付金额（元）"))
    paid = money_field(_("已付金额（元）"), default=0)
    paid_on = models.DateField(_("付款日"), null=True, blank=True)
    failed = models.CharField(_("未付原因"), max_length=WORDS, blank=True)
    reported_at = models.DateTimeField(_("登记时间"), null=True, blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("兜底解困明细")
        verbose_name_plural = _("兜底解困明细")
        ordering: ClassVar = ["case_worker_id", "month"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["relief", "case_worker", "month"],
                name="relief_month_once",
                violation_error_message=_("该工人该月已在名单中。"),
            ),
            month_check("month", name="relief_worker_month"),
            models.CheckConstraint(
                condition=models.Q(granted__gt=0, paid__gte=0, paid__lte=models.F("granted")),
                name="relief_paid_within_granted",
                violation_error_message=_("已付金额不得超过应付金额。"),
            ),
            models.CheckConstraint(
                condition=models.Q(paid=0, paid_on=None) | models.Q(paid__gt=0, paid_on__isnull=False, failed=""),
                name="relief_paid_says_when",
                violation_error_message=_("已付的须写明付款日。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relief_id} {self.month}"

    @property
    def is_reported(self) -> bool:
        """Whether the result is known."""
        return self.paid_on is not None or bool(self.failed)

    @property
    def fact_key(self) -> str:
        """Under what the wage payment stands among the facts."""
        return f"{self.relief_id}:{self.pk}"


class FundEntry(models.Model):
    """A line of a fund's book. Never changed."""

    fund = models.ForeignKey(Fund, verbose_name=_("应急周转金"), on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(_("类别"), max_length=10, choices=EntryKind.choices)
    amount = money_field(_("金额（元）"))
    on = models.DateField(_("日期"))
    relief = models.ForeignKey(
        Relief, verbose_name=_("兜底解困"), on_delete=models.PROTECT, related_name="entries", null=True, blank=True
    )
    recovery = models.OneToOneField(
        Recovery, verbose_name=_("追偿"), on_delete=models.PROTECT, related_name="entry", null=True, blank=True
    )
    words = models.CharField(_("说明"), max_length=WORDS, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("登记人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("周转金收支")
        verbose_name_plural = _("周转金收支")
        ordering: ClassVar = ["on", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(amount__gt=0),
                name="fund_entry_above_nothing",
                violation_error_message=_("金额须大于零。"),
            ),
            models.CheckConstraint(
                condition=models.Q(kind="added") | models.Q(relief__isnull=False),
                name="fund_entry_names_relief",
                violation_error_message=_("垫付和追回须写明兜底解困事项。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["fund", "on"], name="fund_entry_by_day")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="fund_entry_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.fund_id} {self.kind} {self.on}"
