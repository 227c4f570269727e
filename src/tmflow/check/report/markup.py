"""Markup of which no text from an article can be a part: elements for XML and HTML, literal text for Markdown."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

from tmflow.check.wording import printable

__all__ = ["XML_HEAD", "Markup", "element", "literal", "plain"]

XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
_NO_CHARACTER = re.compile("[\ufffe\uffff]")
"""What XML 1.0 (production 2, Char) refuses beyond the controls and surrogates that `printable` shows as escapes."""
_PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")


class Markup(str):
    """A text that is markup already."""

    __slots__ = ()


def plain(text: str) -> Markup:
    r"""Return a text as character data: markup characters as references, what cannot be shown as an escape.

    >>> plain("a<b>&\x1b")
    'a&lt;b&gt;&amp;\\x1b'
    """
    shown = _NO_CHARACTER.sub(lambda found: f"\\u{ord(found.group()):04x}", printable(text))
    return Markup(html.escape(shown))


def element(name: str, attributes: Mapping[str, object] | None = None, *children: str) -> Markup:
    """Return an element. An attribute that is None is left out; a child that is no `Markup` is text.

    >>> element("p", {"title": 'a"b', "lang": None}, "1 < 2", element("b"))
    '<p title="a&quot;b">1 &lt; 2<b></b></p>'
    """
    given = (attributes or {}).items()
    written = "".join(f' {key}="{plain(str(value))}"' for key, value in given if value is not None)
    inner = "".join(child if isinstance(child, Markup) else plain(child) for child in children)
    return Markup(f"<{name}{written}>{inner}</{name}>")


def literal(text: str) -> str:
    """Return a text for Markdown that shows as it is: no markup, cell, link or mention comes of it.

    >>> literal("*a*|@b")
    '<code>&#42;a&#42;&#124;&#64;b</code>'
    """
    shown = _PUNCTUATION.sub(lambda found: f"&#{ord(found.group())};", printable(text))
    return f"<code>{shown}</code>"
