"""Picture files: what may be shown of what an article names. A file is what its first bytes say, whatever it is called."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from lxml import etree

from tmflow.errors import FormatError
from tmflow.formats.xml import MAX_TREE_BYTES, attributes_of, local_name, parse_xml_bytes
from tmflow.model.picture import Picture

__all__ = ["LARGEST_BYTES", "read_picture"]

LARGEST_BYTES: Final = 5_000_000
"""A page holds its pictures: more is no page to mail or to open on a phone."""

_PNG: Final = b"\x89PNG\r\n\x1a\n"
_JPEG: Final = b"\xff\xd8\xff"
_GIF: Final = (b"GIF87a", b"GIF89a")
_AVIF: Final = (b"ftypavif", b"ftypavis")
_FRAMES: Final = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""The JPEG markers that begin a frame and tell its size (ITU T.81, table B.1)."""
_LONE: Final = frozenset({0x01, *range(0xD0, 0xD8)})
_SVG_START: Final = re.compile(
    rb"\s*(?:<\?xml\s+version=[\"']1\.0[\"'](?:\s+encoding=[\"'](?i:utf-8)[\"'])?(?:\s+standalone=[\"'](?:yes|no)[\"'])?\s*\?>\s*)?"
    rb"(?:<!--.*?-->\s*)*<svg[\s>]",
    re.DOTALL,
)
"""UTF-8 alone: in another encoding a browser could read another file than was looked into."""
_SVG: Final = "{http://www.w3.org/2000/svg}"
_STILL: Final = frozenset(
    [
        "svg",
        "g",
        "defs",
        "symbol",
        "use",
        "title",
        "desc",
        "metadata",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "linearGradient",
        "radialGradient",
        "stop",
        "pattern",
        "clipPath",
        "mask",
        "marker",
        "switch",
        "style",
        "filter",
        "feBlend",
        "feColorMatrix",
        "feComposite",
        "feFlood",
        "feGaussianBlur",
        "feMerge",
        "feMergeNode",
        "feMorphology",
        "feOffset",
    ]
)
"""Elements that draw and do nothing else (SVG 2, appendix G)."""
_NOTED: Final = (
    "inkscape.org/",
    "sodipodi.sourceforge.net/",
    "w3.org/1999/02/22-rdf",
    "purl.org/dc/",
    "creativecommons.org/ns",
)
"""Namespaces in which editors write notes that no browser reads."""
_ASKING: Final = re.compile(r"@import|url\(\s*[\"']?\s*(?!#)|\\|javascript:", re.IGNORECASE)
_LENGTH: Final = re.compile(r"\s*([0-9]{1,5})(?:\.[0-9]+)?(?:px)?\s*")
_VIEW_BOX: Final = re.compile(
    r"(?:-?[0-9.]{1,9}[\s,]{1,9}){2}(?P<width>[0-9]{1,5}(?:\.[0-9]{1,9})?)[\s,]{1,9}(?P<height>[0-9]{1,5}(?:\.[0-9]{1,9})?)"
)


