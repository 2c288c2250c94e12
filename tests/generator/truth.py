"""The expectation of a printed paper, in the shape of a hand-checked one: what must be found, and what may be."""

from collections.abc import Iterator

from tests.generator.description import Indicators, Measure, Reading
from tests.generator.printing import AreaTable, Block, Box, Heading, Lines, ListPoint, Paragraph, Points, Printed, plain

Json = dict[str, object]


def number(printed: str | None) -> str | None:
    """Without its trailing dot."""
    return printed.rstrip(".") if printed else None


def truth(printed: Printed) -> Json:
    """The whole expectation."""
    blocks = tuple(unboxed(printed.blocks))
    return {
        "header": printed.facts,
        "sections": [s for block in blocks for s in sections_of(block)],
        "paragraphs": [*header_paragraphs(printed), *paragraphs(blocks)],
        "indicators": [
            i for block in blocks if isinstance(block, Indicators) for i in map(indicator, block.measures) if i
        ],
        "improvement_areas": list(printed.areas),
        "recommendations": list(printed.recommendations),
    }


def unboxed(blocks: tuple[Block, ...]) -> Iterator[Block]:
    """Framed blocks count as any others."""
    for block in blocks:
        if isinstance(block, Box):
            yield from block.blocks
        else:
            yield block


def sections_of(block: Block) -> Iterator[Json]:
    """A heading; a table's caption may be taken for one."""
    if isinstance(block, Heading):
        yield {"number": number(block.number), "title": block.title}
    elif isinstance(block, Indicators) and block.caption:
        yield {"number": None, "title": block.caption, "optional": True}


def header_paragraphs(printed: Printed) -> Iterator[Json]:
    """Fields of the header block that are none of the four facts may be paragraphs."""
    for field in printed.header:
        if field.fact is None:
            label = f"{field.label}: " if field.label else ""
            yield optional(None, label + field.value)


def optional(mark: str | None, text: str, items: tuple[str, ...] = ()) -> Json:
    """A paragraph that may be there or not."""
    return {"number": mark, "text": text, "items": list(items), "optional": True}


def paragraphs(blocks: tuple[Block, ...]) -> Iterator[Json]:
    """Paragraphs in reading order, each with the title of its section."""
    section: str | None = None
    for block in blocks:
        if isinstance(block, Heading):
            section = block.title
        for paragraph in paragraphs_of(block):
            yield {"section": section, **paragraph}


def paragraphs_of(block: Block) -> Iterator[Json]:
    """The paragraphs of one block."""
    if isinstance(block, Paragraph):
        text = plain((block.label or "") + block.text)
        yield {"number": number(block.number), "text": text, "items": list(depth_first(block.points))}
    elif isinstance(block, Points):
        yield optional(None, "", tuple(depth_first(block.points)))
        yield from (optional(None, point.text) for point in block.points)
        yield from (optional(number(point.mark), point.text) for point in block.points if point.mark[-1] in ").")
    elif isinstance(block, AreaTable):
        yield from (optional(None, text) for text in (block.head, *block.rows))
    elif isinstance(block, Lines):
        yield from (optional(None, text) for text in (" ".join(block.lines), *block.lines))
    elif isinstance(block, Indicators):
        yield from (optional(None, text) for text in table_lines(block))


def table_lines(table: Indicators) -> Iterator[str]:
    """A table's caption and notes, with and without their marks."""
    if table.caption:
        yield table.caption
    for note in table.notes:
        yield plain(note).strip()
        yield note.replace("^[", "").replace("]", "")


def depth_first(points: tuple[ListPoint, ...]) -> Iterator[str]:
    """Every point's words, a point before the points under it."""
    for point in points:
        yield plain(point.text)
        yield from depth_first(point.points)


def indicator(measure: Measure) -> Json | None:
    """A row with readings; a group's sub-heading is none."""
    if not measure.cells:
        return None
    readings = [reading(r) for cell in measure.cells for r in cell.readings]
    return {"label": plain(measure.label), "readings": readings}


def reading(r: Reading) -> Json:
    """One value."""
    made: Json = {
        "value": r.value,
        "unit": r.unit,
        "period": list(r.period) if r.period else None,
        "role": r.role,
        "of": r.of,
    }
    if r.spread:
        made["range"] = list(r.spread)
    if r.accept:
        made["also_accept_period"] = [list(p) if p else None for p in r.accept]
    return made
