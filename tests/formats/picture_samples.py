"""Picture files that tests make: each the least that its format allows."""

from __future__ import annotations

import struct
import zlib

__all__ = ["gif", "jpeg", "png", "svg", "webp"]


def png(width: int = 2, height: int = 1, *, color: tuple[int, int, int] = (20, 80, 140)) -> bytes:
    """A PNG of one color."""
    rows = (b"\0" + bytes(color) * width) * height
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", header), (b"IDAT", zlib.compress(rows)), (b"IEND", b""))
    chunks = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data)) for name, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def gif(width: int, height: int) -> bytes:
    return b"GIF89a" + struct.pack("<HH", width, height) + b"\0\0\0;"


def jpeg(width: int, height: int) -> bytes:
    """The beginning of a JPEG: an application segment, then the frame."""
    frame = struct.pack(">BHHB", 8, height, width, 1) + b"\1\x11\0"
    return b"\xff\xd8\xff\xe0\0\4\0\0" + b"\xff\xc0" + struct.pack(">H", 2 + len(frame)) + frame + b"\xff\xd9"


def webp(width: int, height: int) -> bytes:
    """The beginning of an extended WebP."""
    size = struct.pack("<I", width - 1)[:3] + struct.pack("<I", height - 1)[:3]
    return b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\0\0\0\0" + size


def svg(inside: str = '<circle cx="12" cy="12" r="10"/>', attributes: str = "") -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" width="24" height="20" {attributes}>{inside}</svg>'.encode()
