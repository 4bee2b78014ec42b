"""Numbers of cases: one series a year for the province, without gap, none twice."""

from xinan.casework.cases.models import CaseCounter

MARK = "吉薪案"


def number_text(year: int, sequence: int) -> str:
    """The number as it is written.

    >>> number_text(2026, 12)
    '吉薪案〔2026〕00012号'
    """
    return f"{MARK}〔{year}〕{sequence:05d}号"


def next_sequence(year: int) -> int:
    """The next number of a year; its row stays held until the transaction ends, so that one undone leaves no gap."""
    CaseCounter.objects.bulk_create([CaseCounter(year=year)], ignore_conflicts=True)
    counter = CaseCounter.objects.select_for_update().get(pk=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
