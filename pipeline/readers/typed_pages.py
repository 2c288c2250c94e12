r"""What a text file keeps of its pages: page numbers, running heads and feet, notes at the foot.

The shapes that are read:

    Page 2 of 6      2 of 6                    alone on a line
    - 2 -            2 / 6                     where they count on: "2014/15" alone is a year
    \fWiltshire Council                        the same words, digits aside, at the top (or foot) of half the pages
    ______________                             a rule of its own, and under it lines that begin with note marks,
    1 Figures are provisional.                 down to the end of the page

A page ends at a form feed, or at a page number's line where the file has none. What stands at the top of the first page
is the paper's own head, whatever comes back of it later.
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from pipeline.readers.drawn_tables import is_rule
from pipeline.readers.typed_lines import Printed
from pipeline.transcript import Role

PAGE = re.compile(
    r"\W*(?:(?:page|p\.|pg\.?)\s{0,20}(\d{1,4})(?:\s{0,20}(?:of|/)\s{0,20}\d{1,4})?|\d{1,4}\s{0,20}of\s{0,20}\d{1,4})\W*",
    re.IGNORECASE,
)
BARE_PAGE = re.compile(r"[\s\-–—|\[]*(\d{1,4})(?:\s{0,20}/\s{0,20}(\d{1,4}))?[\s\-–—|\]]*")
MARK = r"(\[(?:\d{1,3}|[a-z])\]|\d{1,3}|[*†‡§]{1,3}|[¹²³⁰⁴-⁹]{1,3})"
NOTE = re.compile(rf"\s*{MARK}[.)]?\s*[^\W\d]")
RAISED = re.compile(rf"[^\W\d][.,;:!?’”'\")]*{MARK}(?!\S)")  # close behind a word
DIGITS = re.compile(r"\d+")
EDGE_LINES = 3  # at the top and foot of a page, among which running heads are looked for
FEWEST_BARE, FEWEST_OF = 3, 2  # numbers alone on a line that count on, two may be values; those of one total
RECURS = 0.5  # of the pages


def furniture(printed: Sequence[Printed]) -> dict[int, Role]:
    """The lines that are no part of the paper's flow, by their number."""
    numbers = frozenset(_page_numbers(printed))
    pages = list(_pages(printed, numbers))
    found: dict[int, Role] = dict.fromkeys(numbers, "running-foot")
    found |= dict.fromkeys(_recurring(printed, [page[-EDGE_LINES:] for page in pages]), "running-foot")
    found |= dict.fromkeys(_heads(printed, pages), "running-head")
    for page in pages:
        found |= dict.fromkeys(_notes(printed, [i for i in page if i not in found]), "footnote")
    return found


def _heads(printed: Sequence[Printed], pages: Sequence[Sequence[int]]) -> Iterator[int]:
    """Running heads; on the first page only one whose number counts on, since titles come back as running heads."""
    heads = list(_recurring(printed, [page[:EDGE_LINES] for page in pages[1:]]))
    yield from heads
    exact = {" ".join(printed[i].text.split()) for i in heads}
    folded = {_words(printed[i]) for i in heads}
    for i in pages[0][:EDGE_LINES] if pages else ():
        if _words(printed[i]) in folded and " ".join(printed[i].text.split()) not in exact:
            yield i


def _page_numbers(printed: Sequence[Printed]) -> Iterator[int]:
    named = [i for i, line in enumerate(printed) if _is_alone(printed, i) and PAGE.fullmatch(line.text)]
    yield from named
    run: list[int] = []
    for i in (i for i in range(len(printed)) if _is_alone(printed, i) and BARE_PAGE.fullmatch(printed[i].text)):
        number, total = _bare(printed[i])
        if run and (number - 1, total) != _bare(printed[run[-1]]):
            yield from _counted(printed, run)
            run = []
        run.append(i)
    yield from _counted(printed, run)


def _counted(printed: Sequence[Printed], run: Sequence[int]) -> Sequence[int]:
    """The run, where it is long enough to be pages."""
    fewest = FEWEST_OF if run and _bare(printed[run[0]])[1] else FEWEST_BARE
    return run if len(run) >= fewest else ()


