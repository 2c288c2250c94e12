"""An answer of a worker as bytes: JSON, then the byte strings it mentions. Read as the types that were agreed upon.

A worker that a hostile paper has taken over may send anything; so what it sends is never unpickled, which would run its
code in the parent. Whatever is not exactly of the agreed type is `Nonsense`.
"""

import dataclasses
import json
import types
import typing
from typing import Any

END = b"\n"
PLAIN = (str, int, float, bool, types.NoneType)


class Nonsense(ValueError):  # noqa: N818  said of an answer, not of this program
    """Not an answer of the agreed type."""


def encoded(answer: object) -> bytes:
    """The answer on its way: a line of JSON, then all its byte strings one after another."""
    strings: list[bytes] = []
    line = json.dumps(told(answer, strings))
    return b"".join((line.encode("ascii"), END, *strings))


def told(value: object, strings: list[bytes]) -> object:
    """The value as JSON has it; a byte string as its length."""
    if isinstance(value, bytes):
        strings.append(value)
        return len(value)
    if isinstance(value, tuple):
        return [told(one, strings) for one in value]
    if isinstance(value, dict):
        return [[told(key, strings), told(one, strings)] for key, one in value.items()]
    if dataclasses.is_dataclass(value):
        named = [(field.name, getattr(value, field.name)) for field in dataclasses.fields(value)]
        return {"is": type(value).__name__, **{name: told(one, strings) for name, one in named}}
    return value


def decoded(data: bytes, kind: Any) -> Any:
    """The answer as the agreed type, or `Nonsense`."""
    line, _, rest = data.partition(END)
    try:
        reading = _Reading(rest)
        answer = reading.as_type(json.loads(line), kind)
    except (ValueError, RecursionError) as error:
        raise Nonsense(str(error)) from error
    if reading.at != len(rest):
        raise Nonsense("more bytes than the answer names")
    return answer


class _Reading:
    """Where in the byte strings the reading of an answer is."""

    def __init__(self, rest: bytes) -> None:
        self.rest, self.at = rest, 0

    def as_type(self, value: Any, kind: Any) -> Any:
        origin, parts = typing.get_origin(kind), typing.get_args(kind)
        if kind is bytes:
            return self.string(value)
        if origin in (typing.Union, types.UnionType):
            return self.one_of(value, parts)
        if origin is tuple:
            return self.several(value, parts)
        if origin is dict:
            return dict(self.several(pair, parts) for pair in wanted(value, isinstance(value, list)))
        if origin is typing.Literal:
            return wanted(value, value in parts)
        if dataclasses.is_dataclass(kind):
            return self.record(value, kind)
        return wanted(value, kind in PLAIN and type(value) is kind)

    def string(self, length: Any) -> bytes:
        wanted(length, type(length) is int and 0 <= length <= len(self.rest) - self.at)
        self.at += length
        return self.rest[self.at - length : self.at]

    def one_of(self, value: Any, kinds: tuple[Any, ...]) -> Any:
        for kind in kinds:
            start = self.at
            try:
                return self.as_type(value, kind)
            except Nonsense:
                self.at = start
        raise Nonsense("none of the agreed types")

    def several(self, value: Any, kinds: tuple[Any, ...]) -> tuple[Any, ...]:
        wanted(value, isinstance(value, list))
        if kinds[-1:] == (Ellipsis,):
            kinds = kinds[:1] * len(value)
        wanted(value, len(value) == len(kinds))
        return tuple(self.as_type(one, kind) for one, kind in zip(value, kinds, strict=True))

    def record(self, value: Any, kind: Any) -> Any:
        agreed = typing.get_type_hints(kind)
        wanted(value, isinstance(value, dict) and value.keys() == {"is", *agreed} and value["is"] == kind.__name__)
        return kind(**{name: self.as_type(value[name], agreed[name]) for name in agreed})


def wanted(value: Any, holds: bool) -> Any:
    if not holds:
        raise Nonsense(f"{type(value).__name__} where something else was agreed upon")
    return value
