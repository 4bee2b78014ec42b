"""The dialog that begins a procedure in a case: which, at which level, against which firm."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django import forms
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from xinan.casework.cases.models import Case
from xinan.casework.cases.queries import proceedings_of
from xinan.casework.cases.tracks import names_of_levels, recommended
from xinan.casework.procedures.registered import CODES
from xinan.procedures.registry import find_procedure
from xinan.web.proceedings.forms import Refusable
from xinan.web.proceedings.frame import say

_PART: Final = "#start-level"


class StartForm(Refusable):
    """Which procedure, at which level, against which firm; the levels are those of the procedure chosen."""

    code = forms.ChoiceField(label=_("程序"))
    level = forms.ChoiceField(label=_("类别"), required=False)
    addressee = forms.ChoiceField(label=_("相对人（须答复的单位）"), required=False)
    reason = forms.CharField(label=_("启动的事由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, case: Case, today: date, **options: Any) -> None:
        super().__init__(*args, **options)
        running = set(proceedings_of(case).filter(closed_at=None).values_list("procedure", flat=True))
        codes = [code for code in CODES if code not in running]
        names = [(code, say(find_procedure(code).name)) for code in codes]
        self.fields["code"] = forms.ChoiceField(label=_("程序"), choices=names, widget=_reloading(case))
        self._set_levels(case, str(self["code"].value() or (codes[0] if codes else "")), today=today)
        firms = forms.ChoiceField(
            label=_("相对人（须答复的单位）"), required=False, choices=[*_firms(case), ("", _("无"))]
        )
        self.fields["addressee"] = firms

    @property
    def has_levels(self) -> bool:
        """Whether the procedure chosen has levels."""
        return "level" in self.fields

    def _set_levels(self, case: Case, code: str, *, today: date) -> None:
        names = names_of_levels(code) if code in CODES else {}
        if not names:
            del self.fields["level"]
            return
        track = recommended(case, code, on=today)
        best = track.level if track is not None else ""
        choices = [(level, _recommended(say(name)) if level == best else say(name)) for level, name in names.items()]
        self.fields["level"] = forms.ChoiceField(
            label=_("类别"),
            required=False,
            choices=choices,
            initial=track.level if track is not None else None,
            help_text=say(track.why) if track is not None else "",
        )


def start_form(case: Case, given: Mapping[str, Any], *, today: date, code: str = "") -> StartForm:
    """The form, filled with what was sent; `code`: the procedure whose levels are asked for."""
    return StartForm(**given, case=case, today=today, initial={"code": code} if code else {})


def _recommended(name: str) -> str:
    return gettext("%(name)s（建议）") % {"name": name}


def _reloading(case: Case) -> forms.Select:
    """The levels are asked for anew once the procedure is chosen."""
    url = reverse("case-act", args=[case.pk, "start"])
    attrs = {"hx-get": url, "hx-target": _PART, "hx-select": _PART, "hx-swap": "outerHTML"}
    return forms.Select(attrs=attrs)


def _firms(case: Case) -> list[tuple[str, str]]:
    firms = {}
    if case.employer is not None:
        firms[case.employer.pk] = case.employer.name
    if case.project is not None:
        for firm in (case.project.contractor, case.project.owner):
            firms.setdefault(firm.pk, firm.name)
    return [(str(key), name) for key, name in firms.items()]
