"""The addresses of rule changes."""

from django.urls import URLPattern, path

from xinan.web.rule_changes.acts import act, revert
from xinan.web.rule_changes.trials import trial_page
from xinan.web.rule_changes.views import change_list, change_page, draft, edit

urlpatterns: list[URLPattern] = [
    path("rule-changes/", change_list, name="rule-changes"),
    path("rule-changes/new/", draft, name="rule-change-new"),
    path("rule-changes/<int:number>/", change_page, name="rule-change"),
    path("rule-changes/<int:number>/edit/", edit, name="rule-change-edit"),
    path("rule-changes/<int:number>/revert/", revert, name="rule-change-revert"),
    path("rule-changes/<int:number>/trials/<int:trial_number>/", trial_page, name="rule-trial"),
    path("rule-changes/<int:number>/<slug:name>/", act, name="rule-change-act"),
]
