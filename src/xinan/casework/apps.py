from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CaseworkConfig(AppConfig):
    name = "xinan.casework"
    verbose_name = _("线索案件")

    def ready(self) -> None:
        # Its models cannot be imported before every app is there.
        import_module("xinan.casework.registered").register_all()
        import_module("xinan.casework.procedures.registered").register_procedures()