def _bare(line: Printed) -> tuple[int, str | None]:
    """The number of a page, and of how many it is one."""
    match = BARE_PAGE.fullmatch(line.text)
    return (int(match[1]), match[2]) if match else (-1, None)


def _is_alone(printed: Sequence[Printed], i: int) -> bool:
    """White space above or below: in running text and tables a line of the same shape has neither."""
    return printed[i].above != "line" or i + 1 == len(printed) or printed[i + 1].above != "line"


def _pages(printed: Sequence[Printed], numbers: frozenset[int]) -> Iterator[list[int]]:
    """The lines of each page, page numbers left out; where the file has no form feeds a page's number ends it."""
    fed = printed[-1].page > 1
    page: list[int] = []
    for i, line in enumerate(printed):
        if page and (line.page != printed[i - 1].page if fed else i in numbers):
            yield page
            page = []
        if i not in numbers:
            page.append(i)
    if page:
        yield page


def _recurring(printed: Sequence[Printed], edges: Sequence[Sequence[int]]) -> Iterator[int]:
    """Lines of the pages' edges whose words come back on half of them, two at least."""
    pages: dict[str, int] = {}
    for edge in edges:
        for words in {_words(printed[i]) for i in edge}:
            pages[words] = pages.get(words, 0) + 1
    for edge in edges:
        yield from (i for i in edge if pages[_words(printed[i])] >= max(2, RECURS * len(edges)))


def _words(line: Printed) -> str:
    return DIGITS.sub("#", " ".join(line.text.split()))


def _notes(printed: Sequence[Printed], page: Sequence[int]) -> Iterator[int]:
    """The lines under the last rule of a page, or its last ones, where each line that opens begins with a note's mark.

    Without a rule the page must print the mark itself: close behind a word, where it was raised (`their own review.1`).
    """
    marks = [NOTE.match(printed[i].text) if printed[i].above != "line" else None for i in page]
    first = _first_raised(printed, page)
    begin, latest = None, -1  # the highest line from which on all are notes; where the last of their marks is raised
    for n in range(len(page) - 1, 0, -1):
        mark = marks[n]
        if mark is None and not NOTE.match(printed[page[n]].text) and printed[page[n]].above != "line":
            break
        if mark is not None:
            latest = max(latest, first.get(mark[1], len(page)))
            if latest < n or is_rule(printed[page[n - 1]].text):
                begin = n
    yield from page[begin:] if begin is not None else ()


def _first_raised(printed: Sequence[Printed], page: Sequence[int]) -> dict[str, int]:
    """In which of the page's lines each mark stands first where it was raised."""
    first: dict[str, int] = {}
    for n, i in enumerate(page):
        for mark in _raised_in(printed[i].text):
            first.setdefault(mark, n)
    return first


def _raised_in(text: str) -> dict[str, tuple[int, int]]:
    """The marks that stand close behind a word, and where each stands first."""
    first: dict[str, tuple[int, int]] = {}
    for mark in RAISED.finditer(text):
        first.setdefault(mark[1], mark.span(1))
    return first


def raised(printed: Sequence[Printed], aside: Mapping[int, Role]) -> dict[int, tuple[tuple[int, int], ...]]:
    """The marks in running text of the notes at the foot of its page, by the line's number."""
    notes = [i for i, role in aside.items() if role == "footnote"]
    if not notes:
        return {}
    places: dict[tuple[int, str], list[tuple[int, tuple[int, int]]]] = {}
    for i, line in enumerate(printed):
        if i not in aside:
            for mark, at in _raised_in(line.text).items():
                places.setdefault((line.page, mark), []).append((i, at))
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for note in notes:
        own = NOTE.match(printed[note].text)
        for i, at in places.get((printed[note].page, own[1]), ()) if own else ():
            if i < note and at not in found.get(i, ()):
                found[i] = tuple(sorted((*found.get(i, ()), at)))
                break
    return found
