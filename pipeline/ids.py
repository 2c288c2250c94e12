"""Ids from printed numbers: the same on every run, and the same next year where the number is."""

import re
from dataclasses import field

from pipeline.records import dataclass

UNSAFE = re.compile(r"[^a-z0-9]+")
LONGEST_SLUG = 60


def slug(text: str) -> str:
    """Words as an id: small letters and digits, joined by hyphens."""
    return UNSAFE.sub("-", text.lower().replace("'", "").replace("’", "")).strip("-")[:LONGEST_SLUG].strip("-")


@dataclass(slots=True)
class Ids:
    """Gives out ids, each once: a clash gets `-2`, `-3` ... in reading order."""

    given: dict[str, int] = field(default_factory=dict)

    def once(self, wanted: str) -> str:
        count = self.given.get(wanted, 0) + 1
        self.given[wanted] = count
        return wanted if count == 1 else self.once(f"{wanted}-{count}")

    def section(self, number: str | None, title: str) -> str:
        return self.once(f"sec_{slug(number) if number else slug(title) or 'u'}")

    def paragraph(self, section: str | None, number: str | None) -> str:
        own = f"para_{slug(number)}" if number and slug(number) else "para_u"
        return self.once(f"{section}__{own}" if section else own)

    def item(self, within: str, marker: str | None) -> str:
        return self.once(f"{within}__item_{slug(marker or '') or 'b'}")

    def table(self, section: str | None) -> str:
        return self.once(f"{section}__table" if section else "table")

    def figure(self, number: int) -> str:
        return self.once(f"figure_{number}")

    def row(self, label: str) -> str:
        return self.once(f"ind_{slug(label) or 'u'}")

    def statement(self, kind: str, number: int) -> str:
        return self.once(f"{kind}_{number}")
