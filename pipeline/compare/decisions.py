"""What a person has decided about two wordings: a TOML file beside the comparison, which runs read and never write.

    [[decision]]
    about = "improvement_area"            # or "measure"
    earlier = "Consistency of plans for children in need"      # the printed words, quoted
    later = "Child in need plans that are short and dated"
    same = true                           # false: they are two things

A decision holds wherever both wordings meet, in whatever series. One whose words no paper has is reported, not applied.
"""

import json
import tomllib
from collections.abc import Container
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from pipeline.compare.likeness import folded_whole
from pipeline.errors import WrongUse
from pipeline.records import dataclass
from schemas.base import Model
from schemas.comparison import StaleDecision

About = Literal["improvement_area", "measure"]
Wording = tuple[About, str]
"""What it is a wording of, and its words folded."""


class Decision(Model):
    """One answer of a person's."""

    about: About
    earlier: str
    later: str
    same: bool


class _File(Model):
    decision: tuple[Decision, ...] = ()


@dataclass(frozen=True, slots=True)
class Decisions:
    """All answers, found by the words that they quote."""

    given: tuple[Decision, ...] = ()

    def on(self, about: About, earlier: str, later: str) -> bool | None:
        """Same thing, two things, or not decided; of two answers to one question the last."""
        asked = (about, folded_whole(earlier), folded_whole(later))
        answers = [one.same for one in self.given if _key(one) == asked]
        return answers[-1] if answers else None

    def quoted(self) -> frozenset[Wording]:
        """All wordings that the decisions quote."""
        return frozenset((one.about, folded_whole(words)) for one in self.given for words in (one.earlier, one.later))

    def stale(self, met: Container[Wording]) -> tuple[StaleDecision, ...]:
        """The decisions that quote words which stand in none of the papers; `met`: those that stand in one."""
        return tuple(
            StaleDecision(about=one.about, earlier=one.earlier, later=one.later, reason=reason)
            for one in self.given
            if (reason := _missing(one, met))
        )


def _key(decision: Decision) -> tuple[str, str, str]:
    return decision.about, folded_whole(decision.earlier), folded_whole(decision.later)


def _missing(decision: Decision, met: Container[Wording]) -> str | None:
    for side, words in (("earlier", decision.earlier), ("later", decision.later)):
        if (decision.about, folded_whole(words)) not in met:
            return f"the {side} words stand in none of the papers"
    return None


def read(path: str) -> Decisions:
    """The decisions of a file; `WrongUse` says what is wrong with it."""
    try:
        text = Path(path).read_text(encoding="utf-8")
        document = TypeAdapter(_File).validate_json(json.dumps(tomllib.loads(text), default=str))
    except OSError as error:
        raise WrongUse(f"the decisions cannot be read: {error.strerror or error}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise WrongUse(f"the decisions are no TOML in UTF-8: {error}") from error
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        raise WrongUse(f"the decisions cannot be used: {place}: {first['msg']}") from error
    return Decisions(document.decision)
