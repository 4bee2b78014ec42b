"""The interface's texts: Chinese in the source, English in `locale/en/LC_MESSAGES/django.po`. No system gettext."""

import io
import os
import tempfile
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1]
CATALOGUE = SOURCE / "locale" / "en" / "LC_MESSAGES" / "django.po"
KEYWORDS: dict[str, Any] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}


def template_texts(
    file: io.BufferedIOBase, keywords: dict[str, Any], comment_tags: list[str], options: Any
) -> Generator[Any, None, None]:
    """Babel's extraction from a Django template: Django turns its tags into calls, the rest is blanked out."""
    calls = templatize(file.read().decode("utf-8"))
    # What is blanked out keeps its indentation, which Python's tokenizer would trip over.
    flat = "\n".join(line.strip() for line in calls.splitlines())
    yield from extract_python(io.BytesIO(flat.encode("utf-8")), keywords, comment_tags, options)


def collected(source: Path = SOURCE) -> Catalog:
    """Every text of the Python files and templates below `source`, with the files it stands in."""
    catalogue = Catalog(locale="en", project="xinan", fuzzy=False)
    for path in sorted(source.rglob("*")):
        method = _method_for(path, source=source)
        if method is None:
            continue
        with path.open("rb") as file:
            for _line, texts, comments, context in extract(method, file, KEYWORDS, ("Translators:",), {}):
                name = path.relative_to(source).as_posix()
                catalogue.add(texts, locations=[(name, 0)], auto_comments=comments, context=context)
    return catalogue


def _method_for(path: Path, *, source: Path) -> Any:
    inside = path.relative_to(source).parts
    if path.suffix == ".py" and "migrations" not in inside:
        return "python"
    return template_texts if path.suffix in {".html", ".txt"} and "templates" in inside else None


def kept(path: Path = CATALOGUE) -> Catalog:
    """The catalogue as it is in the repository; an empty one where there is none yet."""
    if not path.exists():
        return Catalog(locale="en", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale="en")


def update(path: Path = CATALOGUE, *, source: Path = SOURCE) -> tuple[int, int]:
    """Brings the catalogue up to the source: new texts without English, lost ones dropped. Gives (texts, missing)."""
    old, new = kept(path), collected(source)
    for message in _texts(new):
        known = old.get(message.id, message.context)
        if known is not None:
            message.string = known.string
    path.parent.mkdir(parents=True, exist_ok=True)
    written = io.BytesIO()
    write_po(written, new, width=120, sort_output=True, omit_header=True, include_lineno=False)
    path.write_bytes(_HEADER + written.getvalue())
    texts = list(_texts(new))
    return len(texts), sum(not _translated(message) for message in texts)


def compile_catalogue(path: Path = CATALOGUE) -> Path:
    """Writes the `.mo` file Django reads, beside the `.po`; gives its path."""
    target = path.with_suffix(".mo")
    # Whole or not at all: a page may be reading it.
    descriptor, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(descriptor, "wb") as file:
        write_mo(file, kept(path))
    Path(temporary).chmod(0o644)
    Path(temporary).replace(target)
    return target


def faults(path: Path = CATALOGUE, *, source: Path = SOURCE) -> Iterator[str]:
    """What keeps the catalogue from being complete: texts without English, placeholders that differ, leftovers."""
    old, new = kept(path), collected(source)
    wanted = {(message.context, message.id) for message in _texts(new)}
    for message in _texts(new):
        known = old.get(message.id, message.context)
        if known is None or not _translated(known):
            yield f"no English for {_shown(message)} ({message.locations[0][0]})"
            continue
        for error in known.check(old):
            yield f"{_shown(message)}: {error}"
    for message in _texts(old):
        if (message.context, message.id) not in wanted:
            yield f"not in the source any more: {_shown(message)}"


def _texts(catalogue: Catalog) -> Iterator[Message]:
    return (message for message in catalogue if message.id)


def _translated(message: Message) -> bool:
    strings = message.string if isinstance(message.string, tuple | list) else [message.string]
    return all(strings)


def _shown(message: Message) -> str:
    return repr(message.id if isinstance(message.id, str) else message.id[0])


_HEADER = b"""msgid ""
msgstr ""
"Project-Id-Version: xinan\\n"
"Language: en\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
