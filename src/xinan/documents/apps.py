from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from xinan.documents.catalogue import KINDS
from xinan.documents.kinds import register_kinds


class DocumentsConfig(AppConfig):
    name = "xinan.documents"
    verbose_name = _("文书")

    def ready(self) -> None:
        """Makes the shipped letters known."""
        register_kinds(KINDS)
