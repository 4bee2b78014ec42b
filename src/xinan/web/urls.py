"""Every page of the product, by screen group."""

from django.urls import URLPattern, URLResolver, path
from django.views.i18n import set_language

from xinan.web.gallery.views import components

urlpatterns: list[URLPattern | URLResolver] = [
    path("i18n/setlang/", set_language, name="set_language"),
    path("components/", components, name="components"),
]
