"""Papers as they leave the house: pictures without what their camera wrote into them, PDFs as their pages alone."""

import io
from typing import Final

from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader, PdfWriter
from pypdf.errors import PyPdfError

PICTURES: Final = frozenset({"image/jpeg", "image/png", "image/webp"})
PDF: Final = "application/pdf"
_LONGEST: Final = 2400  # pixels; enough to read a photographed page in print
_QUALITY: Final = 85


def clean_picture(content: bytes) -> bytes | None:
    """The picture upright, as JPEG, without place, time or device; None where it cannot be read."""
    try:
        with Image.open(io.BytesIO(content)) as picture:
            upright = ImageOps.exif_transpose(picture).convert("RGB")
            upright.thumbnail((_LONGEST, _LONGEST))
            # A copy of the pixels alone: nothing that was written beside them comes along.
            bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    except (UnidentifiedImageError, OSError, ValueError, Image.DecompressionBombError):
        return None
    out = io.BytesIO()
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def clean_pdf(content: bytes) -> bytes | None:
    """Its pages alone: no author, no dates, no scripts, no files inside; None where it cannot be read."""
    try:
        reader = PdfReader(io.BytesIO(content))
        if reader.is_encrypted:
            return None
        writer = PdfWriter()
        for page in reader.pages:
            added = writer.add_page(page)
            added.pop("/Annots", None)
            added.pop("/AA", None)
            added.pop("/Metadata", None)
            added.transfer_rotation_to_content()
        writer.metadata = None
        out = io.BytesIO()
        writer.write(out)
    except (PyPdfError, OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    return out.getvalue()
