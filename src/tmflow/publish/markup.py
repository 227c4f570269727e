"""HTML elements from Python: the one place that declares a string to be markup.

Templates escape whatever they are given; what comes from here has been escaped already, piece by piece.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

__all__ = ["element", "join"]

_NAME = re.compile(r"[a-z][a-z0-9-]*")
_VOID = frozenset({"br", "img", "link", "meta", "wbr"})
_RAW = frozenset({"style", "script"})


def element(name: str, *children: str | Markup, attributes: Mapping[str, str] | None = None) -> Markup:
    """Return an element; strings among its children and attributes are text and escaped, markup stays markup.

    The content of `style` and `script` is not escaped, as HTML has it, and so must be free of "<".
    Raises ValueError for a name that is none, or for "<" in a raw element.

    >>> element("a", "<港>", attributes={"href": '"'})
    Markup('<a href="&#34;">&lt;港&gt;</a>')
    """
    attributes = attributes or {}
    if not all(_NAME.fullmatch(part) for part in (name, *attributes)):
        raise ValueError(f"not a name: {name} {' '.join(attributes)}")
    if name in _RAW and any("<" in child for child in children):
        raise ValueError(f'"<" inside <{name}> could close it')
    inner = "".join(children) if name in _RAW else join(children)
    start = "".join(f' {key}="{_quoted(value)}"' for key, value in attributes.items())
    end = "" if name in _VOID else f"{inner}</{name}>"
    return Markup(f"<{name}{start}>{end}")  # noqa: S704 - every part has been escaped or checked above


def _quoted(value: str) -> str:
    """Return a value as it stands between double quotes, where a single one may stay."""
    return str(escape(value)).replace("&#39;", "'")


def join(children: tuple[str | Markup, ...] | list[str | Markup] | list[Markup]) -> Markup:
    """Concatenate; strings are escaped, markup is not.

    >>> join(["<", element("br")])
    Markup('&lt;<br>')
    """
    return escape("").join(children)
