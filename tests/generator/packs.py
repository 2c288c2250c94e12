"""`python -m tests.generator.packs --count 60 --seed 1 --out DIR`: merged agenda packs, and how they are cut.

Papers of the generator are put one behind the other, as the software of councils does it: a front sheet that lists the
items, stamps in the corners, bookmarks, blank pages between, appendices behind their papers; and single papers with
bookmarks, appendices and stamps of their own, which are no packs. The axes are dealt like those of the papers.
"""

import argparse
import io
import json
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from random import Random

import pikepdf
from PIL import Image
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from tests.generator import docx_maker, pdf_maker
from tests.generator.__main__ import convert
from tests.generator.description import describe
from tests.generator.printing import Printed, set_paper
from tests.generator.styles import Style, deal, dealt
from tests.generator.words import COMMITTEES, COUNCILS

AXES: dict[str, tuple[str, ...]] = {
    "front": ("brackets", "column", "leaders", "no pages", "guidance", "none"),
    "items": ("right", "item no", "every page", "left", "none", "none"),
    "pages": ("Page #", "Page # of ##", "#", "from 213", "none"),
    "bookmarks": ("items", "items", "flat", "numbered", "headings", "none"),
    "between": ("none", "blank", "left blank", "even"),
    "attached": ("no", "appendix", "appendix", "wide"),
    "other": ("no", "no", "letter", "scan"),
    "size": ("2", "3", "4", "6", "8", "11", "15"),
}
SINGLES = ("chapters", "appendices", "stamped", "earlier report", "plain")
FRONT_ITEMS = ("Apologies for absence", "Declarations of interest")
LAST_ITEM = "Date of next meeting"
SUBJECTS = (
    *("Fostering sufficiency", "School places planning", "Youth justice plan", "Libraries and registration"),
    *("Highways maintenance", "Waste collection contract", "Revenue budget monitoring", "Treasury management"),
    *("Adult social care reform", "Public health grant", "Housing allocations", "Climate action programme"),
    *("Leisure centre lease", "Town centre regeneration", "Information governance", "Workforce development"),
)
GUIDANCE = "To receive the report of the Director, which was sent to members of the committee separately."


@dataclass(frozen=True, slots=True)
class PackStyle:
    """One value of each axis of `AXES`; `single` names the kind of a file that is no pack."""

    front: str
    items: str
    pages: str
    bookmarks: str
    between: str
    attached: str
    other: str
    size: str
    single: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """What is merged: a paper or its appendix. `item` is the number of its item, `opens` where that begins here."""

    data: bytes
    title: str
    item: str
    opens: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the front sheet; pages as the file counts them, None where the item has no paper."""

    number: str
    title: str
    pages: tuple[int, int] | None


@dataclass(frozen=True, slots=True)
class Made:
    """A file, the pages from 1 on which its papers begin, and its front sheet's items with those pages."""

    data: bytes
    begins: tuple[int, ...]
    items: tuple[tuple[str, str, int | None], ...]


def deal_packs(seed: int, count: int) -> tuple[PackStyle, ...]:
    columns = {axis: dealt(f"pack {axis} {seed}", values, count) for axis, values in AXES.items()}
    styles = (PackStyle(**{axis: values[i] for axis, values in columns.items()}) for i in range(count))
    return tuple(settled(style) for style in styles)


def settled(style: PackStyle) -> PackStyle:
    """A letter or a scan that nothing names is no paper to anyone: such packs have papers with header blocks only."""
    named = style.items != "none" or style.front in ("brackets", "column", "leaders", "guidance")
    if not named and style.bookmarks in ("headings", "none"):
        style = replace(style, other="no")
    return replace(style, pages="Page #") if style.pages == "none" and style.front == "column" else style


def singles(seed: int, count: int) -> tuple[PackStyle, ...]:
    kinds = dealt(f"single {seed}", SINGLES, count)
    return tuple(replace(style, single=kind) for style, kind in zip(deal_packs(seed, count), kinds, strict=True))


# -- papers -------------------------------------------------------------------


