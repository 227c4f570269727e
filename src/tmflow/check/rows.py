"""Values as plain rows and back: what a cache of findings holds, which is read as text that anybody may have written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

__all__ = ["from_row", "to_row"]

Kind = TypeVar("Kind")


def to_row(value: object) -> Any:
    """Return a value of dataclasses, tuples, enumerations, text and numbers as lists, text and numbers.

    >>> from tmflow.check.finding import Location
    >>> to_row(Location(path="a.txt", line=3))
    ['a.txt', 3, None, None]
    """
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [to_row(one) for one in value]
    if is_dataclass(value):
        kind: Any = type(value)
        return [to_row(getattr(value, name)) for name in _names(kind)]
    return value


def from_row(kind: type[Kind], row: Any) -> Kind:
    """Return the value that `to_row` made a row of. Raises ValueError, TypeError if it is none of this kind.

    >>> from tmflow.check.finding import Location
    >>> from_row(Location, ["a.txt", 3, None, None])
    Location(path='a.txt', line=3, column=None, end_column=None)
    """
    wanted: Any = kind
    value: Kind = _reader(wanted)(row)
    return value


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    """Return what reads a row of a kind."""
    origin, inner = get_origin(kind), get_args(kind)
    if origin in {Union, UnionType} and NoneType in inner:
        (other,) = (one for one in inner if one is not NoneType)
        read = _reader(other)
        return lambda row: None if row is None else read(row)
    if origin is tuple:
        return _many(_reader(inner[0])) if inner[-1] is Ellipsis else _several(tuple(map(_reader, inner)))
    if hasattr(kind, "__dataclass_fields__"):
        hints, names = get_type_hints(kind), _names(kind)
        several = _several(tuple(_reader(hints[name]) for name in names))
        return lambda row: kind(**dict(zip(names, several(row), strict=True)))
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return _plain(kind)


def _many(read: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda row: tuple(map(read, _list(row)))


def _several(readers: tuple[Callable[[Any], Any], ...]) -> Callable[[Any], Any]:
    return lambda row: tuple(read(one) for read, one in zip(readers, _list(row), strict=True))


def _list(row: Any) -> list[Any]:
    if not isinstance(row, list):
        raise TypeError(f"{row!r:.40} is no list")
    return row


def _plain(kind: type[Any]) -> Callable[[Any], Any]:
    def read(row: Any) -> Any:
        if type(row) is not kind:
            raise TypeError(f"{row!r:.40} is no {kind.__name__}")
        return row

    return read
