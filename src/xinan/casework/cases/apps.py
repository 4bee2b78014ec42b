from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "xinan.casework.cases"
    label = "cases"
    verbose_name = _("案件")

    def ready(self) -> None:
        # Its models cannot be imported before every app is there.
        import_module("xinan.casework.cases.registered").register_all()
