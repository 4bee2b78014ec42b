"""Addresses of the banks' interface."""

from django.urls import path

from xinan.api.banks.views import batches, messages, xml_messages

urlpatterns = [
    path("messages", messages, name="bank-messages"),
    path("xml", xml_messages, name="bank-xml"),
    path("batches", batches, name="bank-batches"),
]
