"""What people fill in about letters: a new one, its fields, its service, an answer, a template, a letterhead."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from xinan.documents.attachments import SentPaper
from xinan.documents.enums import ServiceWay
from xinan.documents.fields import FieldKind, LetterField
from xinan.documents.kinds import LetterKind, all_kinds
from xinan.documents.letterheads import Sender
from xinan.kernel.deadlines import Length, Unit
from xinan.monitoring.letters import AddressedTo

SPARE_ROWS = 2
# Fields of one line that are long all the same.
_WIDE = frozenset({"title", "law", "consequences", "papers"})
_UNITS = ((Unit.WORKING_DAY, _("个工作日")), (Unit.CALENDAR_DAY, _("日（自然日）")), (Unit.MONTH, _("个月")))
Choices = Sequence[tuple[str, str]]


def _language() -> str:
    return get_language() or "zh"


class NewLetterForm(forms.Form):
    """Which letter, to whom, about which of the project's warnings."""

    kind = forms.ChoiceField(label=_("文书种类"))
    addressed_to = forms.ChoiceField(
        label=_("主送"),
        choices=[
            (AddressedTo.CONTRACTOR.value, _("施工总承包单位")),
            (AddressedTo.OWNER.value, _("建设单位")),
            (AddressedTo.OTHER.value, _("其他单位（拟稿时填写）")),
        ],
    )
    warnings = forms.MultipleChoiceField(label=_("写入文书的预警"), required=False, widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, warnings: Choices, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind.code, kind.name.in_language(_language())) for kind in all_kinds() if not kind.of_proceeding]
        self._choose("kind", kinds)
        self._choose("warnings", list(warnings))
        self.fields["warnings"].initial = [value for value, _label in warnings]

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 narrows what the class above says
        field.choices = choices


class LengthWidget(forms.MultiWidget):
    """A number and its unit."""

    def __init__(self) -> None:
        number = forms.NumberInput(attrs={"class": "form-control", "min": 1, "max": 365, "aria-label": _("时限")})
        units = [(unit.value, label) for unit, label in _UNITS]
        super().__init__((number, forms.Select(attrs={"class": "form-select", "aria-label": _("单位")}, choices=units)))

    def decompress(self, value: Any) -> list[Any]:
        """The two parts of `5 WD`."""
        if not value:
            return [None, Unit.WORKING_DAY.value]
        length = Length.parse(str(value))
        return [length.amount, length.unit.value]


class LengthField(forms.MultiValueField):
    """A length as `5 WD`."""

    def __init__(self, **options: Any) -> None:
        units = [(unit.value, label) for unit, label in _UNITS]
        parts = (forms.IntegerField(min_value=1, max_value=365), forms.ChoiceField(choices=units))
        super().__init__(parts, require_all_fields=False, widget=LengthWidget(), **options)

    def compress(self, data_list: list[Any]) -> str:
        """The two parts as one text; empty where no number is given."""
        return f"{data_list[0]} {data_list[1]}" if data_list and data_list[0] else ""


@dataclass(frozen=True, slots=True)
class FieldItem:
    """A field of the letter as the form shows it: an input, or for rows a line of inputs each; `wide` takes the whole line."""

    label: str
    required: bool
    wide: bool
    bound: forms.BoundField | None = None
    rows: tuple[tuple[forms.BoundField, ...], ...] = ()


