"""What the file keeps beside the case itself: the weekly words, seals with their entries and checks, exports and downloads."""

from typing import ClassVar

import pgtrigger
from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from xinan.casework.dossier.export_models import ExportPart as ExportPart
from xinan.casework.dossier.export_models import FileDownload as FileDownload
from xinan.casework.dossier.export_models import FileExport as FileExport
from xinan.casework.dossier.seal_models import Seal as Seal
from xinan.casework.dossier.seal_models import SealCheck as SealCheck
from xinan.casework.dossier.seal_models import SealEntry as SealEntry
from xinan.procedures.models import Proceeding

WORDS_LENGTH = 500


class WeekWord(models.Model):
    """What the holder says, once a week, of an item whose clock has run out: why, and what comes next. Never changed.

    `week_on` is the Monday of the week. A second word in a week stands beside the first.
    """

    proceeding = models.ForeignKey(
        Proceeding, verbose_name=_("办理事项"), on_delete=models.PROTECT, related_name="week_words"
    )
    week_on = models.DateField(_("所在周（周一）"))
    words = models.CharField(_("说明"), max_length=WORDS_LENGTH)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("说明人"), on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("逾期周说明")
        verbose_name_plural = _("逾期周说明")
        ordering: ClassVar = ["at", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(words=""),
                name="week_word_says_something",
                violation_error_message=_("说明不能为空。"),
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["week_on", "proceeding"], name="week_word_of_week")]
        triggers: ClassVar = [
            pgtrigger.Protect(name="week_word_is_kept", operation=pgtrigger.Update | pgtrigger.Delete)
        ]

    def __str__(self) -> str:
        return f"{self.week_on:%Y-%m-%d}"
