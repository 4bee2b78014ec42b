"""The money held for wages: wage accounts, deposits and their draws."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.registry.enums import DepositKind
from xinan.registry.fields import KEY_LENGTH, Recorded, key_field, money_field, not_negative, one_of, ordered
from xinan.registry.history import tracked
from xinan.registry.marks import BY_DEPOSIT, change_marks
from xinan.registry.models.projects import Project
from xinan.rules.vocabulary import TABLES


@tracked()
class WageAccount(Recorded):
    """A project's wage account, under a key that is not its number."""

    account_id = key_field(_("账户标识"))
    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="wage_accounts")
    bank_id = models.CharField(_("开户银行"), max_length=KEY_LENGTH)
    bank_name = models.CharField(_("开户银行名称"), max_length=100, blank=True)
    # The number of a firm's account: not personal, but nobody's business either.
    number_masked = models.CharField(_("账号"), max_length=40, blank=True)
    opened_on = models.DateField(_("开户日"))
    agreement_signed_on = models.DateField(_("三方协议签订日"), null=True, blank=True)
    closing_notice_on = models.DateField(_("销户公示日"), null=True, blank=True)
    closed_on = models.DateField(_("销户日"), null=True, blank=True)

    class Meta:
        verbose_name = _("农民工工资专用账户")
        verbose_name_plural = _("农民工工资专用账户")
        constraints: ClassVar = [
            ordered("opened_on", then="closed_on", name="account_closes_later", message=_("销户日早于开户日。"))
        ]
        triggers: ClassVar = change_marks(TABLES["wage_account"])

    def __str__(self) -> str:
        return self.account_id


@tracked()
class Deposit(Recorded):
    """A wage deposit in force for a project: cash, guarantee or insurance."""

    deposit_id = key_field(_("保证金编号"))
    project = models.ForeignKey(Project, verbose_name=_("项目"), on_delete=models.PROTECT, related_name="deposits")
    kind = models.CharField(_("形式"), max_length=20, choices=DepositKind.choices)
    amount = money_field(_("金额（元）"))
    effective_on = models.DateField(_("生效日"))
    expires_on = models.DateField(_("到期日（当日仍有效）"), null=True, blank=True)
    released_on = models.DateField(_("返还日"), null=True, blank=True)

    class Meta:
        verbose_name = _("工资保证金")
        verbose_name_plural = _("工资保证金")
        constraints: ClassVar = [
            one_of("deposit", column="kind", name="deposit_kind"),
            not_negative("amount", name="deposit_not_negative"),
            ordered("effective_on", then="expires_on", name="deposit_expires_later", message=_("到期日早于生效日。")),
        ]
        triggers: ClassVar = change_marks(TABLES["deposit"])

    def __str__(self) -> str:
        return self.deposit_id


@tracked()
class DepositDraw(Recorded):
    """Wages paid out of a deposit, and the day it was made good."""

    deposit = models.ForeignKey(Deposit, verbose_name=_("保证金"), on_delete=models.PROTECT, related_name="draws")
    drawn_on = models.DateField(_("动用日"))
    amount = money_field(_("金额（元）"))
    replenished_on = models.DateField(_("补足日"), null=True, blank=True)

    class Meta:
        verbose_name = _("保证金动用")
        verbose_name_plural = _("保证金动用")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["deposit", "drawn_on"],
                name="deposit_draw_once",
                violation_error_message=_("该保证金当日已有动用记录。"),
            ),
            not_negative("amount", name="deposit_draw_not_negative"),
            ordered("drawn_on", then="replenished_on", name="deposit_made_good_later", message=_("补足日早于动用日。")),
        ]
        triggers: ClassVar = change_marks(TABLES["deposit_draw"], projects=BY_DEPOSIT)

    def __str__(self) -> str:
        return f"{self.deposit_id} {self.drawn_on}"
