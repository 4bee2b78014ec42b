"""The addresses of notices."""

from django.urls import URLPattern, path

from xinan.web.notices.delivery_views import delivery_list, send_again
from xinan.web.notices.settings_views import contact, notice_settings
from xinan.web.notices.views import bell, mark, notice_list, open_notice

urlpatterns: list[URLPattern] = [
    path("notices/", notice_list, name="notices"),
    path("notices/bell/", bell, name="notice-bell"),
    path("notices/mark/", mark, name="notice-mark"),
    path("notices/settings/", notice_settings, name="notice-settings"),
    path("notices/settings/<slug:channel>/<slug:act>/", contact, name="notice-contact"),
    path("deliveries/", delivery_list, name="deliveries"),
    path("deliveries/<int:number>/again/", send_again, name="delivery-again"),
    path("notices/<int:number>/", open_notice, name="notice-open"),
]
