from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "xinan.casework"
    verbose_name = _("线索案件")
