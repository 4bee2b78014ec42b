"""The address that site systems have built in."""

from django.urls import path

from xinan.api.national.views import open_api

urlpatterns = [path("open.api", open_api, name="national-interface")]
