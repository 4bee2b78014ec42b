"""Refuses files and function bodies that have grown past what one reading takes in.

A file of the product has at most 500 lines, a test file 1,000, a function body 50 (docstring included).
Migrations are generated and not counted.
"""

import ast
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PRODUCT_LINES = 500
TEST_LINES = 1000
BODY_LINES = 50
PRODUCT_FOLDERS = ("src", "config", "tools")
SUFFIXES = {".py", ".html", ".js", ".mjs", ".css", ".sh"}


def oversized(root: Path) -> Iterator[str]:
    """One line for each file or function that is too long, with where it is and what the limit is."""
    for folder in (*PRODUCT_FOLDERS, "tests"):
        limit = TEST_LINES if folder == "tests" else PRODUCT_LINES
        for path in sorted((root / folder).rglob("*")):
            if path.suffix in SUFFIXES and "migrations" not in path.parts and path.is_file():
                yield from _oversized_in(path, name=str(path.relative_to(root)), limit=limit)


def _oversized_in(path: Path, *, name: str, limit: int) -> Iterator[str]:
    text = path.read_text(encoding="utf-8")
    lines = len(text.splitlines())
    if lines > limit:
        yield f"{name}: {lines} lines, at most {limit}: split it by what its parts are about"
    if path.suffix == ".py" and limit == PRODUCT_LINES:
        yield from _long_bodies(ast.parse(text, filename=name), name=name)


def _long_bodies(tree: ast.Module, *, name: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.body[0].lineno + 1
            if lines > BODY_LINES:
                yield f"{name}:{node.lineno} {node.name}: a body of {lines} lines, at most {BODY_LINES}"


def main(arguments: Sequence[str]) -> int:
    """Prints what is too long below the folder named (else the checkout); 1 if anything is."""
    found = list(oversized(Path(arguments[0]) if arguments else ROOT))
    print("\n".join(found) if found else "sizes: every file and body is within its limit")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
