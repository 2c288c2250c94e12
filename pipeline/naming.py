"""Names: an input's name in the report, its place in the output folder, and what a terminal may be shown of it.

All from the input's path alone, never from a paper's words; the same on every machine, whatever its locale.
"""

import hashlib
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

MOST_BYTES = 150  # of one escaped name: with hash and suffix it stays below the 255 that file systems allow
HASH_DIGITS = 8

# Control characters; marks that reorder a line of text; line separators; bytes that are no UTF-8 (as surrogates).
UNSHOWABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ud800-\udfff\ufff9-\ufffb]"
)
UNSAFE = re.compile(
    f'{UNSHOWABLE.pattern}|[\\\\/:*?"<>|]|^[.~]|[. ]$|^(?=(?:con|prn|aux|nul|com\\d|lpt\\d)(?:\\.|$))', re.I
)
"""Also what some file system refuses, and what hides a file or marks it as a temporary one."""

Parts = tuple[str, ...]


def parts_of(path: str) -> Parts:
    """The names along the absolute path, as UTF-8 whatever the locale; stray bytes as surrogates."""
    return tuple(spelled(part) for part in Path(os.path.abspath(path)).parts)  # noqa: PTH100  resolve() follows links


def spelled(name: str) -> str:
    """A name from the file system as UTF-8 text, whatever encoding the locale claims."""
    return os.fsencode(name).decode("utf-8", "surrogateescape")


def on_disk(name: str) -> str:
    """The reverse of `spelled`."""
    return os.fsdecode(name.encode("utf-8", "surrogateescape"))


def shown(text: str) -> str:
    """Text that a terminal cannot mistake for commands: control, bidi and stray characters as escapes."""
    return UNSHOWABLE.sub(lambda match: escaped(match[0]), text)


def escaped(character: str) -> str:
    number = ord(character)
    if 0xDC80 <= number <= 0xDCFF:  # a byte that is no UTF-8
        return f"\\x{number - 0xDC00:02x}"
    return f"\\x{number:02x}" if number < 0x100 else f"\\u{number:04x}"


def published(parts: Parts) -> str:
    """The name of an input as the report and the paper state it: relative, with `/`, without stray bytes."""
    return re.sub("[\ud800-\udfff]", lambda match: escaped(match[0]), "/".join(parts))


def mirrored(depths: Mapping[Parts, int]) -> dict[Parts, Parts]:
    """For each absolute path the parts of it that name it: the last `depth`, and more where two would be the same.

    Neither is a file named as a folder that another stands in: the papers of a pack go where that folder would be.
    """
    names = {path: path[-depth:] for path, depth in depths.items()}
    while shared := clashes(names.values()):
        names = {path: path[-len(name) - 1 :] if name in shared else name for path, name in names.items()}
    return names


def clashes(names: Iterable[Parts]) -> set[Parts]:
    counted = Counter(names)
    folders = {name[:depth] for name in counted for depth in range(1, len(name))}
    within = {name for name in counted for depth in range(1, len(name)) if name[:depth] in counted}
    return {name for name, times in counted.items() if times > 1 or name in folders} | within


def output_name(parts: Parts) -> str:
    """Where the JSON of this input goes, relative to the output folder."""
    *folders, file = parts
    return "/".join([*(folder_name(folder) for folder in folders), f"{safe(file)}.json"])


def pack_folder(output: str) -> str:
    """The folder for the papers of a pack, where the JSON of a single paper would go: `a/b.pdf`."""
    return output.removesuffix(".json")


def pack_files(folder: str, papers: int) -> tuple[str, ...]:
    """One file a paper, in the order of the pack: `a/b.pdf/01.json`."""
    digits = max(2, len(str(papers)))
    return tuple(f"{folder}/{number:0{digits}}.json" for number in range(1, papers + 1))


def folder_name(folder: str) -> str:
    """A folder `b.pdf.json` would stand where the JSON of `b.pdf` goes."""
    return hashed(folder, folder) if folder.lower().endswith(".json") else safe(folder)


def safe(name: str) -> str:
    """The name itself where every file system takes it and no one is misled by it, else escaped and hashed."""
    clean = UNSAFE.sub("_", name)
    if clean == name and len(name.encode()) <= MOST_BYTES and unicodedata.is_normalized("NFC", name):
        return name
    return hashed(clean, name)


def hashed(clean: str, name: str) -> str:
    """`clean`, cut to length, and some of the hash of the name as it was, so that no two are the same."""
    digest = hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:HASH_DIGITS]
    kept = unicodedata.normalize("NFC", clean).encode()[:MOST_BYTES].decode(errors="ignore")
    return f"{kept}-{digest}"
