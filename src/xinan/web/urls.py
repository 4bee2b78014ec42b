"""Every page of the product, by screen group."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from xinan.web.catalogue.views import rule_catalogue, rule_page
from xinan.web.gallery.views import components

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/setlang/", set_language, name="set_language"),
    path("rules/", rule_catalogue, name="rule-catalogue"),
    path("rules/<slug:link>/<slug:name>/", rule_page, name="rule"),
    path("components/", components, name="components"),
]
