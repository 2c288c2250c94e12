"""Numbers as Word prints them, by the name of the format (`w:numFmt`)."""

from collections.abc import Callable, Mapping

ROMAN = (
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
)
LARGEST = 32_767  # Word counts no further
UNITS = (
    *("Zero", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten", "Eleven", "Twelve"),
    *("Thirteen", "Fourteen", "Fifteen", "Sixteen", "Seventeen", "Eighteen", "Nineteen"),
)
TENS = ("", "", "Twenty", "Thirty", "Forty", "Fifty", "Sixty", "Seventy", "Eighty", "Ninety")
ORDINAL_WORDS = {
    "One": "First",
    "Two": "Second",
    "Three": "Third",
    "Five": "Fifth",
    "Eight": "Eighth",
    "Nine": "Ninth",
    "Twelve": "Twelfth",
}
CHICAGO = "*†‡§"


def formatted(number: int, name: str) -> str:
    """The number in the format; a format that is not known prints as decimal, as Word does."""
    number = max(0, min(number, LARGEST))
    return FORMATS.get(name, str)(number)


def _letters(number: int) -> str:
    """a to z, then aa to zz, then aaa: Word repeats the letter, spreadsheets do not."""
    if number == 0:
        return ""
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    printed = ""
    for worth, letters in ROMAN:
        printed += letters * (number // worth)
        number %= worth
    return printed


def _ordinal(number: int) -> str:
    if number % 100 in {11, 12, 13}:
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _words(number: int) -> str:
    if number < 20:
        return UNITS[number]
    if number < 100:
        return TENS[number // 10] + (f"-{UNITS[number % 10]}" if number % 10 else "")
    large, name = (1000, "Thousand") if number >= 1000 else (100, "Hundred")
    rest = f" {_words(number % large)}" if number % large else ""
    return f"{_words(number // large)} {name}{rest}"


def _ordinal_words(number: int) -> str:
    words = _words(number)
    at = max(words.rfind(" "), words.rfind("-")) + 1
    last = words[at:]
    ending = last[:-1] + "ieth" if last.endswith("y") else last + "th"
    return words[:at] + ORDINAL_WORDS.get(last, ending)


def _symbols(number: int) -> str:
    return CHICAGO[(number - 1) % 4] * ((number - 1) // 4 + 1) if number else ""


def _circled(number: int) -> str:
    return chr(0x2460 + number - 1) if 1 <= number <= 20 else str(number)


def _padded(width: int) -> Callable[[int], str]:
    return lambda number: str(number).zfill(width)


FORMATS: Mapping[str, Callable[[int], str]] = {
    "decimal": str,
    "decimalZero": _padded(2),
    "decimalZero3": _padded(3),
    "decimalZero4": _padded(4),
    "decimalZero5": _padded(5),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "ordinal": _ordinal,
    "cardinalText": lambda number: _words(number).capitalize(),
    "ordinalText": lambda number: _ordinal_words(number).capitalize(),
    "hex": lambda number: f"{number:X}",
    "chicago": _symbols,
    "numberInDash": lambda number: f"- {number} -",
    "decimalEnclosedCircle": _circled,
    "decimalEnclosedCircleChinese": _circled,
    "decimalEnclosedParen": lambda number: f"({number})",
    "decimalEnclosedFullstop": lambda number: f"{number}.",
    "none": lambda _: "",
    "bullet": lambda _: "",
}
CUSTOM = {
    "01, 02, 03, ...": "decimalZero",
    "001, 002, 003, ...": "decimalZero3",
    "0001, 0002, 0003, ...": "decimalZero4",
}
"""The patterns that newer versions of Word write for `w:numFmt w:val="custom"`."""
