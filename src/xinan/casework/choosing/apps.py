from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ChoosingConfig(AppConfig):
    name = "xinan.casework.choosing"
    label = "choosing"
    verbose_name = _("办理途径")
