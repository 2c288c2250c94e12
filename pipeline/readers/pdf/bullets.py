"""Bullets: small filled shapes that stand alone before the words of a line, whatever the recogniser read them as."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from pipeline.readers.pdf.ink import DARK, Grey, Spot
from pipeline.readers.pdf.inked import Inked, columns_of

DISC = (0.12, 0.62)  # of the em: least and greatest diameter of a bullet
ROUND, SQUARE = 0.68, 0.93  # of the box is ink: a disc 0.785, a letter e or o less, a square nearly all
HOLLOW = (0.25, 0.62)  # of the box is ink in a ring
LIKE_A_RING = frozenset("0Oo°©®@¢*=]e")  # what recognisers read a ring as
LIKE_A_TICK = frozenset({"v", "V", "Vv", "vV", "vw", "w", "W", "y", "Y", "/", "J", "¥", "√"})
TICK = (0.3, 0.12)  # of the height: a tick's short arm begins below the one, its long arm above the other
ALONE = 2.0  # of the em: nothing stands nearer on a bullet's left
BULLET_GAP = (0.3, 4.0)  # of the em: white between a bullet and its words


def with_bullets(words: Sequence[Inked], free: Sequence[Spot], grey: Grey) -> list[Inked]:
    """A disc or square that stands alone before the words of a line is a bullet, whatever it was read as.

    Words of one or two characters and spots in no word are looked at: nothing to the left for two ems, words of the
    same line to the right within `BULLET_GAP`.
    """
    out = [_as_bullet(w, words, grey) if len(w.seen.text) <= 2 and len(w.columns) == 1 else w for w in words]
    loose = [b for spot in free for b in _loose_bullet(spot, words)]
    return out + loose


def _as_bullet(word: Inked, words: Sequence[Inked], grey: Grey) -> Inked:
    spot = word.columns[0].spots[0]
    after = _first_after(spot, words)
    if len(word.columns[0].spots) != 1 or after is None:
        return word
    glyph = bullet_glyph(spot, after)
    if glyph is None and set(word.seen.text) <= LIKE_A_RING and _is_ring(spot, after):
        glyph = "o"
    if glyph is None and word.seen.text in LIKE_A_TICK and _is_tick(spot, grey):
        glyph = "✓"
    if glyph is None:
        return word
    seen = word.seen._replace(text=glyph, baseline=after.seen.baseline, confidence=1.0, line=after.seen.line)
    return replace(word, seen=seen, em=after.em, is_bullet=True)


def _loose_bullet(spot: Spot, words: Sequence[Inked]) -> Iterable[Inked]:
    after = _first_after(spot, words)
    glyph = None if after is None else bullet_glyph(spot, after)
    if after is None or glyph is None:
        return ()
    seen = after.seen._replace(
        text=glyph, x0=spot.x0, top=spot.top, x1=spot.x1, bottom=spot.bottom, confidence=1.0, middles=()
    )
    return (Inked(seen, columns_of([spot]), after.em, is_bullet=True),)


def _first_after(spot: Spot, words: Sequence[Inked]) -> Inked | None:
    """The word that follows a spot at a bullet's distance, where nothing stands before the spot."""
    middle = (spot.top + spot.bottom) / 2
    row = [w for w in words if w.seen.baseline - 0.8 * w.em < middle < w.seen.baseline]
    if any(0 < spot.x0 - w.seen.x1 + 1 < ALONE * w.em for w in row):
        return None
    after = [w for w in row if BULLET_GAP[0] * w.em < w.seen.x0 - spot.x1 < BULLET_GAP[1] * w.em]
    return min(after, key=lambda w: w.seen.x0, default=None)


def bullet_glyph(spot: Spot, after: Inked) -> str | None:
    """`•` or `▪` where the spot is a filled disc or square of a bullet's size and height above the line."""
    em = after.em
    if not (DISC[0] * em <= spot.height <= DISC[1] * em and 0.75 <= spot.width / spot.height <= 1.33):
        return None
    above = (after.seen.baseline - (spot.top + spot.bottom) / 2) / em
    share = spot.area / (spot.width * spot.height)
    if not 0.1 < above < 0.6 or share < ROUND:
        return None
    return "▪" if share >= SQUARE else "•"


def _is_ring(spot: Spot, after: Inked) -> bool:
    """The hollow bullet: a small letter o, in a narrow typeface an oval; a nought or a capital is higher."""
    if not (DISC[0] * after.em <= spot.height <= DISC[1] * after.em and 0.55 <= spot.width / spot.height <= 1.33):
        return False
    return HOLLOW[0] <= spot.area / (spot.width * spot.height) <= HOLLOW[1]


def _is_tick(spot: Spot, grey: Grey) -> bool:
    """A short arm on the left, a long one on the right; the arms of a v are alike."""
    if not 0.6 <= spot.width / spot.height <= 1.6:
        return False
    ink = grey[spot.top : spot.bottom, spot.x0 : spot.x1] < DARK * 255
    quarter = max(1, spot.width // 4)
    left, right = (int(part.any(axis=1).argmax()) for part in (ink[:, :quarter], ink[:, -quarter:]))
    return left > TICK[0] * spot.height and right < TICK[1] * spot.height
