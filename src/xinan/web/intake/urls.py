"""The addresses of importing."""

from django.urls import URLPattern, path

from xinan.web.intake.column_views import change, columns, forget, remembered
from xinan.web.intake.correction_views import batch, payroll_month, replace, withdraw
from xinan.web.intake.views import imports, marked, template, upload

urlpatterns: list[URLPattern] = [
    path("imports/", imports, name="intake-list"),
    path("imports/templates/<slug:kind>/", template, name="intake-template"),
    path("imports/batches/<int:number>/marked/", marked, name="intake-marked"),
    path("imports/batches/<int:number>/", batch, name="intake-batch"),
    path("imports/batches/<int:number>/columns/", columns, name="intake-columns"),
    path("imports/batches/<int:number>/withdraw/", withdraw, name="intake-withdraw"),
    path("imports/batches/<int:number>/replace/", replace, name="intake-replace"),
    path("imports/payroll/<str:project_id>/<str:month>/", payroll_month, name="intake-payroll-versions"),
    path("imports/columns/", remembered, name="intake-remembered"),
    path("imports/columns/<int:number>/", change, name="intake-mapping"),
    path("imports/columns/<int:number>/forget/", forget, name="intake-mapping-forget"),
    path("imports/<slug:upload_key>/", upload, name="intake-upload"),
]
