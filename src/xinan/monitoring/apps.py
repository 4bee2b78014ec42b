from importlib import import_module

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    name = "xinan.monitoring"
    verbose_name = _("监测预警")

    def ready(self) -> None:
        # Its models cannot be imported before every app is there.
        import_module("xinan.monitoring.handling.registered").register_all()
