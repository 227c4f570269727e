"""Building `Content` from markup as it is met: opening and closing codes are paired, numbered, orphans made standalone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode

__all__ = ["CodeBuilder"]


@dataclass(slots=True)
class _Piece:
    """A string, or a code whose partner and number are not yet known."""

    native: str
    kind: CodeKind | None = None
    text: str = ""
    name: str = ""
    partner: int | None = None
    closing: bool = False


class CodeBuilder:
    """Collects the pieces of one content; `content()` numbers the codes "1", "2", … in the order they open.

    >>> builder = CodeBuilder()
    >>> builder.open("b", CodeKind.STRONG, "<b>"); builder.text("x"); builder.close("b", "</b>")
    >>> [(code.id, code.role.value) for code in builder.content().codes]
    [('1', 'open'), ('1', 'close')]
    """

    def __init__(self) -> None:
        self._pieces: list[_Piece] = []
        self._open: list[int] = []
        self._names: Counter[str] = Counter()

    def text(self, native: str) -> None:
        """Add plain text."""
        if native:
            self._pieces.append(_Piece(native))

    def standalone(self, kind: CodeKind, native: str, text: str = "") -> None:
        """Add a code that neither opens nor closes; `text` is what it reads as."""
        self._pieces.append(_Piece(native, kind, text))

    def open(self, name: str, kind: CodeKind, native: str) -> None:
        """Add an opening code, to be closed under `name`."""
        self._open.append(len(self._pieces))
        self._names[name] += 1
        self._pieces.append(_Piece(native, kind, name=name))

    def close(self, name: str, native: str) -> None:
        """Add a closing code. What was opened inside and not closed stands alone, and so does a close without an open."""
        if not self._names[name]:
            self.standalone(CodeKind.OTHER, native)
            return
        while True:
            opener = self._open.pop()
            self._names[self._pieces[opener].name] -= 1
            if self._pieces[opener].name == name:
                break
        self._pieces[opener].partner = len(self._pieces)
        self._pieces.append(_Piece(native, self._pieces[opener].kind, partner=opener, closing=True))

    def content(self) -> Content:
        """Return the content of all that was added."""
        ids: dict[int, str] = {}
        parts: list[str | InlineCode] = []
        for index, piece in enumerate(self._pieces):
            if piece.kind is None:
                parts.append(piece.native)
                continue
            if piece.closing and piece.partner is not None:
                number, role = ids[piece.partner], CodeRole.CLOSE
            else:
                number = ids[index] = str(len(ids) + 1)
                role = CodeRole.STANDALONE if piece.partner is None else CodeRole.OPEN
            parts.append(InlineCode(id=number, kind=piece.kind, role=role, native=piece.native, text=piece.text))
        return Content.of(*parts)
