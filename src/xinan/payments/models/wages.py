"""Payroll lines, wage payments and the movements of wage accounts: the facts the rules read."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.payments.enums import CounterpartyKind, EntryDirection, PaymentStatus
from xinan.registry.fields import (
    Recorded,
    key_field,
    money_field,
    month_check,
    month_field,
    not_negative,
    one_of,
)
from xinan.registry.history import tracked
from xinan.registry.marks import BY_ACCOUNT, change_marks
from xinan.registry.models import Project, WageAccount
from xinan.rules.vocabulary import TABLES
from xinan.workforce.models import Worker


@tracked()
class PayrollLine(Recorded):
    """A worker's line of a month's payroll."""

    line_id = key_field(_("明细编号"))
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="payroll_lines", db_index=False
    )
    worker = models.ForeignKey(Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="payroll_lines")
    wage_month = month_field(_("工资月份"))
    days = models.DecimalField(_("计薪天数"), max_digits=18, decimal_places=6)
    payable = money_field(_("应发工资（元）"))
    submitted_on = models.DateField(_("提交日"))
    confirmed_on = models.DateField(_("工人确认日"), null=True, blank=True)
    disputed_on = models.DateField(_("工人异议日"), null=True, blank=True)
    dispute_closed_on = models.DateField(_("异议办结日"), null=True, blank=True)
    approved_on = models.DateField(_("总包审核日"), null=True, blank=True)

    class Meta:
        verbose_name = _("工资支付表明细")
        verbose_name_plural = _("工资支付表明细")
        constraints: ClassVar = [
            month_check("wage_month", name="payroll_line_month"),
            not_negative("payable", name="payroll_line_not_negative"),
            models.CheckConstraint(
                condition=models.Q(days__gte=0, days__lte=31),
                name="payroll_line_days",
                violation_error_message=_("计薪天数应在 0 与 31 之间。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "wage_month"], name="payroll_line_of_month")]
        triggers: ClassVar = change_marks(TABLES["payroll_line"])

    def __str__(self) -> str:
        return self.line_id


@tracked()
class WagePayment(Recorded):
    """Wages paid to a worker for a month, or the attempt to."""

    payment_id = key_field(_("发放编号"))
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="wage_payments", db_index=False
    )
    worker = models.ForeignKey(Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="wage_payments")
    wage_month = month_field(_("工资月份"))
    amount = money_field(_("金额（元）"))
    paid_on = models.DateField(_("发放日"))
    status = models.CharField(_("结果"), max_length=10, choices=PaymentStatus.choices)
    account = models.ForeignKey(
        WageAccount,
        verbose_name=_("付款专户（空：未经专户）"),
        on_delete=models.PROTECT,
        related_name="wage_payments",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("工资发放")
        verbose_name_plural = _("工资发放")
        constraints: ClassVar = [
            month_check("wage_month", name="wage_payment_month"),
            not_negative("amount", name="wage_payment_not_negative"),
            one_of("wage_payment", column="status", name="wage_payment_status"),
        ]
        indexes: ClassVar = [models.Index(fields=["project", "wage_month"], name="wage_payment_of_month")]
        triggers: ClassVar = change_marks(TABLES["wage_payment"])

    def __str__(self) -> str:
        return self.payment_id


@tracked()
class AccountEntry(Recorded):
    """A movement of a wage account, as the bank booked it."""

    entry_id = key_field(_("流水号"))
    account = models.ForeignKey(
        WageAccount, verbose_name=_("账户"), on_delete=models.PROTECT, related_name="entries", db_index=False
    )
    booked_on = models.DateField(_("记账日"))
    direction = models.CharField(_("方向"), max_length=3, choices=EntryDirection.choices)
    amount = money_field(_("金额（元）"))
    counterparty_kind = models.CharField(_("对方类型"), max_length=12, choices=CounterpartyKind.choices)
    worker = models.ForeignKey(
        Worker,
        verbose_name=_("对方工人"),
        on_delete=models.PROTECT,
        related_name="account_entries",
        null=True,
        blank=True,
    )
    wage_month = month_field(_("工资月份"), null=True, blank=True)
    balance_after = money_field(_("记账后余额（元）"))

    class Meta:
        verbose_name = _("专户收支")
        verbose_name_plural = _("专户收支")
        constraints: ClassVar = [
            month_check("wage_month", name="account_entry_month"),
            not_negative("amount", name="account_entry_not_negative"),
            one_of("account_entry", column="direction", name="account_entry_direction"),
            one_of("account_entry", column="counterparty_kind", name="account_entry_counterparty"),
        ]
        indexes: ClassVar = [models.Index(fields=["account", "booked_on"], name="account_entry_by_day")]
        triggers: ClassVar = change_marks(TABLES["account_entry"], projects=BY_ACCOUNT)

    def __str__(self) -> str:
        return self.entry_id
