"""Wages on their way through a bank: batches and their lines, movements that pay a whole batch, days reconciled.

None of it is read by a rule. The facts (wage payments, account movements) are derived from it by the intake.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.payments.enums import OrderStatus
from xinan.payments.models.wages import PayrollLine
from xinan.registry.fields import KEY_LENGTH, Recorded, key_field, money_field, month_check, month_field, not_negative
from xinan.registry.history import tracked
from xinan.registry.models import Project, WageAccount
from xinan.workforce.models import Worker


@tracked()
class PaymentBatch(Recorded):
    """A list of wages for a bank to pay, under a number that is used once in a project."""

    batch_key = key_field(_("批次标识"))
    project = models.ForeignKey(
        Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="payment_batches", db_index=False
    )
    number = models.CharField(_("批次号"), max_length=KEY_LENGTH)
    account = models.ForeignKey(
        WageAccount,
        verbose_name=_("付款专户"),
        on_delete=models.PROTECT,
        related_name="payment_batches",
        null=True,
        blank=True,
    )
    wage_month = month_field(_("工资月份"))
    made_on = models.DateField(_("制单日"))
    # When the bank said that it has the list, and what it counted in it.
    accepted_at = models.DateTimeField(_("银行受理时间"), null=True, blank=True)
    accepted_lines = models.PositiveIntegerField(_("银行受理笔数"), null=True, blank=True)
    accepted_total = money_field(_("银行受理金额（元）"), null=True, blank=True)

    class Meta:
        verbose_name = _("代发批次")
        verbose_name_plural = _("代发批次")
        ordering: ClassVar = ["-made_on", "-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["project", "number"],
                name="payment_batch_once",
                violation_error_message=_("该项目已有此批次号。"),
            ),
            month_check("wage_month", name="payment_batch_month"),
        ]

    def __str__(self) -> str:
        return self.batch_key


@tracked()
class PaymentOrder(Recorded):
    """A line of a batch: what was payable, what was sent to the bank, what the bank fed back."""

    order_key = key_field(_("代发明细标识"))
    payment_batch = models.ForeignKey(
        PaymentBatch, verbose_name=_("批次"), on_delete=models.PROTECT, related_name="orders"
    )
    line = models.PositiveIntegerField(_("序号"))
    worker = models.ForeignKey(Worker, verbose_name=_("工人"), on_delete=models.PROTECT, related_name="payment_orders")
    payroll_line = models.ForeignKey(
        PayrollLine,
        verbose_name=_("工资支付表明细"),
        on_delete=models.SET_NULL,
        related_name="orders",
        null=True,
        blank=True,
    )
    wage_month = month_field(_("工资月份"))
    payable = money_field(_("应发（元）"), null=True, blank=True)
    sent = money_field(_("提交银行（元）"))
    paid = money_field(_("银行反馈实发（元）"), null=True, blank=True)
    status = models.CharField(_("结果"), max_length=10, choices=OrderStatus.choices, default=OrderStatus.SENT)
    fail_code = models.CharField(_("失败代码"), max_length=20, blank=True)
    remark = models.CharField(_("备注"), max_length=200, blank=True)
    settled_on = models.DateField(_("银行办理日"), null=True, blank=True)
    # The movement of the wage account that this line became; empty while the bank's movement has not come.
    entry_id = models.CharField(_("流水标识"), max_length=KEY_LENGTH, blank=True, db_index=True)

    class Meta:
        verbose_name = _("代发明细")
        verbose_name_plural = _("代发明细")
        ordering: ClassVar = ["payment_batch", "line"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["payment_batch", "line"],
                name="payment_order_once",
                violation_error_message=_("该批次已有此序号。"),
            ),
            models.CheckConstraint(
                condition=models.Q(status__in=OrderStatus.values),
                name="payment_order_status",
                violation_error_message=_("取值不在规定的范围内。"),
            ),
            month_check("wage_month", name="payment_order_month"),
            not_negative("sent", name="payment_order_not_negative"),
            not_negative("paid", name="payment_order_paid_not_negative"),
        ]

    def __str__(self) -> str:
        return self.order_key


@tracked()
class BulkMovement(Recorded):
    """One movement out of a wage account that paid many lines of a batch; the account's entries are spread from it."""

    movement_id = key_field(_("流水标识"))
    account = models.ForeignKey(
        WageAccount, verbose_name=_("账户"), on_delete=models.PROTECT, related_name="bulk_movements", db_index=False
    )
    batch_number = models.CharField(_("批次号"), max_length=KEY_LENGTH)
    booked_on = models.DateField(_("记账日"))
    amount = money_field(_("金额（元）"))
    balance_after = money_field(_("记账后余额（元）"))

    class Meta:
        verbose_name = _("批量代发流水")
        verbose_name_plural = _("批量代发流水")
        constraints: ClassVar = [not_negative("amount", name="bulk_movement_not_negative")]
        indexes: ClassVar = [models.Index(fields=["account", "booked_on"], name="bulk_movement_by_day")]

    def __str__(self) -> str:
        return self.movement_id


@tracked()
class AccountDay(Recorded):
    """What the bank says of an account's day, beside what is held here; they agree or a notice stands."""

    account = models.ForeignKey(
        WageAccount, verbose_name=_("账户"), on_delete=models.PROTECT, related_name="days", db_index=False
    )
    day = models.DateField(_("对账日"))
    bank_count = models.PositiveIntegerField(_("银行笔数"))
    bank_total = money_field(_("银行金额合计（元）"))
    bank_balance = money_field(_("银行日终余额（元）"), null=True, blank=True)
    held_count = models.PositiveIntegerField(_("平台笔数"), default=0)
    held_total = money_field(_("平台金额合计（元）"), default=0)
    held_balance = money_field(_("平台日终余额（元）"), null=True, blank=True)
    agrees = models.BooleanField(_("相符"), default=False)
    compared_on = models.DateField(_("比对日"))
    # When the two were first found to differ, and to agree again; both empty where they never differed.
    differed_on = models.DateField(_("发现差异日"), null=True, blank=True)
    settled_on = models.DateField(_("差异消除日"), null=True, blank=True)

    class Meta:
        verbose_name = _("专户日对账")
        verbose_name_plural = _("专户日对账")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "day"],
                name="account_day_once",
                violation_error_message=_("该专户当日已有对账记录。"),
            )
        ]
        indexes: ClassVar = [
            models.Index(fields=["account", "day"], name="account_day_differs", condition=models.Q(agrees=False))
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day}"


@tracked()
class AccountFreeze(Recorded):
    """A wage account sealed or frozen by somebody, as its bank reports; the law forbids it but for this project's wages."""

    freeze_id = key_field(_("冻结标识"))
    account = models.ForeignKey(WageAccount, verbose_name=_("账户"), on_delete=models.PROTECT, related_name="freezes")
    frozen_on = models.DateField(_("冻结日"))
    unfrozen_on = models.DateField(_("解冻日"), null=True, blank=True)
    amount = money_field(_("冻结金额（元；空：全额）"), null=True, blank=True)
    authority = models.CharField(_("冻结机关"), max_length=100, blank=True)

    class Meta:
        verbose_name = _("专户冻结")
        verbose_name_plural = _("专户冻结")
        constraints: ClassVar = [
            not_negative("amount", name="account_freeze_not_negative"),
            models.CheckConstraint(
                condition=models.Q(unfrozen_on=None) | models.Q(unfrozen_on__gte=models.F("frozen_on")),
                name="account_freeze_ends_later",
                violation_error_message=_("解冻日早于冻结日。"),
            ),
        ]

    def __str__(self) -> str:
        return self.freeze_id
