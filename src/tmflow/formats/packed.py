"""Files that gzip may have packed, whatever they are called."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final, cast

from tmflow.errors import FormatError

__all__ = ["open_plain"]

_GZIP: Final = b"\x1f\x8b\x08"
"""How a packed file begins (RFC 1952, 2.3.1), and no text in any encoding."""


@contextmanager
def open_plain(path: Path) -> Iterator[BinaryIO]:
    """Open a file to read its bytes, decompressed if it is packed, whatever its name, or its name ends in ".gz".

    Raises FormatError, also while it is read.
    """
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() != ".gz" and not stream.peek(len(_GZIP)).startswith(_GZIP):
                yield stream
                return
            with gzip.open(stream) as plain:
                yield cast("BinaryIO", plain)
    except (gzip.BadGzipFile, zlib.error) as error:
        raise FormatError("not a gzip file, or a damaged one", path=path) from error
    except EOFError as error:
        raise FormatError("the compressed file is cut short", path=path) from error
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
