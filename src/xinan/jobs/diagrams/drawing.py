"""A layout as SVG: colours stand in attributes for pages that have none, and as classes for the product's style sheet."""

from html import escape

from xinan.jobs.diagrams.layout import LINE, NAME_SIZE, PADDING, SMALL_SIZE
from xinan.jobs.diagrams.shapes import BADGE, Box, Curve, Ending, Layout
from xinan.procedures.definition import Procedure

MARGIN = 12
INK, INK_2, LINE_INK, SURFACE, SUNKEN, PRIMARY = "#1a222e", "#454e5c", "#8f8775", "#fffefb", "#ecebe6", "#1d3f6e"
OK_TINT, OK_LINE, AUTOMATIC = "#e5f1ea", "#2c7a50", "#5d6572"
FONT = "'PingFang SC','Microsoft YaHei','Noto Sans SC','Noto Sans CJK SC',sans-serif"


def draw(procedure: Procedure, layout: Layout, *, language: str) -> str:
    """The diagram; each state is a group with `data-state`, so that a page can mark the present one."""
    width, height = layout.width + 2 * MARGIN, layout.height + 2 * MARGIN
    title = procedure.name.in_language(language)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="xa-diagram" viewBox="0 0 {width:.0f} {height:.0f}" '
        f'width="{width:.0f}" height="{height:.0f}" role="img" font-family="{FONT}" lang="{language}">',
        f"<title>{escape(title)}</title>",
        _ARROWHEADS,
        f'<rect class="xa-diagram-ground" width="{width:.0f}" height="{height:.0f}" fill="{SURFACE}"/>',
        f'<g transform="translate({MARGIN} {MARGIN})">',
        *(_curve(curve) for curve in layout.curves),
        *(_box(box) for box in layout.boxes),
        *(_badges(curve.arrow.numbers, *curve.badges_at, automatic=curve.arrow.automatic) for curve in layout.curves),
        "</g>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


_HEAD = (
    '<marker id="{id}" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" orient="auto">'
    '<path class="{id}" d="M0 .8 7.4 4 0 7.2Z" fill="{fill}"/></marker>'
)
_ARROWHEADS = (
    "<defs>" + _HEAD.format(id="xa-head", fill=INK_2) + _HEAD.format(id="xa-head-auto", fill=AUTOMATIC) + "</defs>"
)


def _box(box: Box) -> str:
    fill, stroke, dash = {
        "state": (SURFACE, PRIMARY, ""),
        "final": (OK_TINT, OK_LINE, ""),
        "anywhere": (SUNKEN, LINE_INK, ' stroke-dasharray="4 3"'),
    }[box.kind]
    left, top = box.x - box.width / 2, box.y - box.height / 2
    radius = box.height / 2 if box.kind == "final" else 8
    parts = [
        f'<g class="xa-state is-{box.kind}" data-state="{box.code}">',
        f'<rect x="{left:.1f}" y="{top:.1f}" width="{box.width:.1f}" height="{box.height:.1f}" rx="{min(radius, 18):.0f}" '
        f'fill="{fill}" stroke="{stroke}" stroke-width="1.4"{dash}/>',
    ]
    for number, line in enumerate(box.lines):
        at = top + PADDING + LINE * number + LINE * 0.76
        parts.append(_line(line.kind, line.text, box.x, at))
    if box.is_first:
        at = top + PADDING + LINE / 2
        parts.append(f'<path class="xa-first" d="M{left - 7:.1f} {at - 6:.1f} l12 6 l-12 6z" fill="{PRIMARY}"/>')
    parts.append("</g>")
    below = top + PADDING + LINE * len(box.lines) + BADGE / 2 + 1
    if box.staying:
        parts.append(_badges(box.staying, box.x, below, automatic=False))
        below += BADGE + 2
    for ending in box.endings:
        parts += [
            _badges((ending.number,), left + PADDING + 9, below, automatic=ending.automatic),
            _end(ending, left, below),
        ]
        below += BADGE + 2
    return "\n".join(parts)


def _end(ending: Ending, left: float, y: float) -> str:
    """How a move closes, beside its number."""
    return (
        f'<text class="xa-ending" x="{left + PADDING + BADGE + 2:.1f}" y="{y + 4:.1f}" font-size="{SMALL_SIZE}" '
        f'font-weight="600" fill="{OK_LINE}">{escape(ending.text)}</text>'
    )


def _line(kind: str, text: str, x: float, y: float) -> str:
    size, weight, fill = (NAME_SIZE, 700, INK) if kind == "name" else (SMALL_SIZE, 400, INK_2)
    return (
        f'<text class="xa-state-{kind}" x="{x:.1f}" y="{y:.1f}" text-anchor="middle" font-size="{size}" '
        f'font-weight="{weight}" fill="{fill}">{escape(text)}</text>'
    )


def _curve(curve: Curve) -> str:
    (start, *rest) = curve.points
    path = f"M{start[0]} {start[1]} C" + " ".join(f"{x} {y}" for x, y in rest)
    automatic = curve.arrow.automatic
    dash, head, ink = (' stroke-dasharray="5 4"', "xa-head-auto", AUTOMATIC) if automatic else ("", "xa-head", INK_2)
    kind = "is-automatic" if automatic else "is-made"
    return (
        f'<path class="xa-arrow {kind}" d="{path}" fill="none" stroke="{ink}" stroke-width="1.3"{dash} '
        f'marker-end="url(#{head})"/>'
    )


def _badges(numbers: tuple[int, ...], x: float, y: float, *, automatic: bool) -> str:
    """The numbers of moves, side by side about a point."""
    ink = AUTOMATIC if automatic else PRIMARY
    first = x - BADGE * (len(numbers) - 1) / 2
    parts = []
    for place, number in enumerate(numbers):
        at = first + BADGE * place
        parts.append(
            f'<g class="xa-badge{" is-automatic" if automatic else ""}" data-move="{number}">'
            f'<circle cx="{at:.1f}" cy="{y:.1f}" r="9.5" fill="{SURFACE}" stroke="{ink}" stroke-width="1.2"/>'
            f'<text x="{at:.1f}" y="{y + 4:.1f}" text-anchor="middle" font-size="11.5" font-weight="600" '
            f'fill="{ink}">{number}</text></g>'
        )
    return "\n".join(parts)