def read_picture(path: Path) -> Picture:
    """Return the picture in a file: PNG, JPEG, GIF, WebP, AVIF, or an SVG that only draws.

    Raises FormatError for any other content, for more than 5 MB, and for a file that cannot be read.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise FormatError(f"cannot be read: {error.strerror}", path=path) from error
    if len(content) > LARGEST_BYTES:
        raise FormatError(
            f"more than {LARGEST_BYTES // 1_000_000} MB: too large for a page. Make it smaller", path=path
        )
    if _SVG_START.match(content[:4096].removeprefix(b"\xef\xbb\xbf")):
        return _svg(content, path)
    media_type = _media_type(content)
    if not media_type:
        raise FormatError("no picture that pages show (PNG, JPEG, GIF, WebP, AVIF, SVG)", path=path)
    width, height = _size(content, media_type)
    return Picture(content=content, media_type=media_type, width=width, height=height)


def _media_type(content: bytes) -> str:
    """Return what the first bytes say, "" for nothing that is known.

    >>> _media_type(b"GIF89a"), _media_type(b"<html>")
    ('image/gif', '')
    """
    if content.startswith(_PNG):
        return "image/png"
    if content.startswith(_JPEG):
        return "image/jpeg"
    if content.startswith(_GIF):
        return "image/gif"
    if content.startswith(b"RIFF") and content[8:12] == b"WEBP":
        return "image/webp"
    return "image/avif" if content[4:12] in _AVIF else ""


def _size(content: bytes, media_type: str) -> tuple[int, int]:
    """Return width and height, 0 and 0 where the file does not tell them plainly."""
    if media_type == "image/png" and content[12:16] == b"IHDR":
        return _big(content[16:20]), _big(content[20:24])
    if media_type == "image/gif":
        return int.from_bytes(content[6:8], "little"), int.from_bytes(content[8:10], "little")
    if media_type == "image/jpeg":
        return _jpeg_size(content)
    if media_type == "image/webp":
        return _webp_size(content)
    return 0, 0


def _big(content: bytes) -> int:
    return int.from_bytes(content, "big")


def _jpeg_size(content: bytes) -> tuple[int, int]:
    position = 2
    while position + 9 < len(content) and content[position] == 0xFF:  # noqa: PLR2004 - begins every marker
        marker = content[position + 1]
        if marker in _FRAMES:
            return _big(content[position + 7 : position + 9]), _big(content[position + 5 : position + 7])
        position += 2 if marker in _LONE else 2 + max(2, _big(content[position + 2 : position + 4]))
    return 0, 0


def _webp_size(content: bytes) -> tuple[int, int]:
    """Return the size of a WebP: extended, lossless or lossy (RFC 9649, sections 2.5 to 2.7)."""
    form = content[12:16]
    if form == b"VP8X":
        return 1 + int.from_bytes(content[24:27], "little"), 1 + int.from_bytes(content[27:30], "little")
    if form == b"VP8L":
        bits = int.from_bytes(content[21:25], "little")
        return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    if form == b"VP8 ":
        return int.from_bytes(content[26:28], "little") & 0x3FFF, int.from_bytes(content[28:30], "little") & 0x3FFF
    return 0, 0


def _svg(content: bytes, path: Path) -> Picture:
    """Return an SVG that draws and does nothing else: it may be opened by itself, where a browser would run what it holds."""
    if len(content) > MAX_TREE_BYTES:
        raise FormatError(f"an SVG of more than {MAX_TREE_BYTES // 1_000_000} MB. Make it a PNG", path=path)
    root = parse_xml_bytes(content, path=path)
    if fault := _active_part(root, path):
        problem = f"the SVG holds {fault}: only one that draws and does nothing else is shown. Make it a PNG"
        raise FormatError(problem, path=path)
    wide, high = (_LENGTH.fullmatch(root.get(name, "")) for name in ("width", "height"))
    width, height = (int(wide[1]), int(high[1])) if wide and high else _view_box(root.get("viewBox", ""))
    return Picture(content=content, media_type="image/svg+xml", width=width, height=height)


def _view_box(box: str) -> tuple[int, int]:
    """Return the width and height of an SVG's view box (SVG 2, section 8.6), 0 and 0 where it has none.

    >>> _view_box("0 0 200 100.4"), _view_box("0,0,200"), _view_box("")
    ((200, 100), (0, 0), (0, 0))
    """
    found = _VIEW_BOX.fullmatch(box.strip())
    width, height = (round(float(found[name])) for name in ("width", "height")) if found else (0, 0)
    return (width, height) if width and height else (0, 0)


def _active_part(root: etree._Element, path: Path) -> str:
    """Return the first thing in a drawing that could do something, "" if there is none."""
    for element in root.iter():
        tag: object = element.tag
        if tag is etree.Comment or any(home in str(tag).partition("}")[0] for home in _NOTED):
            continue
        if not str(tag).startswith(_SVG) or local_name(element) not in _STILL:
            return f"<{local_name(element) or '?'}>"
        if _ASKING.search(element.text or ""):
            return "an address in its style"
        for name, value in attributes_of(element, path=path).items():
            bare = name.rpartition("}")[2].lower()
            if bare.startswith("on"):
                return f"{bare}=…"
            if _ASKING.search(value) or (bare == "href" and not value.strip().startswith("#")):
                return f"an address in {bare}"
    return ""
