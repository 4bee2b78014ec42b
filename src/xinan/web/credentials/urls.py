"""The addresses of credentials."""

from django.urls import URLPattern, path

from xinan.web.credentials.views import credential_act, credentials

urlpatterns: list[URLPattern] = [
    path("credentials/", credentials, name="credentials"),
    path("credentials/<slug:appid>/<slug:act>/", credential_act, name="credential-act"),
]
