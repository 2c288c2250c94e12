"""Cards: one measure each, its name as a title and a few labelled figures under it.

The shapes read, in a table or, where they stand apart from others, in paragraphs and lists:

    | Percentage of reviews held on time      | AMBER | a title, often shaded, with the rating beside it
    |               (chart)                           |
    | Latest: 96% | Target: 98%, Floor 95% | Previous: 97% (Amber) |

    | Current | Target | Previous |      small headings over figures     Target: 98%      a list, or two columns
    |   96%   |  98%   |   97%    |      or under them                   Current: 96%     of words and figures

A card is told from other tables by its words: nothing but labelled figures, and no column of names. Its title is the
last text over its figures in their columns; outside, the short paragraph or the heading right above.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import field, replace

from pipeline import values
from pipeline.extractors.measures import Column, Dated, Measure, Printed, Spans, unit_said
from pipeline.extractors.ratings import stated_rating
from pipeline.extractors.surroundings import CardDates, Surroundings, dated_in, dates_of_card
from pipeline.layout.tables import LONGEST_FIGURE, TableCell, covers, is_figure
from pipeline.outline import DataTable, Outline
from pipeline.records import dataclass
from pipeline.vocabulary.cards import Labelled, is_label, labelled, labels_only, share_read, starts_with_label
from pipeline.vocabulary.columns import column_kind
from schemas.base import Span
from schemas.outline import Item, Paragraph, Section
from schemas.record import Direction

LEAST_FIGURES = 2  # labelled figures: one alone is a sentence ("Target: 95%")
LEAST_READ = 0.6  # of a cell or a line: what is mostly other words is prose with a target in it
LONGEST_TITLE = 30  # words: more are a sentence
TITLE_WORD = re.compile(r"[A-Za-z]{3,}")
LONG_WORD = re.compile(r"[A-Za-z]{6,}")
MOST_NOTES = 2  # paragraphs under a card that may speak of it
FIGURE = re.compile(r"£?\d[\d,]*(?:\.\d+)?%?")

Cells = Sequence[TableCell]


@dataclass(slots=True)
class _Card:
    """A card under construction; never leaves this module."""

    title: str
    spans: list[Span]
    printed: list[Printed] = field(default_factory=list)
    rating: str | None = None
    direction: Direction | None = None


def cards_of_table(table: DataTable, outline: Outline, surroundings: Surroundings) -> tuple[Measure, ...]:
    """The cards that a table is made of; () where it is none."""
    rows = [_filled(row) for row in (*table.read.title, *table.read.head, *table.read.body)]
    cards = _walk([row for row in rows if row], outline, _title_outside(table, surroundings))
    whole = [card for card in cards if _is_card(card.printed)]
    measures = (_measure(card, table.section, table.id, _notes_under(card, outline), surroundings) for card in whole)
    return tuple(measures)


def _notes_under(card: _Card, outline: Outline) -> list[str]:
    """The paragraphs on the card's page between it and whatever table, card or heading comes next."""
    last = max(card.spans, key=lambda s: s.end)
    spans = [*(t.spans for t in outline.tables), *(s.spans for s in outline.sections)]
    starts = (span.start for each in spans for span in each)
    until = min((start for start in starts if start >= last.end), default=None)
    under = [
        p.text
        for p in outline.paragraphs
        if p.spans and p.spans[0].page == last.page and p.spans[0].start >= last.end
        if until is None or p.spans[0].start < until
    ]
    return under[:MOST_NOTES]


def _filled(row: Sequence[TableCell | None]) -> list[TableCell]:
    return [c for c in row if c is not None and c.text]


def _is_card(printed: Sequence[Printed]) -> bool:
    """Two figures, one of them the authority's own."""
    own = any(cell.column.kind.of in (None, "authority") and is_figure(cell.text) for cell in printed)
    return own and len(printed) >= LEAST_FIGURES


def _title_outside(table: DataTable, surroundings: Surroundings) -> str:
    for text in (table.lead_in, surroundings.title(table.section) or ""):
        if _is_title(text) and not text.rstrip().endswith((".", ":")):
            return text
    return ""


def _is_title(text: str) -> bool:
    """Two words, or one long one; a figure with a unit has fewer."""
    worded = len(TITLE_WORD.findall(text)) > 1 or (LONG_WORD.search(text) is not None and not is_figure(text))
    return worded and text.count(" ") < LONGEST_TITLE and not starts_with_label(text)


