from django.apps import AppConfig
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _


class DossierConfig(AppConfig):
    name = "xinan.casework.dossier"
    label = "dossier"
    verbose_name = _("案卷")

    def ready(self) -> None:
        # By name: kinds of notices hold models, which are not there yet when this module is imported.
        import_string("xinan.casework.dossier.registered.register_all")()