def papers_for(style: PackStyle, seed: str) -> list[tuple[Printed, str]]:
    """Papers of one meeting in as many styles, and their titles."""
    random = Random(f"meeting {seed}")
    council, committee = random.choice(COUNCILS), random.choice(COMMITTEES)
    meeting = date(random.randint(2018, 2024), random.randint(1, 12), random.randint(1, 28))
    titles = random.sample(SUBJECTS, int(style.size))
    return [
        (paper_of(paper_style, f"{seed}-{n}", (council, committee, meeting), title, 3 + n), title)
        for n, (paper_style, title) in enumerate(zip(deal(sum(map(ord, seed)), len(titles)), titles, strict=True))
    ]


def paper_of(style: Style, seed: str, meeting: tuple[str, str, date], title: str, item: int) -> Printed:
    running = "number only" if style.running == "pack page" else style.running
    style = replace(style, running=running)
    council, committee, day = meeting
    told = describe(seed, style.scheme, style.percent, style.groups == "yes")
    printed = set_paper(replace(told, council=council, committee=committee, meeting=day, title=title), style, seed)
    header = tuple(
        replace(field, value=f"Agenda Item {item}") if field.value.startswith("Agenda Item") else field
        for field in printed.header
    )
    return replace(printed, header=header)


def as_pdfs(papers: Sequence[Printed], office: bool) -> list[bytes]:
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"p{n:02}.pdf" for n in range(len(papers))]
        for printed, path in zip(papers, paths, strict=True):
            if office:
                docx_maker.make(printed, path.with_suffix(".docx"))
            else:
                pdf_maker.make(printed, path)
        if office:
            convert([path.with_suffix(".docx") for path in paths], Path(folder))
        return [path.read_bytes() for path in paths]


def documents_for(style: PackStyle, seed: str, office: bool) -> list[Document]:
    """The papers with what is attached to them; the last may be a letter or a scan."""
    random = Random(f"documents {seed}")
    made = papers_for(style, seed)
    out: list[Document] = []
    for n, ((_, title), data) in enumerate(zip(made, as_pdfs([p for p, _ in made], office), strict=True)):
        item = str(3 + n)
        if style.other != "no" and n == len(made) - 1 and n > 0:
            out.append(Document(letter(title) if style.other == "letter" else scan(), title, item, opens=True))
        else:
            out.append(Document(data, title, item, opens=True))
        if style.attached != "no" and random.random() < 0.4:
            out += [Document(appendix(k, style.attached, random), f"Appendix {k}", item, opens=False) for k in (1, 2)]
    return out


def appendix(number: int, kind: str, random: Random) -> bytes:
    """Pages of its own size and with its own page numbers."""
    size = landscape(A4) if kind == "wide" else A4
    count = random.randint(1, 4)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=size, invariant=True)
    for page in range(1, count + 1):
        canvas.setFont("Helvetica-Bold", 14)
        if page == 1:
            canvas.drawString(72, size[1] - 60, f"Appendix {number}")
            canvas.drawString(72, size[1] - 84, "Data by ward and period")
        canvas.setFont("Helvetica", 10)
        for row in range(20):
            canvas.drawString(
                72, size[1] - 120 - 14 * row, f"Row {row} of the appendix holds {random.randint(1, 999)}."
            )
        canvas.drawCentredString(size[0] / 2, 40, f"Page {page} of {count}")
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def letter(title: str) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    canvas.setFont("Helvetica", 11)
    for row, words in enumerate(("The Chair", "County Hall", "", "Dear Chair", "", f"{title}", "", "Thank you.")):
        canvas.drawString(72, 760 - 16 * row, words)
    canvas.save()
    return buffer.getvalue()