def _walk(rows: Sequence[Cells], outline: Outline, outside: str) -> list[_Card]:
    """The cards of a table's rows from the top down."""
    cards: list[_Card] = []
    open_: list[tuple[TableCell, _Card]] = []
    loose = _Card(outside, [])
    taken: set[int] = set()
    for at, row in enumerate(rows):
        if at in taken:
            continue
        found = _figures_of_rows(rows, at, taken)
        if not found:
            titled = _titles(row, outline)
            if titled:
                open_ = titled
                cards += [card for _, card in titled]
            continue
        for cell, one, value in found:
            card = _over(cell, open_) or loose
            _add(card, one, value, outline)
    return [*cards, loose] if loose.title else cards


def _over(cell: TableCell, titles: Sequence[tuple[TableCell, _Card]]) -> _Card | None:
    """The card whose title stands over the cell, else the last title to its left."""
    mine = [card for title, card in titles if _overlap(title, cell)]
    left = [card for title, card in titles if title.place.column <= cell.place.column]
    return mine[-1] if mine else left[-1] if left else titles[0][1] if titles else None


def _overlap(title: TableCell, cell: TableCell) -> bool:
    return covers(title.place, cell.place.column) or covers(cell.place, title.place.column)


_Found = list[tuple[TableCell, Labelled, TableCell]]


def _figures_of_rows(rows: Sequence[Cells], at: int, taken: set[int]) -> _Found:
    """The labelled figures of a row: within its cells, beside each other, or in the row below or above."""
    row = rows[at]
    inline = [(cell, one, cell) for cell in row for one in _inline(cell.text)]
    if inline:
        return inline
    if len(row) >= LEAST_FIGURES and all(is_label(cell.text) for cell in row):
        return _paired_rows(rows, at, taken)
    pairs = list(zip(row[::2], row[1::2], strict=False))
    if len(row) % 2 == 0 and all(is_label(a.text) and _is_value(b.text) for a, b in pairs):
        return [(b, _as_labelled(a.text, b.text), b) for a, b in pairs]
    return []


def _inline(text: str) -> tuple[Labelled, ...]:
    found = labelled(text)
    return found if share_read(text, found) >= LEAST_READ else ()


def _paired_rows(rows: Sequence[Cells], at: int, taken: set[int]) -> _Found:
    """A row of words with a row of figures under it, else over it."""
    for other in (at + 1, at - 1):
        if 0 <= other < len(rows) and other not in taken and all(_is_value(c.text) for c in rows[other]):
            taken.add(other)
            by_column = {c.place.column: c for c in rows[other]}
            both = [(cell, by_column.get(cell.place.column)) for cell in rows[at]]
            return [(value, _as_labelled(cell.text, value.text), value) for cell, value in both if value is not None]
    return []


def _as_labelled(label: str, value: str) -> Labelled:
    return Labelled(label.rstrip(" :"), "", value, 0, 0)


def _is_value(text: str) -> bool:
    return len(text) <= LONGEST_FIGURE and bool(values.read_cell(text))


def _titles(row: Cells, outline: Outline) -> list[tuple[TableCell, _Card]]:
    """The titles in a row; a rating or an arrow in it belongs to the title before it."""
    titled: list[tuple[TableCell, _Card]] = []
    for cell in row:
        rating, direction = stated_rating(cell.text)
        if rating is None and direction is None:
            if _is_title(cell.text):
                titled.append((cell, _Card(cell.text, list(outline.spans(cell.lines)))))
        elif titled:
            titled[-1][1].rating = rating or titled[-1][1].rating
            titled[-1][1].direction = direction or titled[-1][1].direction
    return titled


def _add(card: _Card, one: Labelled, value: TableCell, outline: Outline) -> None:
    spans = outline.spans(value.lines)
    card.spans += [span for span in spans if span not in card.spans]
    _state(card, one, spans)


def _state(card: _Card, one: Labelled, spans: Spans) -> None:
    """Takes up a labelled figure, or what the card states of itself: its rating, its direction."""
    kind = column_kind(one.label)
    if kind.kind in ("rating", "direction", "change"):
        rating, direction = stated_rating(one.value)
        card.rating, card.direction = rating or card.rating, direction or card.direction
    elif kind.kind == "value":
        period = dated_in(one.bracket, None) if one.bracket else None
        dated = Dated(period, "cell") if period is not None else None
        heading = f"{one.label} {one.bracket}".strip()
        card.printed.append(Printed(Column(heading, kind, dated, unit_said(one.bracket)), one.value, spans))


