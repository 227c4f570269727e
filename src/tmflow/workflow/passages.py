"""From an article to its passages: clean segments, each with its place, ready to be paired or translated."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tmflow.formats.inline import parse_inline
from tmflow.model.bitext import Place
from tmflow.model.content import Content
from tmflow.model.document import ArticleFormat, Document, Segment
from tmflow.model.language import Language
from tmflow.segment.segmenter import SegmentOptions, iter_document_segments
from tmflow.text.scripts import is_kana, is_kanji

__all__ = ["Passage", "join_passages", "passage_key", "read_passages"]

_LINE_BREAK = re.compile(r"\s*[\r\n\u2028\u2029]\s*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """One segment of an article as a translator should see it: trimmed, wrapped lines joined.

    segment: the exact segment it comes from; place: its block and the line and column of its first character.
    """

    content: Content
    segment: Segment
    place: Place


def read_passages(document: Document, *, options: SegmentOptions | None = None) -> tuple[Passage, ...]:
    """Return the passages of an article in its own language.

    Left out are boilerplate, markers, a title block in the other language, and segments without a letter or digit.
    """
    options = options or SegmentOptions()
    passages = []
    for segment in iter_document_segments(document, options=options):
        block = document.blocks[segment.block]
        if block.language is not document.language or not any(character.isalnum() for character in segment.text):
            continue
        lead = len(segment.text) - len(segment.text.lstrip())
        offset = block.span.start + block.content.native_offset(segment.start + lead)
        line, column = document.line_column(offset)
        native = block.content.slice(segment.start, segment.end).native
        passages.append(
            Passage(
                content=_clean(native, document.format, document.language),
                segment=segment,
                place=Place(
                    block=segment.block,
                    kind=block.kind,
                    level=block.level,
                    mark=block.mark,
                    line=line,
                    column=column,
                ),
            )
        )
    return tuple(passages)


def join_passages(passages: Sequence[Passage], document: Document) -> Content:
    """Return the content of a bead side: its passages joined, English by a blank, Japanese by nothing."""
    separator = " " if document.language is Language.EN else ""
    native = separator.join(passage.content.native for passage in passages)
    return parse_inline(native, document.format)


def passage_key(content: Content) -> str:
    """Return the form under which a stored text is found again in its article: without any white space."""
    return _SPACE.sub("", content.native)


def _clean(native: str, format: ArticleFormat, language: Language) -> Content:
    def joint(match: re.Match[str]) -> str:
        before, after = native[match.start() - 1 : match.start()], native[match.end() : match.end() + 1]
        return "" if language is Language.JA and (_is_wide(before) or _is_wide(after)) else " "

    if format is ArticleFormat.HTML:
        native = native.strip()
    return parse_inline(_LINE_BREAK.sub(joint, native).strip(), format)


def _is_wide(character: str) -> bool:
    return bool(character) and (is_kana(character) or is_kanji(character) or "\u3000" <= character <= "\uffee")
