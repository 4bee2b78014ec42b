"""Every address of the product: the pages, sign-in."""

from django.urls import URLPattern, URLResolver, include, path

from xinan.api.v1.api import api as native

urlpatterns: list[URLPattern | URLResolver] = [
    path("accounts/", include("allauth.urls")),
    path("", include("xinan.api.national.urls")),
    path("api/banks/", include("xinan.api.banks.urls")),
    path("api/v1/", native.urls),
    path("", include("xinan.web.urls")),
]
