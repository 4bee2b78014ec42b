"""The addresses of the banks' pages."""

from django.urls import URLPattern, path

from xinan.web.bank.paying_views import new_batch, order_file
from xinan.web.bank.views import bank_page, batch_page, project_bank

urlpatterns: list[URLPattern] = [
    path("bank/", bank_page, name="bank"),
    path("projects/<str:project_id>/bank/", project_bank, name="project-bank"),
    path("projects/<str:project_id>/bank/new/", new_batch, name="bank-new-batch"),
    path("projects/<str:project_id>/bank/<str:number>/file/", order_file, name="bank-order-file"),
    path("projects/<str:project_id>/bank/<str:number>/", batch_page, name="bank-batch"),
]
