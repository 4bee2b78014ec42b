"""The numbers of clues: one after another within a year, under a lock that lasts until the transaction ends."""

from datetime import date

from xinan.casework.models import ClueCounter


def next_number(today: date) -> tuple[str, str]:
    """The key and the number to show of the next clue. A failed transaction leaves its number to the next one."""
    ClueCounter.objects.bulk_create([ClueCounter(year=today.year)], ignore_conflicts=True)
    counter = ClueCounter.objects.select_for_update().get(year=today.year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return f"CL{today.year}{counter.last:06d}", f"吉线〔{today.year}〕{counter.last:06d}号"