def scan() -> bytes:
    """A picture and nothing else: no text layer."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    canvas.drawInlineImage(Image.new("L", (50, 70), 200), 40, 40, 500, 760)
    canvas.save()
    return buffer.getvalue()


# -- the pack -----------------------------------------------------------------


def make_pack(style: PackStyle, seed: str, office: bool = False) -> Made:
    documents = documents_for(style, seed, office)
    counts = [page_count(d.data) for d in documents]
    padded = [padding(style, count, last=n == len(counts) - 1) for n, count in enumerate(counts)]
    front_pages = {"none": 0, "guidance": 2}.get(style.front, 1) + (
        int(style.between == "even") if style.front != "none" else 0
    )
    starts, at = [], front_pages + 1
    for count, blanks in zip(counts, padded, strict=True):
        starts.append(at)
        at += count + blanks
    first = 213 if style.pages == "from 213" else 1
    entries = entries_of(documents, starts, counts)
    pdf = pikepdf.new()
    if style.front != "none":
        append(pdf, front_sheet(style, entries, seed, first - 1, front_pages))
    for document, blanks in zip(documents, padded, strict=True):
        append(pdf, document.data)
        if blanks:
            append(pdf, blank(style))
    stamp(pdf, style, documents, starts, first)
    add_bookmarks(pdf, style, documents, starts)
    begins = (*((1,) if style.front != "none" else ()), *(s for d, s in zip(documents, starts, strict=True) if d.opens))
    items = (
        () if style.front == "none" else tuple((e.number, e.title, e.pages[0] if e.pages else None) for e in entries)
    )
    return Made(saved(pdf), begins, items)


def page_count(data: bytes) -> int:
    with pikepdf.open(io.BytesIO(data)) as pdf:
        return len(pdf.pages)


def append(pdf: pikepdf.Pdf, data: bytes) -> None:
    with pikepdf.open(io.BytesIO(data)) as other:
        pdf.pages.extend(other.pages)


def saved(pdf: pikepdf.Pdf) -> bytes:
    buffer = io.BytesIO()
    pdf.save(buffer, deterministic_id=True)
    return buffer.getvalue()


def padding(style: PackStyle, count: int, last: bool) -> int:
    """Blank pages so that every paper begins on a right-hand page."""
    return int(style.between != "none" and not last and (style.between == "even" or count % 2 == 1))


def blank(style: PackStyle) -> bytes:
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    if style.between == "left blank":
        canvas.setFont("Helvetica", 12)
        canvas.drawCentredString(A4[0] / 2, A4[1] / 2, "This page is intentionally left blank")
    canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def entries_of(documents: Sequence[Document], starts: Sequence[int], counts: Sequence[int]) -> list[Entry]:
    entries = [Entry(str(n), title, None) for n, title in enumerate(FRONT_ITEMS, 1)]
    for number in dict.fromkeys(d.item for d in documents):
        own = [k for k, d in enumerate(documents) if d.item == number]
        entries.append(Entry(number, documents[own[0]].title, (starts[own[0]], starts[own[-1]] + counts[own[-1]] - 1)))
    return [*entries, Entry(str(len(entries) + 1), LAST_ITEM, None)]


def front_sheet(style: PackStyle, entries: Sequence[Entry], seed: str, ahead: int, pages: int) -> bytes:
    random = Random(f"meeting {seed}")
    council, committee = random.choice(COUNCILS), random.choice(COMMITTEES)
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=A4, invariant=True)
    y = 780.0
    for words, size in ((council, 20), (committee, 14), ("Date: Tuesday 4 March 2025", 11), ("Time: 10.00 am", 11)):
        canvas.setFont("Helvetica-Bold", size)
        canvas.drawString(72, y, words)
        y -= size + 8
    if style.front == "guidance":
        canvas.setFont("Helvetica", 10)
        for row in range(12):
            canvas.drawString(
                72, y - 14 * row, f"Councillor {chr(65 + row)}. Member (Ward {row}) attends this meeting."
            )
        canvas.showPage()
        y = 780.0
    canvas.setFont("Helvetica-Bold", 14)
    canvas.drawCentredString(A4[0] / 2, y, "AGENDA")
    y -= 30
    for entry in entries:
        y = put_entry(canvas, style, entry, y, ahead)
    canvas.showPage()
    for _ in range(pages - {"guidance": 2}.get(style.front, 1)):
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def put_entry(canvas: Canvas, style: PackStyle, entry: Entry, y: float, ahead: int) -> float:
    canvas.setFont("Helvetica-Bold", 11)
    first, last = (entry.pages[0] + ahead, entry.pages[1] + ahead) if entry.pages else (0, 0)
    words = entry.title
    if entry.pages and style.front in ("brackets", "guidance"):
        words += f" (Pages {first} - {last})"
    if entry.pages and style.front == "leaders":
        words += f" {'.' * 40} {first}"
    canvas.drawString(72, y, f"{entry.number}." if style.front != "column" else entry.number)
    canvas.drawString(108, y, words)
    if entry.pages and style.front == "column":
        canvas.drawRightString(540, y, f"{first} - {last}")
    if style.front == "guidance" and entry.pages:
        canvas.setFont("Helvetica", 10)
        canvas.drawString(108, y - 14, GUIDANCE)
        y -= 14
    return y - 24


def stamp(pdf: pikepdf.Pdf, style: PackStyle, documents: Sequence[Document], starts: Sequence[int], first: int) -> None:
    """Draws over every page what the merging software prints."""
    item: dict[int, str] = {}
    for n, (document, start) in enumerate(zip(documents, starts, strict=True)):
        if style.items == "every page":
            end = starts[n + 1] if n + 1 < len(starts) else len(pdf.pages) + 1
            item.update(dict.fromkeys(range(start, end), document.item))
        elif document.opens and style.items != "none":
            item[start] = document.item
    for number, page in enumerate(pdf.pages, 1):
        layer = overlay(style, page, item.get(number), number + first - 1, len(pdf.pages))
        if layer is not None:
            with pikepdf.open(io.BytesIO(layer)) as over:
                page.add_overlay(over.pages[0])


def overlay(style: PackStyle, page: pikepdf.Page, item: str | None, number: int, total: int) -> bytes | None:
    if item is None and style.pages == "none":
        return None
    width, height = (float(v) for v in list(page.mediabox)[2:])
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(width, height), invariant=True)
    canvas.setFont("Helvetica", 12)
    if item is not None and style.items in ("right", "every page"):
        canvas.drawRightString(width - 20, height - 20, f"Agenda Item {item}")
    elif item is not None and style.items == "item no":
        canvas.drawRightString(width - 20, height - 24, f"Item No. {item}")
    elif item is not None:
        canvas.drawString(20, height - 18, f"Agenda Item {item}")
    if style.pages in ("Page #", "from 213"):
        canvas.drawCentredString(width / 2, 14, f"Page {number}")
    elif style.pages == "Page # of ##":
        canvas.drawRightString(width - 20, 14, f"Page {number} of {total}")
    elif style.pages == "#":
        canvas.drawRightString(width - 20, 14, str(number))
    canvas.save()
    return buffer.getvalue()


def add_bookmarks(pdf: pikepdf.Pdf, style: PackStyle, documents: Sequence[Document], starts: Sequence[int]) -> None:
    """`items`: one an item, appendices under it; `flat`: all on one level; `headings`: what the papers brought."""
    if style.bookmarks == "none":
        return
    with pdf.open_outline() as outline:
        if style.front != "none" and style.bookmarks != "headings":
            outline.root.append(pikepdf.OutlineItem("Agenda", 0))
        for document, start in zip(documents, starts, strict=True):
            if style.bookmarks == "headings":
                if document.opens:
                    outline.root.extend(
                        pikepdf.OutlineItem(f"{n}. {w}", start - 1) for n, w in ((1, "Purpose"), (2, "Next"))
                    )
                continue
            named = {"numbered": f"{document.item} {document.title}", "items": document.title}
            title = named.get(style.bookmarks, document.title) if document.opens else document.title
            entry = pikepdf.OutlineItem(title, start - 1)
            under = style.bookmarks != "flat" and not document.opens
            (outline.root[-1].children if under else outline.root).append(entry)


# -- single papers ------------------------------------------------------------


def make_single(style: PackStyle, seed: str) -> Made:
    """A file of one paper that has something of a pack."""
    (printed, _), (other, _) = papers_for(replace(style, size="2"), seed)
    paper, earlier = as_pdfs([printed, other], office=False)
    random = Random(f"single {seed}")
    pdf = pikepdf.new()
    append(pdf, paper)
    starts = [1]
    if style.single in ("appendices", "earlier report"):
        attached = [appendix(n, "appendix", random) for n in (1, 2)]
        for data in attached if style.single == "appendices" else [named_appendix(earlier)]:
            starts.append(len(pdf.pages) + 1)
            append(pdf, data)
    if style.single == "chapters":
        with pdf.open_outline() as outline:
            outline.root.extend(pikepdf.OutlineItem(f"{n}. Chapter", n - 1) for n in range(1, len(pdf.pages) + 1))
    elif style.single != "plain":
        with pdf.open_outline() as outline:
            outline.root.extend(
                pikepdf.OutlineItem(f"Appendix {n}" if n else "Report", s - 1) for n, s in enumerate(starts)
            )
    if style.single == "stamped":
        stamp(pdf, replace(style, items="right", pages="from 213"), [Document(paper, "", "7", True)], [1], 213)
    return Made(saved(pdf), (1,), ())


def named_appendix(data: bytes) -> bytes:
    """An earlier report with `Appendix 1` above its header block."""
    with pikepdf.open(io.BytesIO(data)) as pdf:
        width, height = (float(v) for v in list(pdf.pages[0].mediabox)[2:])
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=(width, height), invariant=True)
        canvas.setFont("Helvetica-Bold", 12)
        canvas.drawRightString(width - 40, height - 16, "Appendix 1")
        canvas.save()
        with pikepdf.open(io.BytesIO(buffer.getvalue())) as over:
            pdf.pages[0].add_overlay(over.pages[0])
        return saved(pdf)


# -- measuring ----------------------------------------------------------------


@dataclass(slots=True)
class Tally:
    """Cuts and items counted over files."""

    right: int = 0
    missed: int = 0
    wrong: int = 0
    whole: int = 0
    files: int = 0
    items: int = 0
    items_right: int = 0

    def __str__(self) -> str:
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.missed)
        return (
            f"{self.files} files, {self.whole} cut exactly; {self.right + self.missed} cuts: "
            f"precision {precision:.3f}, recall {recall:.3f}; {self.items_right} of {self.items} listed items right"
        )


def given(data: bytes) -> tuple[tuple[int, ...], tuple[tuple[str, str, int | None], ...]]:
    """The first pages of the papers that the program finds, and the items with the first page of each one's paper."""
    from pipeline import packs  # noqa: PLC0415
    from pipeline.readers import read  # noqa: PLC0415
    from pipeline.readers.pdf.contents import contents  # noqa: PLC0415

    pack = packs.cut(read("application/pdf", data, "pack.pdf"), contents(data))
    if pack is None:
        return (1,), ()
    begins = tuple(part.transcript.sheets[0].number for part in pack.parts)
    places = (None if place is None else begins[place] for place in pack.places)
    return begins, tuple((i.number, i.title, at) for i, at in zip(pack.agenda, places, strict=True))


