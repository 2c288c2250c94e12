"""The structure tree of tagged PDFs: believed where the page bears it out, left aside where it lies."""

import hashlib
import io
from collections import Counter
from collections.abc import Sequence
from itertools import count

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name

from pipeline.corpus import Source
from pipeline.readers.pdf import engine, read
from pipeline.run import extract
from pipeline.transcript import Line
from schemas import Paper

Put = tuple[str, float, float]
"""Words, and how far from the left and from the top they begin."""
Mark = tuple[int, int]
"""Marked content: the number of its page from 0, and which of the page's words it is."""
Node = tuple[str, Sequence["Node | Mark"]]
HEIGHT, LEADING = 842, 12

LONG = "Demand for help has risen in each of the last three years, and the service has met it with"
PROSE = (
    f"{LONG} more",
    "early help and with fewer changes of social worker than in any year before this one, as it",
    "set out to do. Most visits took place on time.",
)


def tagged(pages: Sequence[Sequence[Put]], tree: Sequence[Node]) -> bytes:
    """A PDF of these words, each of them a piece of marked content, and this structure tree."""
    pdf = pikepdf.new()
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding)
    font["/Widths"], font["/FirstChar"], font["/LastChar"] = Array([500] * 224), 32, 255
    for number, puts in enumerate(pages):
        page = pdf.add_blank_page(page_size=(595, HEIGHT))
        page.obj.Resources, page.obj.StructParents = Dictionary(Font=Dictionary(F=font)), number
        page.obj.Contents = pdf.make_stream(b"".join(_shown(n, *put) for n, put in enumerate(puts)))
    parents: dict[Mark, pikepdf.Object] = {}
    root = pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    root.K = _element(pdf, ("Document", tree), root, parents)
    numbers = Array([])
    for number, puts in enumerate(pages):
        numbers.append(number)
        numbers.append(Array([parents.get((number, n)) for n in range(len(puts))]))
    root.ParentTree = pdf.make_indirect(Dictionary(Nums=numbers))
    pdf.Root.StructTreeRoot, pdf.Root.MarkInfo = root, Dictionary(Marked=True)
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def _shown(number: int, text: str, left: float, top: float) -> bytes:
    return f"/P <</MCID {number}>> BDC BT /F 10 Tf {left} {HEIGHT - top} Td ({text}) Tj ET EMC\n".encode("cp1252")


def _element(
    pdf: pikepdf.Pdf, node: Node, parent: pikepdf.Object, parents: dict[Mark, pikepdf.Object]
) -> pikepdf.Object:
    kind, children = node
    element = pdf.make_indirect(Dictionary(Type=Name.StructElem, S=Name(f"/{kind}"), P=parent))
    kids = Array([])
    for child in children:
        if isinstance(child[0], str):
            kids.append(_element(pdf, child, element, parents))  # type: ignore[arg-type]
        else:
            parents[child] = element  # type: ignore[index]
            kids.append(Dictionary(Type=Name.MCR, Pg=pdf.pages[child[0]].obj, MCID=child[1]))
    element.K = kids
    return element


def paper(data: bytes) -> Paper:
    return extract(Source("made.pdf", "application/pdf", data, hashlib.sha256(data).hexdigest(), len(data)))


def cells(lines: Sequence[Line]) -> dict[tuple[int, int], str]:
    found: dict[tuple[int, int], list[str]] = {}
    for line in lines:
        if line.cell is not None and line.text.strip():
            found.setdefault((line.cell.row, line.cell.column), []).append(line.text.strip())
    return {place: " ".join(texts) for place, texts in found.items()}


# -- tables -----------------------------------------------------------------

TABLE = (
    (("Measure", 72), ("2022/23", 300), ("2023/24", 380)),
    (("Initial conferences", 72), ("held in time", 72), ("88%", 300), ("91%", 380)),
    (("Stability", 72), ("70%", 300), ("n/a", 380)),
    (("Reviews held", 72), ("on time", 72), ("64%", 300), ("66%", 380)),
)
"""Figures half way between the lines of their label, as browsers set them: the white does not tell a row's lines."""


