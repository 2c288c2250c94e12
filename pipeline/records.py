"""`dataclass` for all of the program, made quickly: before a paper is read there are 160 classes to make.

Python's own writes six methods for each class and compiles them: 0.45 ms a class, of a short paper's whole time a
seventh. Here the constructor alone is compiled, 0.15 ms; comparing, hashing and showing are shared. To the type
checker it is Python's own, and that nothing is assigned to a frozen one is the type checker's to see: so lines and
words, of which a paper has thousands, are made in half the time too.
"""

import dataclasses
from collections.abc import Callable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, cast

__all__ = ["dataclass"]

Kind = type[Any]


def quickly(*, slots: bool = False, frozen: bool = False, eq: bool = True) -> Callable[[Kind], Kind]:
    """As `dataclasses.dataclass` for a class that has no such methods of its own."""

    def made(plain: Kind) -> Kind:
        kind: Any = dataclasses.dataclass(slots=slots, repr=False, eq=False)(plain)
        fields = dataclasses.fields(kind)
        kind.__repr__ = _shown(tuple(field.name for field in fields if field.repr))
        if eq:
            compared = [field.name for field in fields if field.compare]
            values = attrgetter(*compared) if compared else type
            kind.__eq__ = _same(values)
            kind.__hash__ = _hashed(values) if frozen else None
        return cast(Kind, kind)

    return made


if TYPE_CHECKING:
    from dataclasses import dataclass
else:
    dataclass = quickly


def _shown(names: tuple[str, ...]) -> Callable[[object], str]:
    def __repr__(self: object) -> str:  # noqa: N807
        return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in names)})"

    return __repr__


def _same(values: Callable[[object], object]) -> Callable[[object, object], bool]:
    def __eq__(self: object, other: object) -> bool:  # noqa: N807
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    return __eq__


def _hashed(values: Callable[[object], object]) -> Callable[[object], int]:
    def __hash__(self: object) -> int:  # noqa: N807
        return hash(values(self))

    return __hash__
