from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from xinan.intake.notice_kinds import BATCH_WAITING
from xinan.notices.kinds import register_kind


class IntakeConfig(AppConfig):
    name = "xinan.intake"
    verbose_name = _("数据接入")

    def ready(self) -> None:
        register_kind(BATCH_WAITING)
