from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class CoordinationConfig(AppConfig):
    name = "xinan.coordination"
    verbose_name = _("统筹协调")

    def ready(self) -> None:
        # By name: what follows a hand-over holds models, which are not there yet when this module is imported.
        import_string("xinan.coordination.handing_over.register")()
