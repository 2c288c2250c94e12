"""What a page looks like where words are said to stand: paper, or ink."""

from collections.abc import Sequence

import pypdfium2

Box = tuple[float, float, float, float]
LIGHT = 245  # of 255: lighter is paper
LARGEST = 2000.0  # points: a page with a longer side is painted smaller


def are_paper(page: pypdfium2.PdfPage, boxes: Sequence[Box]) -> tuple[bool, ...]:
    """For each box whether nothing is painted in it; boxes in points from the top left as displayed."""
    scale = min(1.0, LARGEST / max(*page.get_size(), 1.0))
    bitmap = page.render(scale=scale, grayscale=True)
    try:
        grey, stride, width, height = bytes(bitmap.buffer), bitmap.stride, bitmap.width, bitmap.height
    finally:
        bitmap.close()
    out: list[bool] = []
    for box in boxes:
        x0, top, x1, bottom = (max(0, round(edge * scale)) for edge in box)
        x1, bottom = min(max(x1, x0 + 1), width), min(max(bottom, top + 1), height)
        starts = range(top * stride, bottom * stride, stride)
        out.append(all(min(grey[at + x0 : at + x1], default=255) >= LIGHT for at in starts))
    return tuple(out)
