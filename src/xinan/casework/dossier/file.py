"""The file of a case: complete and in order, for the people of the case or for a party to it."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final

from django.db.models import Q

from xinan.casework.cases.closing import checks
from xinan.casework.cases.membership import SUBJECT
from xinan.casework.cases.models import Case, CaseClue, CaseWarning
from xinan.casework.dossier.items import Item, Part, Table
from xinan.casework.dossier.sources.asked import Asked
from xinan.casework.dossier.sources.cover import cover_items
from xinan.casework.dossier.sources.facts import fact_items
from xinan.casework.dossier.sources.handled import handled_items
from xinan.casework.dossier.sources.owed import owed_items
from xinan.casework.dossier.sources.told import told_items
from xinan.casework.dossier.sources.worked import worked_items
from xinan.casework.dossier.sources.written import letter_items
from xinan.casework.models import Clue
from xinan.casework.queries import SUBJECT as CLUE
from xinan.casework.relief.models import Relief
from xinan.casework.relief.policies import SUBJECT as RELIEF
from xinan.kernel.ciphers import Keyring
from xinan.kernel.clock import CHINA
from xinan.kernel.text import Text
from xinan.monitoring.handling.opening import SUBJECT as WARNING
from xinan.procedures.models import Proceeding

Source = Callable[[Asked], Iterator[Item]]
_SOURCES: Final[tuple[Source, ...]] = (
    cover_items,
    told_items,
    owed_items,
    handled_items,
    letter_items,
    worked_items,
    fact_items,
)
_ORDER: Final = {part: place for place, part in enumerate(Part)}


def file_of(case: Case, *, now: datetime, keyring: Keyring, clear: bool = False) -> list[Item]:
    """Every item, part after part, in each part by time; with `clear`, names of workers as they are.

    It opens what lies sealed: whoever asks has been checked and recorded by the caller.
    """
    found = sealed_items(case, now=now, keyring=keyring, clear=clear)
    return _ordered([*found, _checklist(case, now=now)])


def sealed_items(case: Case, *, now: datetime, keyring: Keyring, clear: bool = False) -> list[Item]:
    """The items that a seal covers: all but the checks for closing, which say what holds on a day and are no record."""
    asked = Asked(case, proceedings_in(case), keyring, now, clear, before=proceedings_before(case))
    return _ordered([item for source in _SOURCES for item in source(asked)])


def file_for(case: Case, *, enterprise_id: str, now: datetime, keyring: Keyring) -> list[Item]:
    """What a party may see of the file: the letters served on it, what it gave itself, the site's data by month.

    No voice, no clue, no worker, no step of an office, no word written inside the case (LSR 9; JLLSR): and nothing from which
    their number or their days could be told.
    """
    shown = [item for item in sealed_items(case, now=now, keyring=keyring) if enterprise_id in item.firms]
    return [_cover_for(case), *(_bare(item) for item in shown)]


def proceedings_in(case: Case) -> Sequence[Proceeding]:
    """Every proceeding of the case and of the relief it led to, in the order in which they were opened."""
    reliefs = [str(pk) for pk in Relief.objects.filter(case=case).values_list("pk", flat=True)]
    mine = Q(subject_kind=SUBJECT, subject_id=str(case.pk)) | Q(subject_kind=RELIEF, subject_id__in=reliefs)
    return list(Proceeding.objects.filter(mine).order_by("opened_at", "pk"))


def proceedings_before(case: Case) -> Sequence[Proceeding]:
    """The lives of the clues and warnings from which the case came, in the order in which they were opened."""
    clues = [*CaseClue.objects.filter(case=case).values_list("clue_id", flat=True)]
    clues += Clue.objects.filter(merged_into__in=clues).values_list("pk", flat=True)
    warnings = [str(pk) for pk in CaseWarning.objects.filter(case=case).values_list("warning_id", flat=True)]
    told = Q(subject_kind=CLUE, subject_id__in=clues) | Q(subject_kind=WARNING, subject_id__in=warnings)
    return list(Proceeding.objects.filter(told).order_by("opened_at", "pk"))


def _ordered(items: Sequence[Item]) -> list[Item]:
    return sorted(items, key=lambda item: _ORDER[item.part])  # stable: each source has its own order


def _checklist(case: Case, *, now: datetime) -> Item:
    found = checks(case, today=now.astimezone(CHINA).date())
    return Item(
        key=f"checks:{case.pk}",
        part=Part.CLOSING,
        title=Text("结案核对表", "The closing list"),
        at=None,
        sealed={},
        table=Table(
            (Text("事项", "What"), Text("结果", "Result"), Text("说明", "Words")),
            tuple((check.name.zh, "✓" if check.ok else "✗", check.words.zh) for check in found),
        ),
    )


def _cover_for(case: Case) -> Item:
    """What a party is told of the case: its number, cause, office and site; no day of the office's own work."""
    return Item(
        key="cover",
        part=Part.COVER,
        title=Text("案件", "The case"),
        at=None,
        sealed={},
        lines=(
            (Text("案号", "Number"), case.number),
            (Text("项目", "Project"), case.project.name if case.project else "—"),
            (Text("承办单位", "Office"), case.office.name),
        ),
    )


def _bare(item: Item) -> Item:
    """The item without what only the office's own order of things tells."""
    return replace(item, key="", sealed={})
