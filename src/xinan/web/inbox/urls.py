"""The addresses of the inbox."""

from django.urls import URLPattern, path

from xinan.web.inbox.bulk.views import bulk_do, bulk_preview, bulk_undo
from xinan.web.inbox.export import inbox_export
from xinan.web.inbox.live import inbox_changes, inbox_rows
from xinan.web.inbox.views import inbox_page, replay_anew
from xinan.web.inbox.views_saved import view_act, view_list, view_new

urlpatterns: list[URLPattern] = [
    path("", inbox_page, name="inbox"),
    path("replays/", replay_anew, name="replay-anew"),
    path("inbox.xlsx", inbox_export, name="inbox-export"),
    path("inbox/changes/", inbox_changes, name="inbox-changes"),
    path("inbox/rows/", inbox_rows, name="inbox-rows"),
    path("inbox/bulk/", bulk_preview, name="inbox-bulk"),
    path("inbox/bulk/do/", bulk_do, name="inbox-bulk-do"),
    path("inbox/bulk/undo/", bulk_undo, name="inbox-bulk-undo"),
    path("inbox/views/", view_list, name="inbox-views"),
    path("inbox/views/new/", view_new, name="inbox-view-new"),
    path("inbox/views/<int:number>/<slug:act>/", view_act, name="inbox-view-act"),
]