class FieldsForm(forms.Form):
    """The fields of a letter. Nothing is required here: a draft may be incomplete until it is issued."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, kind: LetterKind, said: Mapping[str, Any], **options: Any) -> None:
        super().__init__(*args, **options)
        self.kind = kind
        self._rows: dict[str, int] = {}
        for field in kind.asked:
            if field.kind is FieldKind.ROWS:
                self._add_rows(field, said.get(field.name, []))
            else:
                self.fields[field.name] = _form_field(field)
                self.fields[field.name].initial = said.get(field.name)

    def _add_rows(self, field: LetterField, rows: Sequence[Mapping[str, str]]) -> None:
        self._rows[field.name] = len(rows) + SPARE_ROWS
        for place in range(self._rows[field.name]):
            row = rows[place] if place < len(rows) else {}
            for column in field.columns:
                made = forms.CharField(label=column.label.in_language(_language()), required=False, max_length=2000)
                made.widget = forms.TextInput() if column is field.columns[0] else forms.Textarea(attrs={"rows": 4})
                made.initial = row.get(column.name, "")
                self.fields[f"{field.name}-{place}-{column.name}"] = made

    @property
    def items(self) -> list[FieldItem]:
        """The fields in the order of the letter."""
        return [self._item(field) for field in self.kind.asked]

    def _item(self, field: LetterField) -> FieldItem:
        label = field.label.in_language(_language())
        if field.kind is not FieldKind.ROWS:
            wide = field.kind is FieldKind.LINES or field.name in _WIDE
            return FieldItem(label, field.required, wide, bound=self[field.name])
        rows = tuple(
            tuple(self[f"{field.name}-{place}-{column.name}"] for column in field.columns)
            for place in range(self._rows[field.name])
        )
        return FieldItem(label, field.required, True, rows=rows)

    @property
    def said(self) -> dict[str, object]:
        """What the valid form says; rows whose first column is empty are left out."""
        data = self.cleaned_data
        said: dict[str, object] = {}
        for field in self.kind.asked:
            if field.kind is FieldKind.ROWS:
                rows = [
                    {column.name: data.get(f"{field.name}-{place}-{column.name}", "") for column in field.columns}
                    for place in range(self._rows[field.name])
                ]
                said[field.name] = [row for row in rows if row[field.columns[0].name].strip()]
            else:
                said[field.name] = data.get(field.name)
        return said


def _form_field(field: LetterField) -> forms.Field:
    # The star is part of the label: the form itself requires nothing, only the issue does.
    label = field.label.in_language(_language()) + (" *" if field.required else "")
    if field.kind is FieldKind.DAY:
        widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
        return forms.DateField(label=label, required=False, widget=widget)
    if field.kind is FieldKind.LENGTH:
        return LengthField(label=label, required=False)
    if field.kind is FieldKind.MONEY:
        number = forms.NumberInput(attrs={"step": "0.01", "min": "0", "inputmode": "decimal"})
        return forms.DecimalField(
            label=label,
            required=False,
            max_digits=18,
            decimal_places=2,
            min_value=0,
            widget=number,
            help_text=_("元；大写由系统写出。"),
        )
    if field.kind is FieldKind.LINES:
        return forms.CharField(
            label=label,
            required=False,
            max_length=4000,
            widget=forms.Textarea(attrs={"rows": 4}),
            help_text=_("一行一段。"),
        )
    return forms.CharField(label=label, required=False, max_length=1000)


class MultipleFiles(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class ServiceForm(forms.Form):
    """How the letter was served, on which day."""

    how = forms.ChoiceField(label=_("送达方式"), choices=ServiceWay.choices)
    on = forms.DateField(
        label=_("送达日期"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("送达回证、邮寄回执上的日期；公告送达填公告日，满 30 日视为送达。"),
    )  # fmt: skip
    note = forms.CharField(
        label=_("说明"), required=False, max_length=200, help_text=_("收件人身份、快递单号、见证人等，可不填。")
    )

    def __init__(self, *args: Any, today: date, issued_on: date, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["on"].initial = today
        self.fields["on"].widget.attrs |= {"max": today.isoformat(), "min": issued_on.isoformat()}


class LetterheadForm(forms.Form):
    """How the office signs."""

    name = forms.CharField(label=_("发文机关名称"), max_length=100, help_text=_("红头和落款用的全称。"))
    mark = forms.CharField(
        label=_("机关代字"),
        max_length=30,
        help_text=_("文号开头的字，例如“南关人社监”，文号为“南关人社监〔2026〕12号”。"),
    )
    contact = forms.CharField(label=_("联系人"), max_length=40, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    address = forms.CharField(label=_("单位地址"), max_length=200, required=False)

    @property
    def sender(self) -> Sender:
        """What the valid form says."""
        return Sender(**self.cleaned_data)


def papers_of(files: Sequence["UploadedFile[Any]"]) -> list[SentPaper]:
    """The files of a request, as the actions take them."""
    return [SentPaper(file.name or "file", file.read()) for file in files]
