"""Picture files: what is one, its size, and which drawings do more than draw."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.formats.picture_samples import gif, jpeg, png, svg, webp
from tmflow.errors import FormatError
from tmflow.formats.pictures import LARGEST_BYTES, read_picture
from tmflow.model.picture import Picture


def read(folder: Path, content: bytes, name: str = "a.png") -> Picture:
    path = folder / name
    path.write_bytes(content)
    return read_picture(path)


@pytest.mark.parametrize(
    ("content", "media_type", "size"),
    [
        (png(30, 20), "image/png", (30, 20)),
        (gif(30, 20), "image/gif", (30, 20)),
        (jpeg(30, 20), "image/jpeg", (30, 20)),
        (webp(30, 20), "image/webp", (30, 20)),
        (b"\0\0\0\x1cftypavif\0\0\0\0", "image/avif", (0, 0)),
        (b'<?xml version="1.0"?>\n<!-- a -->\n' + svg(), "image/svg+xml", (24, 20)),
        (svg().replace(b'width="24" height="20"', b'viewBox="0 0 200 100"'), "image/svg+xml", (200, 100)),
        (b"\xff\xd8\xff", "image/jpeg", (0, 0)),
        (b"\xff\xd8\xff\xe0\0\0" * 9, "image/jpeg", (0, 0)),
    ],
)
def test_a_picture_is_what_its_bytes_say_whatever_its_name(
    tmp_path: Path, content: bytes, media_type: str, size: tuple[int, int]
) -> None:
    picture = read(tmp_path, content, "page.html")
    assert (picture.media_type, (picture.width, picture.height)) == (media_type, size)
    assert picture.content == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html>",
        b"%PDF-1.7",
        b"root:x:0:0",
        b"BM" + bytes(60),
        b"<!DOCTYPE svg>" + svg(),
        b"<?xml version='1.0' encoding='utf-7'?>" + svg(),
    ],
)
def test_anything_else_is_refused(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(FormatError, match="no picture"):
        read(tmp_path, content)


def test_a_picture_too_large_for_a_page_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="5 MB"):
        read(tmp_path, png() + bytes(LARGEST_BYTES))


@pytest.mark.parametrize(
    "inside",
    [
        "<script>alert(1)</script>",
        '<circle onload="alert(1)"/>',
        '<a href="https://example.org"><circle/></a>',
        '<use href="https://example.org/a.svg#b"/>',
        '<use xmlns:x="http://www.w3.org/1999/xlink" x:href="data:image/svg+xml,x"/>',
        '<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">x</p></foreignObject>',
        '<script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script>',
        "<style>@import 'https://example.org/a.css'</style>",
        "<style>circle { fill: url(https://example.org/a) }</style>",
        r"<style>circle { fill: u\72l(https://example.org/a) }</style>",
        '<circle style="fill:url( &quot;//example.org/a&quot;)"/>',
        '<set attributeName="href" to="javascript:alert(1)"/>',
        '<image href="a.png"/>',
    ],
)
def test_a_drawing_that_could_do_something_is_refused(tmp_path: Path, inside: str) -> None:
    with pytest.raises(FormatError, match="Make it a PNG"):
        read(tmp_path, svg(inside))


@pytest.mark.parametrize(
    "inside",
    [
        '<defs><linearGradient id="g"><stop offset="1"/></linearGradient></defs><rect fill="url(#g)"/><use href="#g"/>',
        "<style>.a { fill: #123; } text { font: 1px serif; }</style><text><tspan>港</tspan></text>",
        '<metadata><r:RDF xmlns:r="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/></metadata><!-- note --><path d="M0 0"/>',
    ],
)
def test_a_drawing_that_draws_is_shown(tmp_path: Path, inside: str) -> None:
    assert read(tmp_path, svg(inside)).media_type == "image/svg+xml"


def test_a_broken_drawing_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="is closed by"):
        read(tmp_path, svg("<g>"))


def test_a_style_sheet_before_a_drawing_makes_it_no_picture(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no picture"):
        read(tmp_path, b"<?xml-stylesheet href='https://example.org/a.css'?>" + svg())
