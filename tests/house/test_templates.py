"""No orphan templates: each is named by a view, a component or another template."""

import re
from pathlib import Path

from tests.house.toys import ROOT

SOURCES = (".py", ".html", ".txt")
# Found by name at run time by a package of others, so nobody names them here.
NAMED_BY_OTHERS = re.compile(r"^(account/|mfa/|allauth/|(400|403|403_csrf|404|500)\.html$)")


def orphans(source: Path) -> list[str]:
    """The templates below `source` that no source file names."""
    texts = [path.read_text(encoding="utf-8") for path in source.rglob("*") if path.suffix in SOURCES]
    found = []
    for path in sorted(source.rglob("templates/**/*")):
        name = str(path).rsplit("/templates/", 1)[1]
        if path.is_file() and not NAMED_BY_OTHERS.match(name) and not any(name in text for text in texts):
            found.append(name)
    return found


def test_every_template_of_the_product_is_used() -> None:
    assert orphans(ROOT / "src" / "xinan") == []


def test_an_orphan_is_found(tmp_path: Path) -> None:
    folder = tmp_path / "web" / "templates" / "toy"
    folder.mkdir(parents=True)
    (folder / "used.html").write_text("{% include 'toy/part.html' %}")
    (folder / "part.html").write_text("part")
    (folder / "orphan.html").write_text("nobody asks for me")
    (tmp_path / "web" / "views.py").write_text("TEMPLATE = 'toy/used.html'")
    assert orphans(tmp_path) == ["toy/orphan.html"]
