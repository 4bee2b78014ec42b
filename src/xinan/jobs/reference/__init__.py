"""Documents written from the code, so that they cannot say something else: formats, rule catalogue, interface."""

from collections.abc import Iterator

from xinan.jobs.reference import data_formats, interface, law_pages, national, procedure_pages, rule_pages, triage_page


def pages() -> Iterator[tuple[str, str]]:
    """Every generated document: its path in the checkout and its text."""
    yield "docs/data-formats.md", data_formats.page()
    yield "docs/national-interface.md", national.page()
    yield from rule_pages.pages()
    yield from interface.pages()
    yield from procedure_pages.pages()
    yield from law_pages.pages()
    yield triage_page.PATH, triage_page.page()
