"""An article with code and pictures, which the tests of publishing share."""

from __future__ import annotations

from dataclasses import replace

from tests.formats.picture_samples import png
from tests.publish.samples import Kind, bitext, unit
from tmflow.model.bitext import OriginKind
from tmflow.model.content import CodeKind, CodeRole, Content, InlineCode
from tmflow.model.document import Container, Inset, InsetKind
from tmflow.model.language import Language
from tmflow.model.picture import Picture
from tmflow.model.span import Span
from tmflow.publish.gallery import Gallery
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page

QUAY = Picture(content=png(30, 20), media_type="image/png", width=30, height=20)
LAMP = Picture(content=png(9, 9), media_type="image/png", width=9, height=9)


def code(text: str, *, block: int, at: int = 0, inside: tuple[Container, ...] = (), syntax: str = "") -> Inset:
    return Inset(kind=InsetKind.CODE, span=Span(at, at + 1), block=block, text=text, inside=inside, syntax=syntax)


def image(address: str, *, block: int, at: int = 0) -> Inset:
    return Inset(kind=InsetKind.IMAGE, span=Span(at, at + 1), block=block, address=address)


def picture_page(*, alt_draft: bool = False, **options: object) -> Page:
    """A page with code, a picture in each place, and one on another host."""
    marked = InlineCode(id="1", kind=CodeKind.IMAGE, role=CodeRole.STANDALONE, native="![青い印](mark.png)")
    marked_en = replace(marked, native='<img src="mark.png" alt="blue mark">')
    units = [
        unit("灯台", "The Lighthouse", block=0, kind=Kind.TITLE),
        unit("夜明けの港", "The quay at dawn", block=1, kind=Kind.IMAGE, draft=alt_draft, origin=OriginKind.MT),
        unit("港。", "The quay.", block=2, kind=Kind.CAPTION),
        unit(Content.of("印", marked, "を見る。"), Content.of("See ", marked_en, "."), block=3),
        unit("遠い港", "A far quay", block=4, kind=Kind.IMAGE),
    ]
    ours = [
        image("quay.png", block=1),
        code('# 記録\nprint("<港>")', block=4, at=2, syntax="py"),
        code("ls -l", block=4, at=4),
        image("https://images.example.org/far.png", block=4, at=6),
        code("只", block=5, at=8),
    ]
    theirs = [*(replace(one, text=one.text.replace("# 記録", "# log")) for one in ours[:4])]
    pictures = {(language, "quay.png"): QUAY for language in Language} | {
        (language, "mark.png"): LAMP for language in Language
    }
    chosen = PageOptions(**options)  # type: ignore[arg-type] # whatever a test asks for
    return Page(
        bitext=bitext(*units),
        options=chosen,
        source_insets=tuple(ours),
        target_insets=tuple(theirs),
        gallery=Gallery(pictures=pictures),
    )
