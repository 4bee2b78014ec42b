"""The package of a Word file: what is in it besides text, and what it would fetch or run when it is opened."""

import re
from collections.abc import Iterator, Mapping

from lxml import etree

from xinan.kernel.packages import BEGINNING, BadPackage, opened_package

LARGEST_UNPACKED = 30 * 1024 * 1024
MOST_PARTS = 400
MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
# Fields that say the same tomorrow and on another machine; a DATE would change when the letter is opened.
FIELDS = frozenset({"PAGE", "NUMPAGES", "SECTIONPAGES", "SECTION", "SYMBOL", "EQ", "ADVANCE"})
_RUNS = re.compile(r"vbaProject|vbaData|activeX|macroEnabled|\.bin$|\.exe$|\.js$", re.IGNORECASE)
_HOLDS_OTHERS = re.compile(r"/embeddings/|oleObject|aFChunk|/afchunk", re.IGNORECASE)
_DOCTYPE = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"


class Refusal(Exception):
    """The file cannot be a template; `code` says why, `details` what was found."""

    def __init__(self, code: str, *details: str) -> None:
        super().__init__(code)
        self.code = code
        self.details = details


def check_package(content: bytes) -> None:
    """Raises Refusal: type, damaged, password, unpacked, kind, macro, embedded, external, entity, field."""
    parts = unpacked(content)
    for name, part in parts.items():
        if name.lower().endswith((".xml", ".rels")) and _DOCTYPE.search(part):
            raise Refusal("entity", name)
    _check_content_types(parts)
    _check_names(parts)
    _check_relations(parts)
    _check_fields(parts)


def unpacked(content: bytes) -> Mapping[str, bytes]:
    """The parts, no more of them than a letter has."""
    if not content.startswith(BEGINNING):
        raise Refusal("type")
    try:
        with opened_package(content, most_parts=MOST_PARTS, largest=LARGEST_UNPACKED) as package:
            return {member.filename: package.read(member) for member in package.infolist()}
    except BadPackage as error:
        raise Refusal(error.code) from error


def _check_content_types(parts: Mapping[str, bytes]) -> None:
    types = {
        entry.get("PartName") or f"*.{entry.get('Extension')}": entry.get("ContentType") or ""
        for entry in _tree(parts, "[Content_Types].xml")
        if isinstance(entry.tag, str)
    }
    for name, kind in types.items():
        if _RUNS.search(kind):
            raise Refusal("macro", name)
        if _HOLDS_OTHERS.search(kind):
            raise Refusal("embedded", name)
    if types.get("/word/document.xml") != MAIN:
        raise Refusal("kind")


def _check_names(parts: Mapping[str, bytes]) -> None:
    for name in parts:
        if _RUNS.search(name):
            raise Refusal("macro", name)
        if _HOLDS_OTHERS.search(f"/{name}"):
            raise Refusal("embedded", name)


def _check_relations(parts: Mapping[str, bytes]) -> None:
    for name in parts:
        if not name.endswith(".rels"):
            continue
        for relation in _tree(parts, name).iter(_RELATION):
            kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
            if (relation.get("TargetMode") or "").lower() == "external":
                raise Refusal("external", kind)
            if _HOLDS_OTHERS.search(kind):
                raise Refusal("embedded", kind)


def _check_fields(parts: Mapping[str, bytes]) -> None:
    for name in parts:
        if name.startswith("word/") and name.endswith(".xml"):
            for instruction in _instructions(_tree(parts, name)):
                word = instruction.split()[0].upper() if instruction.split() else "PAGE"
                if word not in FIELDS:
                    raise Refusal("field", word[:40])


def _instructions(root: "etree._Element") -> Iterator[str]:
    """Every field's instruction; Word may have cut one over several runs."""
    said: list[str] = []
    for element in root.iter(f"{_W}fldSimple", f"{_W}fldChar", f"{_W}instrText"):
        if element.tag == f"{_W}fldSimple":
            yield element.get(f"{_W}instr") or ""
        elif element.tag == f"{_W}instrText":
            said.append(element.text or "")
        elif said:
            yield "".join(said)
            said = []
    if said:
        yield "".join(said)


def _tree(parts: Mapping[str, bytes], name: str) -> "etree._Element":
    if name not in parts:
        raise Refusal("damaged", name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(parts[name], parser)
    except etree.XMLSyntaxError as error:
        raise Refusal("damaged", name) from error
