"""What is filled in with a move: as much as the move needs, and proof with any of them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext_lazy as _

from xinan.kernel.errors import XinanError
from xinan.kernel.text import Text
from xinan.procedures.enums import Need
from xinan.web.handling.files import ACCEPT

WORDS = 1000
# Which field an error of the action speaks of; others stand above the form.
_FIELDS = {
    "move-reason": "reason",
    "move-proof": "proofs",
    "proof": "proofs",
    "proof-type": "proofs",
    "proof-large": "proofs",
    "proof-too-many": "proofs",
    "move-plan-on": "plan_on",
    "move-until": "until",
}


class Files(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """The files that came; none is an empty list."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        files = [file for file in (data if isinstance(data, (list, tuple)) else [data]) if file]
        if self.required and not files:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        return files


class MoveForm(forms.Form):
    """The fields that a move asks for; `version` is the state of things that the person looked at."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    reason = forms.CharField(
        label=_("说明"), max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    plan_on = forms.DateField(
        label=_("计划完成日"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until = forms.DateField(
        label=_("截至日（含）"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    proofs = FilesField(
        label=_("证明材料"),
        required=False,
        widget=Files(attrs={"accept": ACCEPT}),
        help_text=_("照片（JPG、PNG）、PDF、Excel 或 Word，每个不超过 15 MB，最多 10 个；加密保存，打开有记录。"),
    )

    def __init__(
        self, *args: Any, needs: Sequence[Need], today: date, proof_welcome: bool = True, **options: Any
    ) -> None:
        super().__init__(*args, **options)
        wanted = {need.value for need in needs}
        for name, need in (("plan_on", Need.PLAN_ON), ("until", Need.UNTIL)):
            self._need(name, asked=need.value in wanted)
            if name in self.fields:
                self.fields[name].widget.attrs["min"] = today.isoformat()
        self.fields["reason"].required = Need.REASON.value in wanted
        if Need.PROOF.value in wanted or proof_welcome:
            self.fields["proofs"].required = Need.PROOF.value in wanted
        else:
            del self.fields["proofs"]

    def _need(self, name: str, *, asked: bool) -> None:
        if asked:
            self.fields[name].required = True
        else:
            del self.fields[name]

    def refuse(self, error: XinanError) -> None:
        """Show an error of the action where it belongs, with what would be right."""
        name = _FIELDS.get(error.code)
        self.add_error(name if name in self.fields else None, f"{_say(error.what)} {_say(error.remedy)}")


class TogetherForm(MoveForm):
    """What is said once for several warnings; each is made on the version that the preview looked at."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, proof_welcome=False, **options)
        del self.fields["version"]


class PauseForm(forms.Form):
    """From when until when a clock should stand still, why, and what shows it."""

    from_on = forms.DateField(
        label=_("自何日起停计"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    until_on = forms.DateField(
        label=_("恢复计时日"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("不确定的可不填，恢复时再登记。"),
    )
    reason = forms.CharField(label=_("理由"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    proofs = FilesField(
        label=_("证明材料"),
        widget=Files(attrs={"accept": ACCEPT}),
        help_text=_("停工批准、冬歇通知等；照片、PDF、Excel 或 Word，每个不超过 15 MB。"),
    )

    def refuse(self, error: XinanError) -> None:
        """Show what the action refused."""
        name = _FIELDS.get(error.code)
        self.add_error(name if name in self.fields else None, f"{_say(error.what)} {_say(error.remedy)}")


class ExtensionForm(forms.Form):
    """How much more time, and why."""

    amount = forms.IntegerField(label=_("延长多少个工作日"), min_value=1, max_value=60)
    reason = forms.CharField(label=_("理由"), max_length=WORDS, widget=forms.Textarea(attrs={"rows": 4}))
    proofs = FilesField(label=_("证明材料"), required=False, widget=Files(attrs={"accept": ACCEPT}))

    def refuse(self, error: XinanError) -> None:
        """Show what the action refused."""
        name = _FIELDS.get(error.code)
        self.add_error(name if name in self.fields else None, f"{_say(error.what)} {_say(error.remedy)}")


class DecisionForm(forms.Form):
    """Words with a yes or no."""

    words = forms.CharField(label=_("意见"), max_length=WORDS, required=False, widget=forms.Textarea(attrs={"rows": 3}))


def _say(text: Text) -> str:
    return text.in_language(get_language() or "zh")


def counted(number: int) -> str:
    """How many warnings, in the reader's language."""
    return ngettext("%(n)d 条预警", "%(n)d 条预警", number) % {"n": number}
