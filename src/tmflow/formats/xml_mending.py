"""Taking out of XML what no XML can hold, before a parser meets it and gives the whole file up: only where asked for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

from tmflow.formats.xml_text import xml_safe_text

__all__ = ["XmlMender"]

_SUSPECT = re.compile(rb"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,10}));|[\x00-\x08\x0b\x0c\x0e-\x1f]")
_LONGEST: Final = len("&#x10FFFFFF;")
_LAST_CODE_POINT: Final = 0x10FFFF
_UTF_16: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")


class XmlMender:
    r"""Mends the bytes of a file in pieces; `on_character` hears of each character taken out: its line and its name.

    A file in UTF-16 passes as it is.

    >>> found = []
    >>> mender = XmlMender(lambda line, name: found.append((line, name)))
    >>> mender.mend(b"<seg>Har\x08bor\n&#x1F;&#65;&#x") + mender.mend(b"d800; quay</seg>")
    b'<seg>Harbor\n&#65; quay</seg>'
    >>> found
    [(1, 'U+0008'), (2, 'U+001F'), (2, 'U+D800')]
    """

    def __init__(self, on_character: Callable[[int, str], None]) -> None:
        self._on_character = on_character
        self._held = b""
        self._line = 1
        self._is_wide: bool | None = None

    def mend(self, piece: bytes) -> bytes:
        """Return a piece without what XML cannot hold; a reference that may be cut in two is held back."""
        if self._is_wide is None:
            self._is_wide = piece.startswith(_UTF_16)
        if self._is_wide:
            return piece
        piece = self._held + piece
        cut = piece.rfind(b"&", len(piece) - _LONGEST)
        end = len(piece) if cut < 0 or b";" in piece[cut:] else cut
        self._held = piece[end:]
        return self._mended(piece[:end])

    def _mended(self, piece: bytes) -> bytes:
        counted = 0

        def checked(match: re.Match[bytes]) -> bytes:
            nonlocal counted
            hexadecimal, decimal = match.groups()
            code = int(hexadecimal, 16) if hexadecimal else int(decimal) if decimal else match[0][0]
            if code <= _LAST_CODE_POINT and not xml_safe_text(chr(code))[1]:
                return match[0]
            self._line += piece.count(b"\n", counted, match.start())
            counted = match.start()
            self._on_character(self._line, f"U+{code:04X}")
            return b""

        mended = _SUSPECT.sub(checked, piece)
        self._line += piece.count(b"\n", counted)
        return mended
