"""The addresses of the figures."""

from django.urls import URLPattern, path

from xinan.web.figures.views import figure_rows, figures_page

urlpatterns: list[URLPattern] = [
    path("figures/", figures_page, name="figures"),
    path("figures/rows/", figure_rows, name="figure-rows"),
]
