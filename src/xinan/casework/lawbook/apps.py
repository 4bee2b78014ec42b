from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class LawbookConfig(AppConfig):
    name = "xinan.casework.lawbook"
    label = "lawbook"
    verbose_name = _("数额标准")

    def ready(self) -> None:
        # By name: kinds of notices hold models, which are not there yet when this module is imported.
        import_string("xinan.casework.lawbook.telling.register")()
