"""How an entered figure stands."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class FigureState(models.TextChoices):
    """It waits for a second person, is in force from its day, was refused, or taken back by its author."""

    SUBMITTED = "submitted", _("待复核")
    APPROVED = "approved", _("已批准")
    REJECTED = "rejected", _("未批准")
    WITHDRAWN = "withdrawn", _("已撤回")
