"""Routes of relief and of the emergency funds."""

from django.urls import path

from xinan.web.relief.fund_views import fund_add, fund_book, fund_page, funds
from xinan.web.relief.list_views import liability_table, relief_list
from xinan.web.relief.new_views import relief_new
from xinan.web.relief.page_views import relief_page, relief_payees, relief_recovery, relief_results

urlpatterns = [
    path("relief/", relief_list, name="reliefs"),
    path("relief/liability/", liability_table, name="relief-liability"),
    path("relief/new/<int:case_id>/<slug:kind>/", relief_new, name="relief-new"),
    path("relief/funds/", funds, name="relief-funds"),
    path("relief/funds/<int:fund_id>/", fund_page, name="relief-fund"),
    path("relief/funds/<int:fund_id>/add/", fund_add, name="relief-fund-add"),
    path("relief/funds/<int:fund_id>/book.xlsx", fund_book, name="relief-fund-book"),
    path("relief/<int:relief_id>/", relief_page, name="relief"),
    path("relief/<int:relief_id>/results/", relief_results, name="relief-results"),
    path("relief/<int:relief_id>/recoveries/", relief_recovery, name="relief-recovery"),
    path("relief/<int:relief_id>/payees.xlsx", relief_payees, name="relief-payees"),
]
