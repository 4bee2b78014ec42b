from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ReliefConfig(AppConfig):
    name = "xinan.casework.relief"
    label = "relief"
    verbose_name = _("兜底解困")

    def ready(self) -> None:
        # Its models cannot be imported before every app is there.
        import_module("xinan.casework.relief.registered").register_all()
