"""Rules on the structure of the article: headings, list items, quotations, tables and images are on both sides, in one order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import PurePosixPath

from tmflow.check.finding import Severity
from tmflow.check.rule import Example, Fault, Rule, Scope
from tmflow.check.subject import PlacedUnit, Subject
from tmflow.model.bitext import Place, Side
from tmflow.model.document import ArticleFormat, BlockKind, Document
from tmflow.text.counts import counted
from tmflow.text.terminal import excerpt

__all__ = ["RULES"]

_NAMES = {
    BlockKind.HEADING: "heading",
    BlockKind.LIST_ITEM: "list item",
    BlockKind.QUOTATION: "quotation",
    BlockKind.PARAGRAPH: "paragraph",
}
_MARKED = frozenset({BlockKind.HEADING, BlockKind.LIST_ITEM})
"""What is a kind of its own in plain text too, if it has a mark; a plain quotation or caption is a matter of opinion."""
_IMAGE = re.compile(r"!\[[^\]\n]*\]\(\s*<?([^()\s<>]+)|<img\b[^>]*?\bsrc\s*=\s*[\"']?([^\"'\s>]+)", re.IGNORECASE)
_RULE_LINE = re.compile(r"[ \t]*+\|?[ \t]*+:?-++:?[ \t]*+(?:\|[ \t]*+:?-++:?[ \t]*+)*+\|?[ \t]*+")
_TABLE = re.compile(r"<table\b.*?</table\s*>", re.IGNORECASE | re.DOTALL)
_ROW = re.compile(r"<tr\b", re.IGNORECASE)
_FENCE = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1[ \t]*$", re.MULTILINE | re.DOTALL)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def _find(subject: Subject) -> Iterator[Fault]:
    if subject.is_swapped:
        return
    pairs = list(subject.iter_block_pairs())
    yield from _find_kinds(subject, pairs)
    yield from _find_levels(subject, pairs)
    yield from _find_order(pairs)
    if subject.source_document is not None and subject.target_document is not None:
        yield from _find_images(subject, subject.source_document, subject.target_document)
        yield from _find_tables(subject, subject.source_document, subject.target_document)


def _find_kinds(subject: Subject, pairs: Sequence[PlacedUnit]) -> Iterator[Fault]:
    for pair in pairs:
        kinds = pair.source.kind, pair.target.kind
        if kinds[0] is kinds[1] or not set(kinds) <= _NAMES.keys():
            continue
        if _is_certain(subject, Side.SOURCE, pair.source) and _is_certain(subject, Side.TARGET, pair.target):
            names = tuple(_NAMES[kind] for kind in kinds)
            yield Fault(
                message=f"a {names[0]} has become a {names[1]}: {_quoted(pair)}",
                unit=pair.unit,
                expected=names[0],
                found=names[1],
            )


def _quoted(pair: PlacedUnit) -> str:
    return excerpt(pair.unit.target.text) if pair.unit.target is not None else ""


def _is_certain(subject: Subject, side: Side, place: Place) -> bool:
    """Whether the article says of which kind a block is: by its markup, or by a mark in plain text, where the rest is paragraphs."""
    document = subject.document(side)
    if document is not None and document.format is not ArticleFormat.PLAIN:
        return True
    return (place.kind in _MARKED and bool(place.mark)) or (place.kind is BlockKind.PARAGRAPH and not place.mark)


def _find_levels(subject: Subject, pairs: Sequence[PlacedUnit]) -> Iterator[Fault]:
    """Yield the headings and items whose level is not that of their like; an article may be a level deeper as a whole."""
    formats = {
        document.format for document in (subject.source_document, subject.target_document) if document is not None
    }
    if not formats or ArticleFormat.PLAIN in formats:
        return
    for kind in _MARKED:
        levels = [
            (pair.unit, pair.source.level, pair.target.level)
            for pair in pairs
            if all(place.kind is kind and place.level for place in pair.places)
        ]
        shift = _usual_shift([theirs - mine for _, mine, theirs in levels])
        for unit, mine, theirs in levels:
            if theirs - mine != shift:
                yield Fault(
                    message=f"a {_NAMES[kind]} of level {mine} has level {theirs} in the translation",
                    unit=unit,
                    expected=str(mine + shift),
                    found=str(theirs),
                )


def _usual_shift(shifts: Sequence[int]) -> int:
    """Return by how much the levels differ as a rule: by nothing unless most say otherwise."""
    counts = Counter(shifts)
    most = max(counts, key=lambda shift: (counts[shift], shift == 0), default=0)
    return most if counts[most] > 1 else 0


def _find_order(pairs: Sequence[PlacedUnit]) -> Iterator[Fault]:
    """Yield headings, and items of a numbered list, that changed places."""
    ordered = sorted(pairs, key=lambda pair: pair.source.block)
    headings = [pair for pair in ordered if all(place.kind is BlockKind.HEADING for place in pair.places)]
    for before, pair in pairwise(headings):
        if pair.target.block < before.target.block:
            yield _moved(pair, "heading")
    for before, pair in pairwise(ordered):
        is_list = all(_is_numbered(place) for one in (before, pair) for place in one.places)
        if is_list and pair.source.block - before.source.block == 1 and pair.target.block < before.target.block:
            yield _moved(pair, "item of a numbered list")


def _is_numbered(place: Place) -> bool:
    return place.kind is BlockKind.LIST_ITEM and any(map(str.isnumeric, place.mark))


def _moved(pair: PlacedUnit, name: str) -> Fault:
    return Fault(
        message=f"this {name} stands before the one that it follows in the source: {_quoted(pair)}", unit=pair.unit
    )


def _find_images(subject: Subject, source: Document, target: Document) -> Iterator[Fault]:
    if ArticleFormat.PLAIN in {source.format, target.format}:
        return
    mine, theirs = _images(source), _images(target)
    kept = list((Counter(mine) & Counter(theirs)).elements())
    lost, added = list((Counter(mine) - Counter(kept)).elements()), list((Counter(theirs) - Counter(kept)).elements())
    for name in lost[len(added) :]:
        yield _article_fault(subject, f"the image {name} is not in the translation", Side.TARGET)
    for name in added[len(lost) :]:
        yield _article_fault(subject, f"the image {name} is in the translation only", Side.TARGET)
    orders = [[name for name in names if name in kept] for names in (mine, theirs)]
    if not lost and not added and orders[0] != orders[1]:
        yield _article_fault(subject, "the images stand in another order", Side.TARGET)


def _images(document: Document) -> list[str]:
    """Return the file names of an article's images in order; their folders and the languages in them may differ."""
    return [PurePosixPath(found[1] or found[2]).name for found in _IMAGE.finditer(_markup(document))]


