"""Routes of the law's figures."""

from django.urls import path

from xinan.web.law_figures.views import figure_decision, figure_list, figure_page

urlpatterns = [
    path("law-figures/", figure_list, name="law-figures"),
    path("law-figures/<slug:code>/", figure_page, name="law-figure"),
    path("law-figures/<int:number>/<slug:decision>/", figure_decision, name="law-figure-decision"),
]
