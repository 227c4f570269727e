"""A file from a stranger, of which no one reads much at once."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

__all__ = ["BoundedFile"]


class BoundedFile(io.FileIO):
    """A file to read. zipfile reads the list of an archive's files in one go, whatever its size: give it this.

    most_bytes: of one read, by default as many as the parts of an office file need; None for any number: set it to that once
    the list was read.
    """

    def __init__(self, path: Path, *, most_bytes: int = 500_000) -> None:
        """Open it. Raises OSError."""
        super().__init__(path)
        self.most_bytes: int | None = most_bytes

    def read(self, size: int | None = -1, /) -> bytes:
        """Return the next bytes. Raises BadZipFile where they are more than may be read."""
        if self.most_bytes is None:
            return super().read(-1 if size is None else size) or b""
        most = self.most_bytes + 1
        content = super().read(most if size is None or size < 0 else min(size, most)) or b""
        if len(content) == most:
            raise zipfile.BadZipFile("its list of files is too long")
        return content
