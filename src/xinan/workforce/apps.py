from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkforceConfig(AppConfig):
    name = "xinan.workforce"
    verbose_name = _("实名用工")
