"""`xinan messages`: the interface's texts and their English."""

import typer
from rich.console import Console

from xinan.jobs import translation

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The interface's texts and their English.")


@app.command()
def collect() -> None:
    """Collect the texts of the source into the catalogue; texts already translated keep their English."""
    texts, missing = translation.update()
    Console().print(f"{translation.CATALOGUE}: {texts} texts, {missing} without English")


@app.command("compile")
def compile_() -> None:
    """Compile the catalogue for Django; set-up does it by itself."""
    Console().print(str(translation.compile_catalogue()))


@app.command()
def check() -> None:
    """Fail where a text of the source has no English, or its placeholders differ."""
    found = list(translation.faults())
    console = Console(highlight=False, markup=False)
    for fault in found:
        console.print(fault)
    if found:
        console.print(f"{len(found)} faults: run `xinan messages collect`, then fill in {translation.CATALOGUE}")
        raise typer.Exit(1)
    console.print("every text has its English")