def table(top: float = 100) -> tuple[list[Put], list[list[list[int]]]]:
    """The words of the table, and for each row and cell the numbers of its words."""
    puts: list[Put] = []
    rows: list[list[list[int]]] = []
    for row in TABLE:
        made: dict[int, list[int]] = {}
        for text, left in row:
            lines = made.setdefault(left, [])
            middle = LEADING / 2 if left > 72 and row[1][1] == 72 else 0
            puts.append((text, left, top + LEADING * len(lines) + middle))
            lines.append(len(puts) - 1)
        rows.append(list(made.values()))
        top += LEADING * max(map(len, made.values()))
    return puts, rows


def as_table(rows: Sequence[Sequence[Sequence[int]]]) -> Node:
    return (
        "Table",
        [
            ("TR", [("TH" if n == 0 else "TD", [("P", [(0, m) for m in cell])]) for cell in row])
            for n, row in enumerate(rows)
        ],
    )


def test_rows_of_an_unruled_table_are_those_of_the_tree() -> None:
    puts, rows = table()
    lines = read(tagged([puts], [as_table(rows)]), "made.pdf").lines
    found = cells(lines)
    assert (found[1, 0], found[1, 2]) == ("Initial conferences held in time", "91%")
    assert found[3, 0] == "Reviews held on time"
    assert max(row for row, _ in found) == 3
    assert {line.cell.row for line in lines if line.cell and line.cell.header} == {0}


def test_a_table_whose_cells_stand_elsewhere_is_left_aside() -> None:
    puts, rows = table()
    untagged = read(tagged([puts], []), "made.pdf").lines
    for lie in (
        [row[::-1] for row in rows],  # columns in another order
        rows[::-1],  # rows too
        [[rows[0][0], rows[1][1]], [rows[1][0], rows[0][1]], *rows[2:]],  # two cells changed for each other
        [*rows[:2], [*rows[2], *rows[3]]],  # two rows in one
        [*rows[:2], rows[2][:2], rows[3]],  # a figure in its midst is of no cell
    ):
        lines = read(tagged([puts], [as_table(lie)]), "made.pdf").lines
        assert [(line.text, line.cell) for line in lines] == [(line.text, line.cell) for line in untagged]


def test_a_table_for_layout_is_none() -> None:
    """Two people side by side, their table's head tagged: three rows at least are data."""
    puts = [("Author", 72.0, 100.0), ("Director", 300.0, 100.0)]
    puts += [
        (f"{word} of the {side}", left, 112.0 + 12 * n)
        for left, side in ((72.0, "one"), (300.0, "other"))
        for n, word in enumerate(("Name", "Office", "Post"))
    ]
    tree = as_table([[[0], [1]], [[2, 3, 4], [5, 6, 7]]])
    assert not cells(read(tagged([puts], [tree]), "made.pdf").lines)


def test_a_table_goes_on_over_a_page_with_one_row() -> None:
    puts, rows = table(700)
    rest: list[Put] = [("Visits", 72, 80), ("12%", 300, 80), ("15%", 380, 80)]
    whole = as_table(rows)
    more: Node = ("TR", [("TD", [("P", [(1, n)])]) for n in range(3)])
    lines = read(tagged([puts, rest], [("Table", [*whole[1], more])]), "made.pdf").lines
    second = [line.cell for line in lines if line.page == 2]
    assert all(cell is not None and cell.continues == 0 for cell in second)
    assert [cell.column for cell in second if cell] == [0, 1, 2]


# -- paragraphs and items ---------------------------------------------------


def prose(*paragraphs: Sequence[str], white: float = 0.0) -> tuple[list[Put], list[list[int]]]:
    """Paragraphs under each other, with so much more white between them than between lines."""
    numbers, puts, made = count(), list[Put](), list[list[int]]()
    for above, paragraph in enumerate(paragraphs):
        made.append([next(numbers) for _ in paragraph])
        puts += [(text, 72, 100 + LEADING * n + white * above) for n, text in zip(made[-1], paragraph, strict=True)]
    return puts, made


