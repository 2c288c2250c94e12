r"""What a text file keeps of its pages: page numbers, running heads and feet, notes at the foot.

The shapes that are read:

    Page 2 of 6      - 2 -      2 / 6          alone on a line; numbers without a word only where they count on
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
    r"\W*(?:(?:page|p\.|pg\.?)\s{0,20}(\d{1,4})(?:\s{0,20}(?:of|/)\s{0,20}\d{1,4})?|(\d{1,4})\s{0,20}(?:of|/)\s{0,20}\d{1,4})\W*",
    re.IGNORECASE,
)
BARE_PAGE = re.compile(r"[\s\-–—|\[]*(\d{1,4})[\s\-–—|\]]*")
NOTE = re.compile(r"\s*(\[(?:\d{1,3}|[a-z])\]|\d{1,3}|[*†‡§]{1,3}|[¹²³⁰⁴-⁹]{1,3})[.)]?\s*[^\W\d]")
DIGITS = re.compile(r"\d+")
EDGE_LINES = 3  # at the top and foot of a page, among which running heads are looked for
FEWEST_BARE = 3  # numbers alone on a line that count on; two may be values
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
    bare = [i for i in range(len(printed)) if _is_alone(printed, i) and BARE_PAGE.fullmatch(printed[i].text)]
    run: list[int] = []
    for i in bare:
        if run and _bare(printed[i]) != _bare(printed[run[-1]]) + 1:
            yield from run if len(run) >= FEWEST_BARE else ()
            run = []
        run.append(i)
    yield from run if len(run) >= FEWEST_BARE else ()


def _bare(line: Printed) -> int:
    match = BARE_PAGE.fullmatch(line.text)
    return int(match[1]) if match else -1


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
    starts = [n for n, i in enumerate(page) if NOTE.match(printed[i].text) and printed[i].above != "line"]
    for n in starts:
        under = page[n:]
        if all(NOTE.match(printed[i].text) or printed[i].above == "line" for i in under) and n:
            ruled = is_rule(printed[page[n - 1]].text)
            if ruled or all(_is_raised(printed, page[:n], i) for i in under if printed[i].above != "line"):
                yield from under
                return


def _is_raised(printed: Sequence[Printed], text: Sequence[int], note: int) -> bool:
    return any(_raised_at(printed[i].text, printed[note].text) for i in text)


def _raised_at(text: str, note: str) -> tuple[int, int] | None:
    """Where the note's mark stands close behind a word."""
    mark = NOTE.match(note)
    found = re.search(rf"[^\W\d][.,;:!?’”'\")]*({re.escape(mark[1])})(?!\S)", text) if mark else None
    return found.span(1) if found else None


def raised(printed: Sequence[Printed], aside: Mapping[int, Role]) -> dict[int, tuple[tuple[int, int], ...]]:
    """The marks in running text of the notes at the foot of its page, by the line's number."""
    found: dict[int, tuple[tuple[int, int], ...]] = {}
    for note in (i for i, role in aside.items() if role == "footnote"):
        for i in (k for k in range(note) if printed[k].page == printed[note].page and k not in aside):
            at = _raised_at(printed[i].text, printed[note].text)
            if at and at not in found.get(i, ()):
                found[i] = tuple(sorted((*found.get(i, ()), at)))
                break
    return found
