"""Readings above the line: a text and, after it in brackets for whoever cannot show them there, how it is read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from tmflow.publish.markup import element

__all__ = ["iter_reading", "iter_ruby"]

_END = element("rp", ")")
"""The end of a reading, known by its identity: a text may read like it."""


def iter_reading(reading: str) -> Iterator[Markup]:
    """Yield the reading of what stands before it in a ruby, nothing for "".

    >>> "".join(iter_reading("みさき"))
    '<rp>(</rp><rt>みさき</rt><rp>)</rp>'
    """
    if reading:
        yield element("rp", "(")
        yield element("rt", reading)
        yield _END


def iter_ruby(children: Sequence[str | Markup], attributes: Mapping[str, str] | None = None) -> Iterator[str | Markup]:
    """Yield a ruby that ends with its last reading, and after it what has none (HTML standard, section 4.5.10).

    attributes: what the ruby says of itself, which is said of the rest, too.

    >>> "".join(iter_ruby(["岬", *iter_reading("みさき"), "。"]))
    '<ruby>岬<rp>(</rp><rt>みさき</rt><rp>)</rp></ruby>。'
    """
    end = max((at for at, child in enumerate(children, start=1) if child is _END), default=0)
    if end:
        yield element("ruby", *children[:end], attributes=attributes)
    if attributes and children[end:]:
        yield element("span", *children[end:], attributes=attributes)
    else:
        yield from children[end:]
