"""Routes of the files of cases."""

from django.urls import URLPattern, path

from xinan.web.dossier.export_views import export_ask, export_download, export_state
from xinan.web.dossier.views import dossier_page, dossier_verify

urlpatterns: list[URLPattern] = [
    path("cases/<int:case_id>/file/", dossier_page, name="dossier"),
    path("cases/<int:case_id>/file/verify/", dossier_verify, name="dossier-verify"),
    path("cases/<int:case_id>/file/exports/", export_ask, name="dossier-export"),
    path("cases/<int:case_id>/file/exports/<int:export_id>/", export_state, name="dossier-export-state"),
    path("cases/<int:case_id>/file/exports/<int:export_id>/download/", export_download, name="dossier-download"),
]