def _find_tables(subject: Subject, source: Document, target: Document) -> Iterator[Fault]:
    if ArticleFormat.PLAIN in {source.format, target.format}:
        return
    mine, theirs = _tables(source), _tables(target)
    if len(mine) != len(theirs):
        count = counted(len(mine), "table")
        yield _article_fault(subject, f"{count} in the source, {len(theirs)} in the translation", Side.TARGET)
        return
    for number, (rows, others) in enumerate(zip(mine, theirs, strict=True), 1):
        if rows != others:
            yield _article_fault(
                subject,
                f"table {number} has {counted(rows, 'row')} in the source, {others} in the translation",
                Side.TARGET,
            )


def _tables(document: Document) -> list[int]:
    """Return how many rows each table has."""
    text = _markup(document)
    html = [len(_ROW.findall(found.group())) for found in _TABLE.finditer(text)]
    if document.format is ArticleFormat.HTML:
        return html
    lines = text.splitlines()
    tables = list(html)
    for number, line in enumerate(lines):
        if "|" in line and "-" in line and _RULE_LINE.fullmatch(line) and number and "|" in lines[number - 1]:
            rows = 1
            while number + rows < len(lines) and "|" in lines[number + rows]:
                rows += 1
            tables.append(rows)
    return tables


def _markup(document: Document) -> str:
    """Return an article without program code and comments, where a table or an image is only talked about."""
    return _COMMENT.sub(
        "", _FENCE.sub("", document.text) if document.format is ArticleFormat.MARKDOWN else document.text
    )


def _article_fault(subject: Subject, message: str, side: Side) -> Fault:
    return Fault(message=message, anchor=side, source=subject.whole(Side.SOURCE), target=subject.whole(Side.TARGET))


RULES = (
    Rule(
        id="block.structure",
        severity=Severity.ERROR,
        summary="Headings, list items and quotations stay what they are, at their level and in order; no table or image is lost.",
        why="A heading that became a paragraph is missing from the contents, and a lost image or row of a table goes unseen"
        " by anyone who reads one language only.",
        good=Example(ja="## 港の朝", en="## Morning at the harbor"),
        bad=Example(ja="## 港の朝", en="Morning at the harbor"),
        find=_find,
        scope=Scope.ARTICLE,
    ),
)
