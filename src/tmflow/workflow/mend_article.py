"""Edits of one article in memory: its text and its bitext are changed together, and bound to each other again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from tmflow.check.finding import Finding, Fix
from tmflow.check.locate import ArticleIndex
from tmflow.check.mending import Mend, find_mend
from tmflow.check.subject import content_of, place_of
from tmflow.errors import FormatError
from tmflow.formats.article import parse_article
from tmflow.model.bitext import OriginKind, Side, TranslationUnit
from tmflow.model.content import Content
from tmflow.model.document import Document, Span
from tmflow.workflow.authorship import alignment_tool
from tmflow.workflow.bind import number_units
from tmflow.workflow.ingest import Article

__all__ = ["IN_OTHER_CUT", "Edit", "edit_of", "mended_article"]

_LINE_END = re.compile(r"\r\n|[\r\n]")
IN_OTHER_CUT = "the article would be cut otherwise after it"
_IN_MARKUP = "markup stands in it"
_ELSEWHERE = "the article's file has other characters there"
_NO_SOURCE = "the source article is gone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Edit:
    """How a finding is mended. mend: in its unit, None outside of the units; span: in the article's file, None if not there.

    text: what is put into the file; text_before: what the unit, or the file, said before. in_article_alone: whether the
    bitext has other words than the article, which somebody edited, and is left as it is.
    """

    finding: Finding
    fix: Fix
    mend: Mend | None
    span: Span | None
    text: str
    text_before: str
    in_article_alone: bool = False


def edit_of(article: Article, finding: Finding) -> Edit | str:
    """Return how a finding is mended, or why it cannot be."""
    fix = finding.fix
    if fix is None or article.source is None:
        return _NO_SOURCE
    document = _document(article, fix.side)
    wording = article.wording
    unit = next((unit for unit in wording.bitext.units if unit.id == finding.unit_id), None)
    content = None if unit is None else content_of(unit, fix.side)
    if unit is None or content is None:
        if document is None:
            return _ELSEWHERE
        return Edit(finding=finding, fix=fix, mend=None, span=fix.span, text=fix.text, text_before=document.text)
    mend = find_mend(content, fix.span, fix.text)
    if mend is None:
        return _IN_MARKUP
    place, span, text = place_of(unit, fix.side), None, mend.text
    if document is not None and place is not None:
        span = ArticleIndex(document).range_of(content, mend.native, place=place)
        if span is None:
            return _ELSEWHERE
        span, text = _keeping_line_end(document.text, span, text)
    return Edit(
        finding=finding,
        fix=fix,
        mend=mend,
        span=span,
        text=text,
        text_before=content.native,
        in_article_alone=fix.side is Side.TARGET and unit.id in wording.stored,
    )


def _keeping_line_end(whole: str, span: Span, text: str) -> tuple[Span, str]:
    """Return a replacement that leaves a wrapped line where it ends: what is taken out next to it leaves one blank of two."""
    line_end = _LINE_END.search(whole, span.start, span.end)
    if line_end is None or text:
        return span, text
    if whole.startswith(" ", span.end):
        return Span(span.start, span.end + 1), line_end.group()
    is_after_blank = span.start > 0 and whole[span.start - 1] == " "
    return Span(span.start - is_after_blank, span.end), line_end.group() if is_after_blank else text


def mended_article(article: Article, edits: Sequence[Edit]) -> Article | None:
    """Return the article with edits of different units; None if its text would then be cut or bound otherwise."""
    try:
        source = _edited(article, article.source, Side.SOURCE, edits)
        target = _edited(article, article.target, Side.TARGET, edits)
    except FormatError:
        return None
    by_unit = {edit.finding.unit_id: edit for edit in edits if edit.mend is not None}
    in_bitext = {unit_id: edit for unit_id, edit in by_unit.items() if not edit.in_article_alone}
    stored = article.stored
    if in_bitext and stored.units:
        units = number_units([_mended(unit, in_bitext.get(unit.id)) for unit in article.bound.bitext.units])
        stored = replace(stored, units=units)
    after = replace(article, source=source, target=target, stored=stored)
    wanted = number_units([_mended(unit, by_unit.get(unit.id)) for unit in article.wording.bitext.units])
    return after if list(_rows(after.wording.bitext.units)) == list(_rows(wanted)) else None


def _mended(unit: TranslationUnit, edit: Edit | None) -> TranslationUnit:
    """Return a unit with an edit. It keeps its state, and the aligner's word on it stays the aligner's."""
    if edit is None or edit.mend is None:
        return unit
    if edit.fix.side is Side.SOURCE:
        return replace(unit, source=edit.mend.apply(unit.source))
    if unit.target is None:
        return unit
    target, origin = edit.mend.apply(unit.target), unit.origin
    if origin is not None and origin.kind is OriginKind.ALIGNED and origin.tool == alignment_tool(unit.target):
        origin = replace(origin, tool=alignment_tool(target))
    return replace(unit, target=target, origin=origin)


def _edited(article: Article, document: Document | None, side: Side, edits: Iterable[Edit]) -> Document | None:
    """Return a document with the edits of its side."""
    here = sorted((edit.span, edit.text) for edit in edits if edit.span is not None and edit.fix.side is side)
    if document is None or not here:
        return document
    parts, position = [], 0
    for span, text in here:
        if span.start >= position:  # two units that stand at the same place have one text
            parts += [document.text[position : span.start], text]
            position = span.end
    settings = article.project.settings
    return parse_article(
        "".join([*parts, document.text[position:]]),
        format=document.format,
        language=document.language,
        path=document.path,
        encoding=document.encoding,
        boilerplate=settings.boilerplate,
        newline=settings.segment.newline,
    )


def _document(article: Article, side: Side) -> Document | None:
    return article.source if side is Side.SOURCE else article.target


def _rows(units: Iterable[TranslationUnit]) -> Iterator[tuple[str, str, bool, bool]]:
    """Yield what has to stay of each unit when its article is bound anew: both texts, and whether they stand in the files."""
    for unit in units:
        target = unit.target or Content()
        yield unit.source.native, target.native, unit.source_place is None, unit.target_place is None
