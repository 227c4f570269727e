"""The markup of one image, Markdown or HTML: where its alternative text stands, and where the image does."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass

__all__ = ["ImageMarkup", "read_image"]

_ADDRESS = re.compile(r"\(\s*(?:<(?P<pointed>[^<>\n]*)>|(?P<bare>[^\s<>]*?))(?:\s+[\"'(].*)?\s*\)", re.DOTALL)
_REFERENCE = re.compile(r"\[([^\[\]]*)\]")
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_BRACKET = re.compile(r"\\.|[\[\]]", re.DOTALL)
_TAG = re.compile(r"<img(?=[\s/>])", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"([^\s=/>\"'<]+)(?:\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s\"'>]+)))?")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageMarkup:
    """What an image's markup says.

    alt: its alternative text, escapes undone; alt_start, alt_end: where that stands in the markup, 0 and 0 where it is not given.
    address: as the article has it, "" if there is none; label: of the definition that has it instead.
    """

    alt: str
    alt_start: int
    alt_end: int
    address: str
    label: str = ""


def read_image(native: str) -> ImageMarkup | None:
    """Return what the markup of an image says, None for any other text. Takes a time in proportion to its length.

    >>> read_image('![The quay](quay.png "at dawn")')
    ImageMarkup(alt='The quay', alt_start=2, alt_end=10, address='quay.png', label='')
    >>> read_image("<img src='a.png' alt='A &amp; B'>").alt
    'A & B'
    """
    if native.startswith("!["):
        return _markdown(native)
    tag = _TAG.match(native)
    return _html(native, tag.end()) if tag else None


def _markdown(native: str) -> ImageMarkup | None:
    depth, end = 1, 0
    for bracket in _BRACKET.finditer(native, 2):
        depth += {"[": 1, "]": -1}.get(bracket[0], 0)
        if depth == 0:
            end = bracket.start()
            break
    target = _ADDRESS.fullmatch(native, end + 1) if end else None
    label = _REFERENCE.fullmatch(native, end + 1) if end and not target else None
    if target is None and label is None:
        return None
    address = (target["pointed"] or target["bare"] or "") if target else ""
    return ImageMarkup(
        alt=_unescaped(native[2:end]),
        alt_start=2,
        alt_end=end,
        address=_unescaped(address),
        label=label[1] or native[2:end] if label else "",
    )


def _unescaped(text: str) -> str:
    return html.unescape(_ESCAPE.sub(r"\1", text))


def _html(native: str, position: int) -> ImageMarkup:
    spans: dict[str, tuple[int, int]] = {}
    for found in _ATTRIBUTE.finditer(native, position):
        group = next((number for number in (2, 3, 4) if found[number] is not None), 0)
        spans.setdefault(found[1].lower(), found.span(group) if group else (0, 0))
    start, end = spans.get("alt", (0, 0))
    source = spans.get("src", (0, 0))
    return ImageMarkup(
        alt=html.unescape(native[start:end]),
        alt_start=start,
        alt_end=end,
        address=html.unescape(native[slice(*source)]).strip(),
    )
