"""The page for a day that cannot be shown."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from xinan.kernel.errors import XinanError
from xinan.web.components.views import Problem
from xinan.web.replay.views_data import DayPicker
from xinan.web.shell.errors import status_of


def no_such_day(request: HttpRequest, error: XinanError, *, title: str, address: str, today: date) -> HttpResponse:
    """What is wrong with the day asked for, with the picker to choose another and the way to today."""
    context = {
        "title": title,
        "problem": Problem(error.what, error.remedy, error.code),
        "picker": DayPicker(address, today, today),
    }
    return render(request, "replay/no_day.html", context, status=status_of(error))