def texts(data: bytes) -> list[str]:
    return [p.text for p in paper(data).paragraphs]


FULL = f"{LONG} care."
"""A sentence that ends where the line does: nothing in print tells that a paragraph ends."""


def test_a_paragraph_ends_where_the_tree_says() -> None:
    puts, made = prose((*PROSE[:2], FULL), PROSE)
    told = [("P", [(0, n) for n in numbers]) for numbers in made]
    assert len(texts(tagged([puts], []))) == 1
    assert [text.endswith("care.") for text in texts(tagged([puts], told))] == [True, False]


def test_a_paragraph_goes_on_over_a_page_where_the_tree_says() -> None:
    """Three sentences, the first of which ends with the page."""
    first, rest = (
        [(text, 72.0, 748.0 + LEADING * n) for n, text in enumerate((*PROSE[:2], FULL))],
        [(FULL, 72.0, 80.0), (PROSE[2], 72.0, 92.0)],
    )
    whole = ("P", [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1)])
    assert len(texts(tagged([first, rest], []))) == 2
    assert len(texts(tagged([first, rest], [whole]))) == 1


def test_an_item_without_a_bullet_in_print_is_one() -> None:
    """As browsers print lists: the bullet is drawn, the item's label is marked content without words."""
    puts = [
        ("1. The service has done two things this year:", 72.0, 100.0),
        ("", 80.0, 112.0),
        ("recruited more social workers", 90.0, 112.0),
        ("", 80.0, 124.0),
        ("opened a hub", 90.0, 124.0),
    ]
    items = [("LI", [("Lbl", [(0, n)]), ("LBody", [(0, n + 1)])]) for n in (1, 3)]
    found = paper(tagged([puts], [("P", [(0, 0)]), ("L", items)])).paragraphs
    assert [[item.text for item in p.items] for p in found] == [["recruited more social workers", "opened a hub"]]


LIES = ("everything in one", "a paragraph each line", "two lines each", "mixed", "headings", "items", "cells", "twice")


def lying(kind: str, made: Sequence[Sequence[int]]) -> list[Node]:
    marks = [(0, n) for numbers in made for n in numbers]
    return {
        "everything in one": [("P", marks)],
        "a paragraph each line": [("P", [mark]) for mark in marks],
        "two lines each": [("P", marks[n : n + 2]) for n in range(1, len(marks), 2)],
        "mixed": [("P", marks[n::3]) for n in range(3)],
        "headings": [("H1", [mark]) for mark in marks],
        "items": [("L", [("LI", [("LBody", [mark])]) for mark in marks])],
        "cells": [("Table", [("TR", [("TD", [mark])]) for mark in marks])],
        "twice": [("P", marks), ("P", marks)],
    }[kind]


@pytest.mark.parametrize("kind", LIES)
def test_a_lying_tree_changes_nothing(kind: str) -> None:
    """Five paragraphs with white between them; a line within each ends a sentence, and is full."""
    puts, made = prose(*([(PROSE[0], FULL, *PROSE[1:])] * 5), white=10)
    true, lie = paper(tagged([puts], [])), paper(tagged([puts], lying(kind, made)))
    assert lie.sections == true.sections
    assert lie.paragraphs == true.paragraphs
    assert len(true.paragraphs) == 5
    assert not lie.tables


@pytest.mark.parametrize("kind", LIES)
def test_a_tree_loses_and_doubles_nothing(kind: str) -> None:
    puts, made = prose(PROSE, (*PROSE[:2], FULL), PROSE)
    text = paper(tagged([puts], lying(kind, made))).text
    assert Counter("".join(text.split())) == Counter("".join("".join(words.split()) for words, _, _ in puts))


def test_a_tree_that_says_it_is_none_is_not_read() -> None:
    puts, made = prose(PROSE)
    data = tagged([puts], [("P", [(0, n) for n in made[0]])])
    assert [len(page.structure) for page in engine.pages(data)] == [3]
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.Root.MarkInfo.Marked = False
        buffer = io.BytesIO()
        pdf.save(buffer)
    assert [len(page.structure) for page in engine.pages(buffer.getvalue())] == [0]
