"""Files that gzip may have packed, whatever they are called."""

from __future__ import annotations

import gzip
import io
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from tmflow.errors import FormatError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

__all__ = ["open_plain"]

_GZIP: Final = b"\x1f\x8b\x08"
"""How a packed file begins (RFC 1952, 2.3.1), and no text in any encoding."""
_SURE_BYTES: Final = 20_000_000
_MAX_RATIO: Final = 200
"""Texts pack to a tenth; what unpacks to more than the former and to 200 times its size is made to exhaust us."""


class _Unpacked(io.RawIOBase):
    """What a packed file holds, up to a number of bytes."""

    def __init__(self, plain: gzip.GzipFile, most: int, path: Path) -> None:
        self._plain, self._most, self._path = plain, most, path

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        return self._plain.seek(offset, whence)

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        count = self._plain.readinto(buffer)
        if self._plain.tell() > self._most:
            raise FormatError("unpacks to more than 200 times its size: no text does", path=self._path)
        return count


@contextmanager
def open_plain(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read its bytes, decompressed if it is packed, whatever its name, or its name ends in ".gz".

    Raises FormatError, also while it is read: for one that cannot be, one that is made to exhaust its reader, and what is no
    regular file, such as a pipe.
    """
    try:
        if not (
            stat.S_ISREG(mode := path.stat().st_mode) or stat.S_ISDIR(mode)
        ):  # reading a pipe would wait for a writer
            raise FormatError("no regular file, but a pipe, a socket or a device: save it as a file first", path=path)
        with path.open("rb") as stream:
            if path.suffix.lower() != ".gz" and not stream.peek(len(_GZIP)).startswith(_GZIP):
                yield stream
                return
            most = max(_SURE_BYTES, path.stat().st_size * _MAX_RATIO)
            with gzip.open(stream) as plain, io.BufferedReader(_Unpacked(plain, most, path)) as bounded:
                yield bounded
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FormatError("not a gzip file, or a damaged one", path=path) from error
    except EOFError as error:
        raise FormatError("the compressed file is cut short", path=path) from error
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
