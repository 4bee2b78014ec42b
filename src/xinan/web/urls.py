"""Every page of the product, by screen group."""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from xinan.web.catalogue.views import rule_catalogue, rule_page
from xinan.web.gallery.views import components
from xinan.web.privacy.views import access_log, reveal
from xinan.web.projects.views import project_page, replay_evidence, warning_evidence
from xinan.web.risk.views import risk_method, risk_rows

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("xinan.web.inbox.urls")),
    path("projects/<str:project_id>/", project_page, name="project"),
    path("projects/<str:project_id>/evidence/", replay_evidence, name="replay-evidence"),
    path("projects/<str:project_id>/risk/<slug:part>/", risk_rows, name="risk-rows"),
    path("warnings/<int:warning_id>/evidence/", warning_evidence, name="warning-evidence"),
    path("projects/<str:project_id>/workers/<str:worker_id>/reveal/", reveal, name="reveal"),
    path("access-log/", access_log, name="access-log"),
    path("i18n/setlang/", set_language, name="set_language"),
    path("rules/", rule_catalogue, name="rule-catalogue"),
    path("rules/risk-index/", risk_method, name="risk-method"),
    path("rules/<slug:link>/<slug:name>/", rule_page, name="rule"),
    path("", include("xinan.web.figures.urls")),
    path("", include("xinan.web.intake.urls")),
    path("", include("xinan.web.switchboard.urls")),
    path("", include("xinan.web.bank.urls")),
    path("", include("xinan.web.credentials.urls")),
    path("", include("xinan.web.rule_changes.urls")),
    path("", include("xinan.web.law_figures.urls")),
    path("", include("xinan.web.letters.urls")),
    path("", include("xinan.web.procedures.urls")),
    path("", include("xinan.web.notices.urls")),
    path("", include("xinan.web.duties.urls")),
    path("", include("xinan.web.handling.urls")),
    path("", include("xinan.web.proceedings.urls")),
    path("", include("xinan.web.cases.urls")),
    path("", include("xinan.web.patrols.urls")),
    path("", include("xinan.web.relief.urls")),
    path("", include("xinan.web.clues.urls")),
    path("", include("xinan.web.ways.urls")),
    path("", include("xinan.web.directory.urls")),
    path("", include("xinan.web.complaints.urls")),
    path("", include("xinan.web.boards.urls")),
    path("", include("xinan.web.dossier.urls")),
    path("components/", components, name="components"),
]
