"""`xinan docs`: writes the documents that come from the code, or checks that they are as the code says."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from xinan.gateways.home import CHECKOUT
from xinan.jobs.reference import pages
from xinan.jobs.reference.markdown import NOTICE
from xinan.jobs.reference.procedure_pages import DIAGRAMS


def command(
    check: Annotated[bool, typer.Option("--check", help="Change nothing; fail where a document is behind.")] = False,
    root: Annotated[Path, typer.Option(help="The checkout to write into.")] = CHECKOUT,
) -> None:
    """Write docs/data-formats.md, docs/rules/, docs/procedures/ with their diagrams, and docs/openapi/ from the code."""
    console = Console(highlight=False, markup=False)
    written = dict(pages())
    behind = [path for path, text in written.items() if _differs(root / path, text)]
    behind += _leftovers(root, kept=set(written))
    if check:
        for path in behind:
            console.print(f"{path} is not what the code says")
        if behind:
            console.print("run: make docs")
            raise typer.Exit(1)
        console.print("documents: all as the code says")
        return
    for path in behind:
        if path in written:
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(written[path], encoding="utf-8")
        else:
            (root / path).unlink()
        console.print(f"{'written' if path in written else 'removed'}: {path}")
    console.print(f"{len(behind)} documents changed")


def _differs(path: Path, text: str) -> bool:
    return not path.exists() or path.read_text(encoding="utf-8") != text


def _leftovers(root: Path, *, kept: set[str]) -> list[str]:
    """Pages and diagrams written for what the code no longer has: a link without rules, say."""
    found = sorted((root / "docs").rglob("*.md"))
    names = [path.relative_to(root).as_posix() for path in found if path.read_text(encoding="utf-8").startswith(NOTICE)]
    names += [path.relative_to(root).as_posix() for path in sorted((root / DIAGRAMS).glob("*.svg"))]
    return [name for name in names if name not in kept]
