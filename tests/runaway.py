"""Texts made to make a pattern run away, and the patterns of the program with the ways in which they are called.

For every repeat in a pattern a text is made that gets to the repeat, feeds it for a long time and then fails: what
comes before by example, the repeated part thousands of times, and a character that nothing matches. Spaces, digits and
common words are tried on every pattern besides.
"""

import ast
import importlib
import inspect
import pkgutil
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from re import _constants as sre  # type: ignore[attr-defined]
from re import _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

LENGTH = 20_000  # characters; a linear pattern takes a millisecond or two, a quadratic one a second
COMMON = (" ", "1", "1,", "a ", "A", "(", ". ", "\t", "\n", "-", "Children ", "2024/25 ", "19.4% ", "\xa0")
ENDS = ("\x00!", " x")
SEARCHES = frozenset({"search", "finditer", "findall", "sub", "split"})
CALLS = SEARCHES | {"match", "fullmatch"}
EXAMPLES = {
    sre.CATEGORY_DIGIT: "1",
    sre.CATEGORY_SPACE: " ",
    sre.CATEGORY_WORD: "a",
    sre.CATEGORY_NOT_DIGIT: "a",
    sre.CATEGORY_NOT_SPACE: "a",
    sre.CATEGORY_NOT_WORD: "-",
}
REPEATS = (sre.MAX_REPEAT, sre.MIN_REPEAT, sre.POSSESSIVE_REPEAT)


def modules(*packages: ModuleType) -> Iterator[ModuleType]:
    for package in packages:
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            yield importlib.import_module(found.name)


def patterns_in(module: ModuleType) -> Iterator[tuple[str, "re.Pattern[Any]"]]:
    """The patterns that a module holds, by name: constants, lists of them, functions that keep one."""
    for name, value in vars(module).items():
        if hasattr(value, "cache_info"):
            own = value.__module__ == module.__name__ and not inspect.signature(value).parameters
            yield from ((name, one) for one in within(value() if own else None))
        elif not name.startswith("__"):
            yield from ((name, one) for one in within(value))


def within(value: object, deep: int = 3) -> Iterator["re.Pattern[Any]"]:
    if isinstance(value, re.Pattern):
        yield value
    elif deep and isinstance(value, dict):
        for one in value.values():
            yield from within(one, deep - 1)
    elif deep and isinstance(value, list | tuple):
        for one in value:
            yield from within(one, deep - 1)


def calls(module: ModuleType, packages: tuple[ModuleType, ...]) -> dict[str, set[str]]:
    """By the name of a constant or function of the module: the methods that the program calls on it."""
    found: dict[str, set[str]] = {}
    for package in packages:
        for path in Path(package.__path__[0]).rglob("*.py"):
            tree = parsed(path)
            own = str(path) == module.__file__
            for name, call in called(tree):
                if own or name in imported(tree, module.__name__):
                    found.setdefault(name, set()).add("search" if call in SEARCHES else call)
    return found


@cache
def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


@cache
def called(tree: ast.Module) -> frozenset[tuple[str, str]]:
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in CALLS)
    return frozenset((name, node.attr) for node in nodes for name in names_in(node.value))


@cache
def imported(tree: ast.Module, module: str) -> frozenset[str]:
    taken = (node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module == module)
    return frozenset(alias.name for node in taken for alias in node.names)


def names_in(node: ast.AST) -> Iterator[str]:
    for one in ast.walk(node):
        if isinstance(one, ast.Name):
            yield one.id
        elif isinstance(one, ast.Attribute):
            yield one.attr


def attacks(pattern: "re.Pattern[Any]") -> Iterator[str]:
    """The texts for one pattern."""
    source = pattern.pattern if isinstance(pattern.pattern, str) else pattern.pattern.decode("latin-1")
    pumps = {("", pump) for pump in COMMON} | set(repeats(_parser.parse(source, pattern.flags & ~re.U), ""))
    for before, pump in sorted(pumps):
        if pump:
            for end in ENDS:
                yield before + pump * (LENGTH // len(pump)) + end


def repeats(nodes: Any, before: str) -> Iterator[tuple[str, str]]:
    """Each repeat without a small bound: an example of what stands before it, and one of what it repeats."""
    for operator, argument in nodes:
        if operator in REPEATS:
            _, most, inner = argument
            if most > 50:
                yield before, example(inner)
            yield from repeats(inner, before)
        for inner in parts(operator, argument):
            yield from repeats(inner, before)
        before += example([(operator, argument)])


def parts(operator: Any, argument: Any) -> Iterator[Any]:
    if operator is sre.SUBPATTERN:
        yield argument[3]
    elif operator is sre.BRANCH:
        yield from argument[1]
    elif operator in (sre.ASSERT, sre.ASSERT_NOT):
        yield argument[1]
    elif operator is sre.ATOMIC_GROUP:
        yield argument


def example(nodes: Any) -> str:
    """A short text that the nodes match, roughly."""
    return "".join(one_of(operator, argument) for operator, argument in nodes)


def one_of(operator: Any, argument: Any) -> str:
    if operator is sre.LITERAL:
        return chr(argument)
    if operator is sre.IN:
        return of_class(argument)
    if operator in REPEATS:
        least, most, inner = argument
        return example(inner) * (least or min(most, 1))
    if operator is sre.BRANCH:
        return example(argument[1][0])
    if operator is sre.SUBPATTERN:
        return example(argument[3])
    if operator is sre.ATOMIC_GROUP:
        return example(argument)
    return "a" if operator in (sre.ANY, sre.NOT_LITERAL) else ""


def of_class(members: Any) -> str:
    if members[0][0] is sre.NEGATE:
        barred = {argument for operator, argument in members if operator is sre.LITERAL}
        spaces = any(argument is sre.CATEGORY_SPACE for operator, argument in members if operator is sre.CATEGORY)
        return next((c for c in (" a1(-x" if not spaces else "a1(-x") if ord(c) not in barred), "é")
    operator, argument = members[0]
    if operator is sre.CATEGORY:
        return EXAMPLES.get(argument, "a")
    return chr(argument[0] if operator is sre.RANGE else argument)
