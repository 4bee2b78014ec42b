"""Tries a template out: does it open, does it say only what it may, does a sample come out whole."""

import io
from collections.abc import Iterable, Mapping

from docx import Document
from docxtpl import DocxTemplate
from jinja2 import TemplateError

from xinan.documents.checking.language import LetterEnvironment, Unspeakable, Vocabulary
from xinan.documents.checking.package import Refusal, check_package

_MARKS = ("{{", "}}", "{%", "%}")


def rendered(content: bytes, *, vocabulary: Vocabulary, context: Mapping[str, object]) -> tuple[bytes, frozenset[str]]:
    """The letter as a Word file, and the names the template says. Raises Unspeakable, jinja2.TemplateError."""
    template, environment = DocxTemplate(io.BytesIO(content)), LetterEnvironment(vocabulary)
    template.render(dict(context), environment, autoescape=True)
    made = io.BytesIO()
    template.save(made)
    return made.getvalue(), frozenset(environment.named)


def try_out(
    content: bytes, *, vocabulary: Vocabulary, context: Mapping[str, object], must_say: Iterable[Iterable[str]]
) -> None:
    """Raises Refusal with what is wrong; `must_say` gives for each field that a letter needs the names it goes by."""
    check_package(content)
    try:
        made, named = rendered(content, vocabulary=vocabulary, context=context)
        text = text_of(made)
    except Unspeakable as error:
        raise Refusal(error.code, *error.details) from error
    except TemplateError as error:
        raise Refusal("syntax", _context(error)) from error
    # python-docx raises what it stumbles on: a missing part, an element it does not expect.
    except (KeyError, ValueError, TypeError, AttributeError, IndexError, SyntaxError) as error:
        raise Refusal("damaged") from error
    lacking = [names[0] for each in must_say if not named.intersection(names := tuple(each))]
    if lacking:
        raise Refusal("lacking", *lacking)
    if any(mark in text for mark in _MARKS):
        raise Refusal("marks")


def text_of(content: bytes) -> str:
    """The paragraphs of a Word file, tables included, a line each."""
    body = Document(io.BytesIO(content)).element.body
    paragraphs = body.iter("{http://schemas.openxmlformats.org/wordprocessingml/2006/main}p")
    return "\n".join("".join(part for part in _pieces(paragraph)) for paragraph in paragraphs)


def _pieces(paragraph: Iterable[object]) -> Iterable[str]:
    for element in paragraph.iter():  # type: ignore[attr-defined]
        if element.tag.endswith("}t"):
            yield element.text or ""
        elif element.tag.endswith(("}br", "}cr")):
            yield "\n"


def _context(error: TemplateError) -> str:
    """The words around a fault of syntax, as the reader sees them in Word."""
    lines = getattr(error, "docx_context", None)
    around = " ".join(line.strip() for line in lines if "{" in line) if lines else ""
    return (around or str(error.message or ""))[:200]
