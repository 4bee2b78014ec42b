"""What people do on the pages: open a dialog and send it, write a letter and serve it, say what the page shows."""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Protocol

from playwright.sync_api import Locator, Page, expect

from tests.monitoring.handling.handled import PDF
from xinan.documents.fields import FieldKind, LetterField
from xinan.documents.kinds import LetterKind, all_kinds
from xinan.people.models import User


class Signed(Protocol):
    """Whoever the tests of a noun have made, with their user."""

    @property
    def user(self) -> User: ...


Enter = Callable[..., Page]
Given = str | Path | bool | date


def paper(folder: Path, name: str = "证明材料.pdf") -> Path:
    """A small PDF to be given as proof."""
    found = folder / name
    found.write_bytes(PDF)
    return found


def opened(page: Page, name: str, *, within: str = "main") -> Locator:
    """The dialog of a button or link that is called so."""
    # Before its scripts have run the page would lead to the form's own page, as it does without them.
    page.wait_for_load_state()
    exactly = re.compile(rf"^\s*{re.escape(name)}\s*(：.*)?$", re.DOTALL)
    page.locator(f"{within} [data-opens-dialog]:visible").filter(has_text=exactly).first.click()
    dialog = page.locator("#dialog")
    expect(dialog.locator("#dialog-title")).to_have_text(name)
    return dialog


def fill_in(form: Locator, given: dict[str, Given]) -> None:
    """Fill fields in, by their names or by their labels."""
    for key, value in given.items():
        found = form.locator(f"[name={key}]") if key.isascii() else form.get_by_label(re.compile(f"^{re.escape(key)}"))
        field = found.first
        kind = field.evaluate("one => one.type")
        if kind == "select-one":
            field.select_option(label=str(value))
        elif kind in ("radio", "checkbox"):
            field.check()
        elif isinstance(value, Path):
            field.set_input_files(value)
        else:
            field.fill(str(value))


def send(page: Page, dialog: Locator, name: str) -> None:
    """Send a dialog, saying yes where it asks whether one is sure."""
    asks = dialog.locator("form[hx-confirm]").count() > 0
    dialog.get_by_role("button", name=name, exact=True).click()
    if asks:
        page.locator("#confirm [data-answer=yes]").click()


def act(page: Page, name: str, *, within: str = "main", **given: Given) -> None:
    """Open the dialog of an act or a move, fill it in, send it; the page says that it was done."""
    dialog = opened(page, name, within=within)
    fill_in(dialog, given)
    page.evaluate("document.documentElement.dataset.before = ''")
    send(page, dialog, name)
    # The page is loaded anew: what it says then is of this act, and not of the one before.
    expect(page.locator("html:not([data-before]) #toasts")).to_contain_text(f"已办理：{name}")


def refused(page: Page, name: str, *, within: str = "main", **given: Given) -> Locator:
    """Send a dialog that is not accepted: the dialog, with what it says. The page is as it was."""
    dialog = opened(page, name, within=within)
    fill_in(dialog, given)
    send(page, dialog, name)
    expect(dialog.locator("[role=alert], .xa-field-error, .xa-problem").first).to_be_visible()
    return dialog


def not_yet(page: Page, name: str, words: str, *, within: str = "main") -> None:
    """A move stands under what cannot be done now, and says why."""
    line = page.locator(f"{within} .xa-proceeding-more li").filter(has=page.locator("b", has_text=name))
    expect(line.first).to_contain_text(words)


def clock(page: Page, name: str, *, law: str, due: str = "", within: str = "main") -> None:
    """A clock runs, by this law, until this day."""
    card = page.locator(f"{within} .xa-clock").filter(has=page.locator("b", has_text=re.compile(f"^{name}$"))).first
    expect(card).to_contain_text(law)
    if due:
        expect(card).to_contain_text(due)


def stands(page: Page, state: str, *, within: str = "main .xa-proceeding") -> None:
    """The state that the panel shows."""
    expect(page.locator(f"{within} .xa-handling-state").first).to_have_text(re.compile(state))


def letter(page: Page, name: str, *, proof: Path | None = None, within: str = "main", **given: Given) -> None:
    """Write a letter of a proceeding, sign it, serve it (with `proof`), and go back to the proceeding."""
    page.locator(within).get_by_role("button", name=f"写{name}", exact=True).first.click()
    form = page.locator(".xa-letter-form")
    kind = next(each for each in all_kinds() if each.name.zh == name)
    fill_in(form, given)
    _complete(form, kind, given=given)
    page.get_by_role("button", name="保存并预览").click()
    page.get_by_role("button", name="签发", exact=True).click()
    page.locator("#confirm [data-answer=yes]").click()
    expect(page.locator(".xa-lead-row strong")).to_be_visible()
    if proof is not None:
        page.locator("input[name=proof]").set_input_files(proof)
        page.get_by_role("button", name="登记送达").click()
    page.get_by_role("link", name="回到办理事项").click()
    line = page.locator(".xa-proceeding-letters li", has_text=name).first
    expect(line).to_contain_text("已送达" if proof is not None else "签发")


def _complete(form: Locator, kind: LetterKind, *, given: dict[str, Given]) -> None:
    """What must be there and is not known yet, as the sample of the kind says it."""
    for field in kind.asked:
        if field.required and field.name not in given and field.kind not in (FieldKind.ROWS, FieldKind.LENGTH):
            box = form.locator(f"[name={field.name}]")
            if not box.input_value():
                box.fill(_sample(field))


def _sample(field: LetterField) -> str:
    example = field.example
    return example.isoformat() if isinstance(example, date) else str(example)
