"""Which printed numbers are numbers of the paper: those that follow from the ones before.

A number is believed when it continues a series that is open (2.7 after 2.6; c) after b)), opens a series under the last
number (2.1 after 2; a) or (i) anywhere), or stands where the format says a list item stands. Series may skip (a gap)
or repeat (a duplicate): up to `MOST_SKIPPED` are believed, and told as issues by `checks`.
"""

from dataclasses import replace

from pipeline.layout.marks import Mark, as_letter, is_one_letter
from pipeline.records import dataclass

MOST_SKIPPED = 3
Key = tuple[str, str, tuple[int, ...]]


@dataclass(frozen=True, slots=True)
class Series:
    """The numbers seen so far: the last of each style and prefix."""

    last: tuple[tuple[Key, int], ...] = ()
    ended: frozenset[tuple[Key, int]] = frozenset()
    """The last numbers of series that began anew since: some papers go on with them later."""

    def value(self, key: Key) -> int | None:
        return dict(self.last).get(key)


def key_of(mark: Mark) -> Key:
    """What numbers of one series share: family, style, capitals or not, and all parts but the last."""
    style = "" if len(mark.parts) > 1 or mark.style == "." else mark.style
    capital = "A" if mark.family in ("letter", "roman") and mark.printed.strip("().").isupper() else ""
    return mark.family, capital + style, mark.parts[:-1]


def settled(mark: Mark, series: Series) -> Mark:
    """`i)` read as a letter where h) came last, as a roman number otherwise."""
    if not is_one_letter(mark):
        return mark
    letter = as_letter(mark)
    return letter if follows(letter, series) and series.value(key_of(letter)) == letter.parts[-1] - 1 else mark


def follows(mark: Mark, series: Series) -> bool:
    """Whether the number continues or opens a series."""
    before = series.value(key_of(mark))
    number = mark.parts[-1]
    if before is not None and before <= number <= before + 1 + MOST_SKIPPED:
        return True
    if mark.family == "lettered":
        return number == 1 and _follows_letter(mark.parts[0], series)
    if len(mark.parts) > 1:
        return not series.last or (number <= 1 + MOST_SKIPPED and _is_in_reach(mark.parts[0], series))
    return number <= 1 or (key_of(mark), number - 1) in series.ended or not series.last


def _is_in_reach(section: int, series: Series) -> bool:
    """A section of that number may have begun: `61.4 per cent` stands in no paper that has got to section 3."""
    seen = [*series.last, *series.ended]
    sections = [key[2][0] if key[2] else value for key, value in seen if key[0] == "decimal"]
    return not sections or section <= max(sections) + 1 + MOST_SKIPPED


def _follows_letter(letter: int, series: Series) -> bool:
    """`B1` after a heading `B.` or after A's numbers; `A1` anywhere. A postcode (`M1 2WD`) follows nothing."""
    headings = {value for (family, _, _), value in series.last if family == "letter"}
    letters = {prefix[0] for (family, _, prefix), _ in series.last if family == "lettered"}
    return letter == 1 or letter in headings or letter - 1 in letters


def advanced(mark: Mark, series: Series) -> Series:
    """The series after this number: deeper ones under an earlier number are closed."""
    key = key_of(mark)
    depth = len(mark.parts)
    kept = tuple((k, v) for k, v in series.last if k != key and not _is_under(k, mark, depth))
    before = series.value(key)
    restarts = before is not None and mark.parts[-1] <= 1 < before
    ended = series.ended | {(key, before)} if restarts and before is not None else series.ended
    return replace(series, last=(*kept, (key, mark.parts[-1])), ended=ended)


def _is_under(key: Key, mark: Mark, depth: int) -> bool:
    family, style, prefix = key
    if mark.family == "decimal" and family != "decimal":
        return mark.style in ("", ".") and not style.startswith("A")
    return family == "decimal" == mark.family and len(prefix) >= depth and prefix[: depth - 1] == mark.parts[:-1]
