"""The article an export brings along (XLIFF's skeleton), so that the translated article can be written from the file alone.

It travels as a data URL (RFC 2397): its bytes come home as they were, whatever a tool does to line ends, blanks and
characters that XML cannot hold, and no search of a CAT tool finds a sentence twice.
"""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from typing import Final

from tmflow.model.document import ArticleFormat

__all__ = ["Skeleton"]

_TYPES: Final = {
    ArticleFormat.PLAIN: "text/plain",
    ArticleFormat.MARKDOWN: "text/markdown",
    ArticleFormat.HTML: "text/html",
}
_FORMATS: Final = {media_type: found for found, media_type in _TYPES.items()}
_URL = re.compile(r"data:([a-z]+/[a-z]+);base64,([A-Za-z0-9+/=\s]*)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Skeleton:
    """The bytes of a source article's file and how it is written."""

    format: ArticleFormat
    content: bytes

    @property
    def media_type(self) -> str:
        """The format as a media type, "text/markdown"."""
        return _TYPES[self.format]

    @property
    def url(self) -> str:
        """The skeleton as a data URL.

        >>> Skeleton(format=ArticleFormat.PLAIN, content="港".encode()).url
        'data:text/plain;base64,5riv'
        """
        return f"data:{self.media_type};base64,{base64.b64encode(self.content).decode('ascii')}"

    @classmethod
    def parse(cls, url: str) -> Skeleton | None:
        r"""Return the skeleton of a data URL, None if it is no such thing: the skeleton of another tool.

        >>> Skeleton.parse(" data:text/plain;base64,5r\n iv ").content.decode()
        '港'
        """
        found = _URL.fullmatch(url.strip())
        if found is None or found[1] not in _FORMATS:
            return None
        try:
            content = base64.b64decode("".join(found[2].split()), validate=True)
        except binascii.Error:
            return None
        return cls(format=_FORMATS[found[1]], content=content)
