"""A file as it is aligned without a project: its passages, the numbers of their segments, and what they cover."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from tmflow.errors import FormatError
from tmflow.formats.article import ARTICLE_SUFFIXES
from tmflow.formats.blocks import join_lines
from tmflow.model.bitext import Place
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, BlockKind, Document, Segment, Span
from tmflow.model.language import Language
from tmflow.segment.segmenter import iter_document_segments, iter_segments, iter_trimmed
from tmflow.text.unwrapping import unwrap
from tmflow.workflow.passages import Passage, join_passages, read_passages
from tmflow.workflow.segmentation import BareText, Cutting, Places, is_folder, read_source, require_path
from tmflow.workflow.settings import Settings

__all__ = ["BeadSide", "FileText", "TextForm", "read_text"]

_LINE = re.compile(r"[^\r\n]+")
_BLANK_LINE = re.compile(r"(?>\r\n|[\r\n])[^\S\r\n]*+[\r\n]")


class TextForm(StrEnum):
    """What the files are: articles by their endings, bare text, or bare text with a segment on each line."""

    ARTICLE = "article"
    PLAIN = "plain"
    LINES = "lines"


@dataclass(frozen=True, slots=True, kw_only=True)
class BeadSide:
    """One side of a bead.

    segments: numbers, from 0, of its segments among those of the file, as `tmflow segment` has them; () where it has none.
    text: without markup, its lines joined.
    span: what it covers of the file's text; line, column: in the file, from 1, of its first character.
    """

    segments: tuple[int, ...] = ()
    text: str = ""
    span: Span | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileText:
    """A file as it is aligned. For each passage: the number of its segment in the file, and what it covers of the text."""

    document: Document
    passages: tuple[Passage, ...]
    numbers: tuple[int, ...]
    spans: tuple[Span, ...]

    def side(self, indexes: Sequence[int]) -> BeadSide:
        """Return the side of a bead that holds these passages."""
        if not indexes:
            return BeadSide()
        passages = [self.passages[index] for index in indexes]
        return BeadSide(
            segments=tuple(self.numbers[index] for index in indexes),
            text=join_lines(join_passages(passages, self.document).text, self.document.language),
            span=Span(self.spans[indexes[0]].start, self.spans[indexes[-1]].end),
            line=passages[0].place.line,
            column=passages[0].place.column,
        )


def read_text(path: Path, settings: Settings, *, form: TextForm, language: Language | None = None) -> FileText:
    """Read a file for aligning, cut by a project's settings; without a language it tells its own.

    Raises FormatError if it cannot be read or holds nothing to align.
    """
    if is_folder(path):
        raise FormatError("is a folder: a pair is two files", path=path)
    require_path(path)
    if form is TextForm.ARTICLE and path.suffix.lower() not in ARTICLE_SUFFIXES:
        endings = " ".join(ARTICLE_SUFFIXES)
        hint = "To align it as bare text: --plain; if each of its lines is a segment: --lines"
        raise FormatError(f"no article by its ending ({endings}). {hint}", path=path)
    cutting = Cutting(settings=settings, language=language, is_plain=form is not TextForm.ARTICLE)
    found = read_source(path, cutting)
    if isinstance(found, Document):
        text = _article(found, cutting)
    elif form is TextForm.LINES:
        text = _bare(found, _lines(found.text))
    else:
        segments = iter_segments(found.text, language=found.language, options=cutting.options)
        text = _bare(found, _by_blank_lines(found.text, list(iter_trimmed(segments))))
    if not text.passages:
        raise FormatError("no sentence to align", path=path)
    return text


def _article(document: Document, cutting: Cutting) -> FileText:
    passages = read_passages(document, options=cutting.options)
    segments = iter_trimmed(iter_document_segments(document, options=cutting.options))
    numbers = {(segment.block, segment.start): number for number, segment in enumerate(segments)}
    spans, found = [], []
    for passage in passages:
        segment = passage.segment
        start = segment.start + len(segment.text) - len(segment.text.lstrip())
        found.append(numbers[segment.block, start])
        block = document.blocks[segment.block]
        end = segment.start + len(segment.text.rstrip())
        at = block.span.start
        spans.append(Span(at + block.content.native_offset(start), at + _native_end(block.content, end)))
    return FileText(document=document, passages=passages, numbers=tuple(found), spans=tuple(spans))


def _native_end(content: Content, end: int) -> int:
    """The offset in the native text after the last of the characters before `end`, markup behind it left out."""
    last = content.slice(end - 1, end)
    code = next((code for code in last.codes if code.text), None)
    return content.native_offset(end - 1) + (len(code.native) if code else 1)


def _bare(found: BareText, segments: Sequence[Segment]) -> FileText:
    document = Document(language=found.language, format=ArticleFormat.PLAIN, text=found.text, blocks=())
    places = Places(found)
    passages = []
    for segment in segments:
        placed = places.place(segment, -1, segment.start)
        is_quotation = segment.kind is BlockKind.QUOTATION
        line = unwrap(segment.text, has_blanks=found.language is Language.EN, is_quotation=is_quotation)
        place = Place(block=segment.block, kind=segment.kind, line=placed.line, column=placed.column)
        passages.append(Passage(content=Content.of(line.text), segment=segment, place=place))
    return FileText(
        document=document,
        passages=tuple(passages),
        numbers=tuple(range(len(passages))),
        spans=tuple(Span(segment.start, segment.end) for segment in segments),
    )


def _lines(text: str) -> tuple[Segment, ...]:
    """The lines of a text as segments, without the white space around them; a blank line ends a paragraph."""
    segments = []
    for match in _LINE.finditer(text):
        line = match[0].strip("\ufeff \t\u3000\u00a0")
        if line:
            start = match.start() + match[0].index(line)
            segments.append(
                Segment(start=start, end=start + len(line), text=line, kind=BlockKind.PARAGRAPH, rule="given")
            )
    return _by_blank_lines(text, segments)


def _by_blank_lines(text: str, segments: Sequence[Segment]) -> tuple[Segment, ...]:
    """Segments of a bare text with the number of their paragraph as block: blank lines part paragraphs."""
    numbered: list[Segment] = []
    block, end = 0, 0
    for segment in segments:
        if numbered and _BLANK_LINE.search(text, end, segment.start):
            block += 1
        numbered.append(replace(segment, block=block))
        end = segment.end
    return tuple(numbered)
