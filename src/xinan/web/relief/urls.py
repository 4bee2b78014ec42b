"""Routes of relief and of the emergency funds."""

from django.urls import path

from xinan.web.relief.case_views import relief_of_case
from xinan.web.relief.fund_views import fund_add, fund_book, fund_page, funds
from xinan.web.relief.limit_views import relief_limit_decide, relief_limits
from xinan.web.relief.list_views import liability_table, relief_list
from xinan.web.relief.money_views import (
    relief_correct,
    relief_correction,
    relief_debtor,
    relief_recovery,
    relief_write_off,
)
from xinan.web.relief.new_views import relief_new
from xinan.web.relief.page_views import relief_page, relief_payees, relief_results

urlpatterns = [
    path("relief/", relief_list, name="reliefs"),
    path("relief/liability/", liability_table, name="relief-liability"),
    path("relief/new/<int:case_id>/<slug:kind>/", relief_new, name="relief-new"),
    path("relief/of-case/<int:case_id>/", relief_of_case, name="relief-of-case"),
    path("relief/limits/", relief_limits, name="relief-limits"),
    path("relief/limits/<int:change_id>/", relief_limit_decide, name="relief-limit-decide"),
    path("relief/corrections/<int:correction_id>/", relief_correction, name="relief-correction"),
    path("relief/debts/<int:debt_id>/write-off/", relief_write_off, name="relief-write-off"),
    path("relief/funds/", funds, name="relief-funds"),
    path("relief/funds/<int:fund_id>/", fund_page, name="relief-fund"),
    path("relief/funds/<int:fund_id>/add/", fund_add, name="relief-fund-add"),
    path("relief/funds/<int:fund_id>/book.xlsx", fund_book, name="relief-fund-book"),
    path("relief/<int:relief_id>/", relief_page, name="relief"),
    path("relief/<int:relief_id>/results/", relief_results, name="relief-results"),
    path("relief/<int:relief_id>/corrections/", relief_correct, name="relief-correct"),
    path("relief/<int:relief_id>/debtors/", relief_debtor, name="relief-debtor"),
    path("relief/<int:relief_id>/recoveries/", relief_recovery, name="relief-recovery"),
    path("relief/<int:relief_id>/payees.xlsx", relief_payees, name="relief-payees"),
]
