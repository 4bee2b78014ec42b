"""The typeface of printed files, embedded in what is made with it. Read once a process."""

from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

REGULAR: Final = "XinanSans"
BOLD: Final = "XinanSansBold"
_FILES: Final = {REGULAR: "400Regular/NotoSansSC_400Regular.ttf", BOLD: "700Bold/NotoSansSC_700Bold.ttf"}


@cache
def register_fonts() -> None:
    """Make the typeface known to the printer; FileNotFoundError where the packages are not installed (make setup)."""
    folder = Path(settings.XINAN_PRINT_FONTS)
    for name, file in _FILES.items():
        pdfmetrics.registerFont(TTFont(name, str(folder / file)))
    pdfmetrics.registerFontFamily(REGULAR, normal=REGULAR, bold=BOLD, italic=REGULAR, boldItalic=BOLD)
