"""What a worker is asked: nothing that a worker cannot know, nothing that must be there."""

import hashlib
import secrets
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from xinan.casework.enums import Channel
from xinan.casework.told import TakenClue, ToldVoice
from xinan.kernel.regions import PROVINCE_CODE, REGIONS
from xinan.procedures.given import SentProof
from xinan.web.proceedings.forms import Files, FilesField

_FIELDS = {
    "clue-from_month": "from_month",
    "clue-to_month": "to_month",
    "clue-amount": "amount",
    "proof-type": "photos",
    "proof-large": "photos",
    "proof-too-many": "photos",
}


def _line(label: Any, *, most: int = 200, hint: Any = "", **attrs: str) -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "off", **attrs})
    return forms.CharField(label=label, max_length=most, required=False, help_text=hint, widget=widget)


def places() -> list[tuple[str, Any]]:
    """The province's places of today, prefecture by prefecture."""
    standing = [place for place in REGIONS if place.valid_to is None and place.code != PROVINCE_CODE]
    return [("", _("不清楚")), *((place.code, place.text) for place in sorted(standing, key=lambda each: each.code))]


class ComplaintForm(forms.Form):
    """Who owes, where, since when, how much, how to reach you; words and photographs."""

    employer_words = _line(_("谁欠你钱？"), hint=_("公司、工头、老板怎么称呼都可以。"))
    site_words = _line(_("在哪干活？"), hint=_("工地名字、小区、哪条路边上。"))
    region_code = forms.ChoiceField(label=_("在哪个县（市、区）？"), required=False, choices=[])
    from_month = _line(_("从哪个月"), most=7, type="month")
    to_month = _line(_("到哪个月"), most=7, type="month")
    amount = forms.DecimalField(
        label=_("大概欠多少？（元）"),
        required=False,
        min_value=0,
        max_digits=12,
        decimal_places=2,
        widget=forms.NumberInput(attrs={"inputmode": "decimal"}),
        error_messages={"invalid": _("写数字就行，比如 12000。")},
    )
    workers = forms.IntegerField(
        label=_("几个人被欠？"), required=False, min_value=1, max_value=9999, initial=1,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )  # fmt: skip
    words = forms.CharField(
        label=_("还想说什么？"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 4})
    )
    photos = FilesField(
        label=_("照片（工资条、欠条、工地门口都行）"),
        required=False,
        widget=Files(attrs={"accept": "image/*,.pdf"}),
        help_text=_("最多 5 张，加密保存，只有办案人员能看。"),
    )
    phone = _line(_("怎么联系你？电话"), most=40, inputmode="tel", hint=_("留了电话，才能回你话、告诉你结果。"))
    name = _line(_("怎么称呼你？"), most=40, hint=_("可以不写。不会告诉老板是谁反映的。"))
    wants_mediation = forms.ChoiceField(
        label=_("愿意先坐下来调解吗？"),
        required=False,
        choices=(("", _("都行")), ("yes", _("愿意")), ("no", _("不愿意"))),
    )
    # A field no person sees: only a machine fills it in.
    website = forms.CharField(label=_("此栏请留空"), required=False, max_length=200)
    form_key = forms.CharField(max_length=64, widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, language: str = "zh", **options: Any) -> None:
        super().__init__(*args, **options)
        self.language = language
        self.initial.setdefault("form_key", secrets.token_urlsafe(24))
        field = self.fields["region_code"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 declared so above
        field.choices = [(code, text if not code else text.in_language(language)) for code, text in places()]
        self.fields["website"].widget.attrs.update({"tabindex": "-1", "autocomplete": "off"})

    def clean_website(self) -> str:
        """Refused, not swallowed: should a person's browser have filled it in, they can put it right."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("这一栏请留空，再交一次。"))
        return ""

    def key(self) -> str:
        """What makes this complaint the same one when it is sent again: the form, and what it says."""
        said = {name: str(value) for name, value in self.cleaned_data.items() if name not in ("form_key", "photos")}
        form = self.cleaned_data["form_key"] or secrets.token_urlsafe(24)
        return hashlib.sha256(f"{form}\0{sorted(said.items())}".encode()).hexdigest()

    def refuse(self, error: Any) -> None:
        """Show what the action refused, where it belongs."""
        name = _FIELDS.get(error.code)
        self.add_error(name, error.message(self.language))

    def taken(self, *, photos: list[SentProof]) -> TakenClue:
        """The complaint as the action takes it."""
        data = self.cleaned_data
        workers = data["workers"] or 1
        voice = ToldVoice(
            words=data["words"],
            name=data["name"],
            phone=data["phone"],
            amount=data["amount"],
            workers=workers,
            from_month=data["from_month"],
            to_month=data["to_month"],
            wants_mediation={"yes": True, "no": False}.get(data["wants_mediation"]),
            representative=workers > 1,
        )
        return TakenClue(
            channel=Channel.WORKER_PAGE,
            voice=voice,
            employer_words=data["employer_words"],
            site_words=data["site_words"],
            region_code=data["region_code"],
            files=photos,
        )


class AskForm(forms.Form):
    """The code of the receipt, and the last four digits of the phone."""

    code = _line(_("查询码"), most=20, autocapitalize="characters")
    tail = _line(_("电话后四位"), most=4, inputmode="numeric", hint=_("反映时没有留电话的，不填。"))
