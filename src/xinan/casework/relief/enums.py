"""Kinds of relief and of entries in a fund's book. A kind's value is the code of its procedure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """By what workers are helped."""

    DEPOSIT_DRAW = "deposit_draw", _("动用工资保证金")
    EMERGENCY_FUND = "emergency_fund", _("应急周转金")
    ADVANCE_PAYMENT = "advance_payment", _("先行清偿")


# The kinds of which the office enters what each worker got; an advance payment comes with the bank's own data.
PAID_BY_ORDER = (Kind.DEPOSIT_DRAW, Kind.EMERGENCY_FUND)


class EntryKind(models.TextChoices):
    """Which way money goes in a fund's book."""

    ADDED = "added", _("拨入")
    PAID = "paid", _("垫付")
    RECOVERED = "recovered", _("追回")
    REVERSED = "reversed", _("冲正")


class AskState(models.TextChoices):
    """How far something stands that one person asks for and another decides."""

    ASKED = "asked", _("待审批")
    APPROVED = "approved", _("已批准")
    REFUSED = "refused", _("不同意")
    WITHDRAWN = "withdrawn", _("已撤回")
