"""Notes that only their marks tell: ※1 at the beginning of a paragraph, and [1] or 注1 where a sentence before calls it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from tmflow.model.content import Content
from tmflow.model.document import Block, BlockKind, Span
from tmflow.text.linemarks import NOTE_MARK

__all__ = ["with_marked_notes"]

_NUMBERED = re.compile(rf"{NOTE_MARK}\s*(?=\S)")
_CALL = re.compile(r"[\[［]([0-9０-９]{1,3})[\]］]|((?:原|訳)?注[0-9０-９]{1,3})")
_LEADING = re.compile(rf"[(（\[［]?(?:{_CALL.pattern})[\])）］]?")


def with_marked_notes(blocks: Sequence[Block]) -> tuple[Block, ...]:
    """Return blocks, paragraphs that begin with the mark of a note as notes; ※1 becomes the mark of its block.

    >>> from tmflow.model.language import Language
    >>> texts = ("潮は高い[1]。", "[1] 春の大潮。", "[2] 誰も呼ばない。", "※1 一尋は六尺。")
    >>> blocks = [
    ...     Block(kind=BlockKind.PARAGRAPH, span=Span(0, len(text)), content=Content.of(text), language=Language.JA)
    ...     for text in texts
    ... ]
    >>> [(block.kind.value, block.mark, block.text) for block in with_marked_notes(blocks)][1:]
    [('note', '', '[1] 春の大潮。'), ('paragraph', '', '[2] 誰も呼ばない。'), ('note', '※1', '一尋は六尺。')]
    """
    return tuple(_iter_marked(blocks))


def _iter_marked(blocks: Sequence[Block]) -> Iterator[Block]:
    called: set[str] = set()
    for block in blocks:
        numbered = _NUMBERED.match(block.text) if block.kind is BlockKind.PARAGRAPH else None
        leading = _LEADING.match(block.text)
        called.update(_name(call) for call in _CALL.finditer(block.text, leading.end() if leading else 0))
        first, *others = block.content.parts or ("",)
        if numbered is not None and isinstance(first, str) and first.startswith(numbered[0]):
            yield replace(
                block,
                kind=BlockKind.NOTE,
                mark=numbered[0].strip(),
                span=Span(block.span.start + numbered.end(), block.span.end),
                content=Content.of(first[numbered.end() :], *others),
            )
        elif leading and block.kind is BlockKind.PARAGRAPH and _name(leading) in called:
            yield replace(block, kind=BlockKind.NOTE)
        else:
            yield block


def _name(call: re.Match[str]) -> str:
    return str(call[1] or call[2])
