"""The addresses of importing."""

from django.urls import URLPattern, path

from xinan.web.intake.views import imports, marked, template, upload

urlpatterns: list[URLPattern] = [
    path("imports/", imports, name="intake-list"),
    path("imports/templates/<slug:kind>/", template, name="intake-template"),
    path("imports/batches/<int:number>/marked/", marked, name="intake-marked"),
    path("imports/<slug:upload_key>/", upload, name="intake-upload"),
]
