"""How people type identifiers: full-width letters and digits, surrounding spaces, lower case."""

# Full-width ! to ~ stand 0xFEE0 above their ASCII forms; the ideographic space is apart.
_HALF_WIDTH = {0xFF01 + n: 0x21 + n for n in range(94)} | {0x3000: 0x20}


def canonical(text: str) -> str:
    """Half-width, upper case, without surrounding spaces.

    >>> canonical(" １２ｘ　")
    '12X'
    """
    return text.translate(_HALF_WIDTH).strip().upper()


def canonical_number(text: str) -> str:
    """As `canonical`, and without the spaces and hyphens that group long numbers.

    >>> canonical_number("6222 0000-1234")
    '622200001234'
    """
    return canonical(text).replace(" ", "").replace("-", "")
