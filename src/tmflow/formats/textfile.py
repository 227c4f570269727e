"""Text files of any size, line by line: the encoding is found from their beginning, or told."""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO, Final, TextIO

from tmflow.errors import FormatError
from tmflow.formats.imported import ImportLog
from tmflow.formats.packed import open_plain
from tmflow.formats.xml import UTF_32_MARKS
from tmflow.text.encoding import DecodeDoubt, codec_display_name, decode_bytes, is_common_japanese

__all__ = ["open_text", "read_lines"]

_SAMPLE_BYTES: Final = 1_000_000
_MAX_LINE_BYTES: Final = 10_000_000
"""A file with a longer line is no table and no corpus; to read it would take memory without bound."""
_MAX_BYTES: Final = 25_000_000
"""Of a file that is read whole: the bitext of one article, which has no more."""
_MARKS: Final = (
    *((mark, "utf-32") for mark in UTF_32_MARKS),  # first: one of them begins as one of UTF-16
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


@contextmanager
def open_text(path: Path, *, encoding: str = "", log: ImportLog | None = None) -> Iterator[TextIO]:
    """Open a text file to read it, decompressed if it is packed; lines keep their ends.

    They end at a line feed, or at a carriage return in a file that has no line feed at its beginning.

    encoding: a Python codec, "" to find it: by its mark, else from the first million bytes. log: takes the warning of a short
    text that is CP932 by every sign; without it, such a text is refused.
    Raises FormatError if the file cannot be read or decoded, also later on, with the codec that is likely; and for a
    line of more than 10 MB.
    """
    with open_plain(path) as stream:
        sample = stream.read(_SAMPLE_BYTES)
        codec = _codec_of(sample, path=path, encoding=encoding, log=log)
        newline = "\r" if b"\r" in sample and b"\n" not in sample else "\n"
        whole = io.BufferedReader(_Joined(sample, stream, path))
        with io.TextIOWrapper(whole, encoding=codec, newline=newline) as text:
            try:
                yield text
            except UnicodeDecodeError as error:
                problem = f"not {codec_display_name(codec.removesuffix('-sig'))} after the first megabyte: name the encoding (--encoding)"
                raise FormatError(problem, path=path) from error


def read_lines(path: Path) -> bytes:
    """Return the bytes of a text file. Raises FormatError: not readable, over 25 MB, a line of more than 10 MB."""
    data = io.BytesIO()
    with open_plain(path) as stream:
        reader = io.BufferedReader(_Joined(b"", stream, path))
        while piece := reader.read(_SAMPLE_BYTES):
            if data.tell() + len(piece) > _MAX_BYTES:
                raise FormatError(f"more than {_MAX_BYTES:,} bytes: no article has so many", path=path)
            data.write(piece)
    return data.getvalue()


def _codec_of(sample: bytes, *, path: Path, encoding: str, log: ImportLog | None) -> str:
    if len(sample) == _SAMPLE_BYTES:
        if marked := next((codec for mark, codec in _MARKS if sample.startswith(mark)), ""):
            return marked
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    try:
        found = decode_bytes(sample, declared=encoding or None)
    except DecodeDoubt as doubt:
        likely = (
            f"; it looks like {codec_display_name(doubt.likely)}: name the encoding (--encoding)"
            if doubt.likely
            else ""
        )
        raise FormatError(f"{doubt.problem}{likely}", path=path, line=doubt.line, column=doubt.column) from doubt
    except ValueError as error:
        raise FormatError(str(error), path=path) from error
    if not found.certain:
        name = codec_display_name(found.codec)
        if log is not None and found.codec == "cp932" and is_common_japanese(found.text):
            log.add_warning(f"{path.name} is read as {name}, by few characters; to name another encoding: --encoding")
            return found.codec
        raise FormatError(
            f"not UTF-8; it looks like {name}, but is too short to tell: name the encoding (--encoding)", path=path
        )
    return "utf-8-sig" if found.codec == "utf-8" else found.codec[: len("utf-16")] if found.bom else found.codec


class _Joined(io.RawIOBase):
    """A stream that gives bytes already read, then what follows them. Raises FormatError for a line without end."""

    def __init__(self, head: bytes, tail: BinaryIO, path: Path) -> None:
        self._head, self._tail, self._path = io.BytesIO(head), tail, path
        self._line_bytes = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill the buffer, as far as there is something, and return how far."""
        piece = self._head.read(len(buffer)) or self._tail.read(len(buffer))
        buffer[: len(piece)] = piece
        self._line_bytes = 0 if b"\n" in piece or b"\r" in piece else self._line_bytes + len(piece)
        if self._line_bytes > _MAX_LINE_BYTES:
            raise FormatError(f"a line of more than {_MAX_LINE_BYTES:,} bytes", path=self._path)
        return len(piece)