def _measure(
    card: _Card, section: str | None, table: str | None, notes: Sequence[str], surroundings: Surroundings
) -> Measure:
    dates = dates_of_card(card.title, notes, _printed_figures(card), section, surroundings)
    printed = tuple(_dated(cell, dates) for cell in card.printed)
    return Measure(
        label=card.title,
        printed=_with_statements(printed, card),
        spans=tuple(sorted(card.spans, key=lambda s: s.start)),
        section=section,
        table=table,
    )


def _printed_figures(card: _Card) -> list[str]:
    """The figures as printed, the latest first."""
    ranked = sorted(card.printed, key=lambda cell: cell.column.kind.role not in ("current", None))
    return [found[0] for cell in ranked if (found := FIGURE.search(cell.text))]


def _dated(cell: Printed, dates: CardDates) -> Printed:
    """The card's dates for its own latest and previous figures; others' and targets have only their own."""
    kind = cell.column.kind
    if cell.column.dated is not None or kind.of not in (None, "authority"):
        return cell
    dated = dates.latest if kind.role in ("current", None) else None
    if kind.role == "previous":
        dated = dates.previous(cell.column.heading)
    return replace(cell, column=replace(cell.column, dated=dated))


def _with_statements(printed: tuple[Printed, ...], card: _Card) -> tuple[Printed, ...]:
    """The card's rating and direction are of its latest figure."""
    at = next((n for n, cell in enumerate(printed) if cell.column.kind.role in ("current", None)), None)
    if at is None:
        return printed
    latest = replace(printed[at], rating=card.rating, direction=card.direction)
    return (*printed[:at], latest, *printed[at + 1 :])


# --- cards in paragraphs ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Text:
    """A heading, a paragraph or an item in reading order."""

    words: str
    spans: Spans
    section: str | None
    is_heading: bool = False


def cards_of_text(outline: Outline, surroundings: Surroundings) -> tuple[Measure, ...]:
    """Runs of lines that are nothing but labelled figures, under a short line or a heading."""
    found: list[Measure] = []
    before: _Text | None = None
    card: _Card | None = None
    texts = [*_with_runs_paired(_texts(outline)), _Text("", (), None, is_heading=True)]
    for at, text in enumerate(texts):
        pairs = () if text.is_heading else _inline(text.words)
        if not pairs:
            if card is not None and before is not None and _is_card(card.printed):
                notes = [text.words] if not text.is_heading and text.words else []
                found.append(_measure(card, before.section, None, notes, surroundings))
            card, before = None, text
            continue
        if card is None and at and before is not None and _is_title(before.words):
            card = _titled(before)
            before = replace(before, section=text.section)
        if card is not None:
            card.spans += text.spans
            for one in pairs:
                _state(card, one, text.spans)
    return tuple(found)


def _titled(text: _Text) -> _Card:
    """The card under a line; a rating at the line's end is the card's."""
    words, _, last = text.words.rpartition(" ")
    rating, direction = stated_rating(last) if words and last.isupper() else (None, None)
    title = words if rating is not None else text.words
    return _Card(title.rstrip(" :"), list(text.spans), rating=rating, direction=direction)


def _with_runs_paired(texts: Sequence[_Text]) -> list[_Text]:
    """A line of words and a line of as many figures beside it, as one line of labelled figures."""
    paired: list[_Text] = []
    for text in texts:
        last = paired[-1] if paired else None
        both = _paired(last.words, text.words) or _paired(text.words, last.words) if last is not None else ""
        if last is not None and both and not last.is_heading:
            paired[-1] = replace(text, words=both, spans=(*last.spans, *text.spans))
        else:
            paired.append(text)
    return paired


def _paired(words: str, figures: str) -> str:
    labels, found = labels_only(words), figures.split()
    if len(labels) < LEAST_FIGURES or len(labels) != len(found) or not all(is_figure(one) for one in found):
        return ""
    return " ".join(f"{label}: {one}" for label, one in zip(labels, found, strict=True))


def _texts(outline: Outline) -> list[_Text]:
    texts = [_heading(s) for s in outline.sections]
    for paragraph in outline.paragraphs:
        texts += _texts_of(paragraph)
    return sorted((t for t in texts if t.spans), key=lambda t: t.spans[0].start)


def _heading(section: Section) -> _Text:
    return _Text(section.title, section.spans, section.id, is_heading=True)


def _texts_of(paragraph: Paragraph) -> Iterator[_Text]:
    yield _Text(paragraph.text, paragraph.spans, paragraph.section)
    for item in paragraph.items:
        yield from _texts_of_item(item, paragraph.section)


def _texts_of_item(item: Item, section: str | None) -> Iterator[_Text]:
    yield _Text(item.text, item.spans, section)
    for under in item.items:
        yield from _texts_of_item(under, section)