def count(tally: Tally, made: Made) -> str:
    """Adds a file to the tally; says what was wrong."""
    begins, items = given(made.data)
    expected, found = set(made.begins[1:]), set(begins[1:])
    tally.right += len(expected & found)
    tally.missed += len(expected - found)
    tally.wrong += len(found - expected)
    tally.files += 1
    tally.whole += expected == found
    tally.items += len(made.items)
    tally.items_right += len(set(made.items) & set(items))
    lost = set(made.items) - set(items)
    said = [f"missed {sorted(expected - found)}"] * (expected > found) + [f"wrong {sorted(found - expected)}"] * bool(
        found - expected
    )
    return "; ".join([*said, *([f"items {sorted(lost, key=str)[:2]}"] if lost else [])])


def all_made(seed: int, number: int, office: bool = False) -> Iterator[tuple[str, PackStyle, Made]]:
    for n, style in enumerate(deal_packs(seed, number)):
        yield f"pack{seed}x{n:03}", style, make_pack(style, f"{seed}-{n}", office)
    for n, style in enumerate(singles(seed, number // 2)):
        yield f"single{seed}x{n:03}", style, make_single(style, f"s{seed}-{n}")


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=60, help="packs; half as many single papers besides")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--out", type=Path, help="keep the files")
    parser.add_argument("--office", action="store_true", help="papers by LibreOffice")
    args = parser.parse_args()
    tallies = {"packs": Tally(), "single papers": Tally()}
    faults = Counter[str]()
    for name, style, made in all_made(args.seed, args.count, args.office):
        wrong = count(tallies["single papers" if style.single else "packs"], made)
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            (args.out / f"{name}.pdf").write_bytes(made.data)
            truth = {"begins": made.begins, "items": made.items, "style": asdict(style)}
            (args.out / f"{name}.json").write_text(json.dumps(truth, indent=1) + "\n")
        if wrong:
            print(name, wrong, values_of(style))
            faults.update(f"{f.name}={getattr(style, f.name)}" for f in fields(style))
    for kind, tally in tallies.items():
        print(f"{kind}: {tally}")
    print(", ".join(f"{value} {times}" for value, times in faults.most_common(8)))


def values_of(style: PackStyle) -> str:
    values: Iterable[str] = (getattr(style, field.name) for field in fields(style))
    return " | ".join(value for value in values if value)


if __name__ == "__main__":
    main()
