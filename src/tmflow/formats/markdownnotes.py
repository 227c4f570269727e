"""Footnotes of Markdown as blocks: a label, and all that follows it or is indented below it, as GitHub reads them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_block import StateBlock

__all__ = ["enable_footnotes"]

_LABEL = re.compile(r"\[\^[^\s\[\]]+\]:")
_INDENT = 4
"""Columns by which what else belongs to a footnote is indented."""


def enable_footnotes(parser: MarkdownIt) -> MarkdownIt:
    """Have a parser read footnotes: tokens footnote_open, whose `info` is the label, and footnote_close round their blocks.

    >>> from markdown_it import MarkdownIt
    >>> [token.type for token in enable_footnotes(MarkdownIt()).parse("[^1]: a")][::4]
    ['footnote_open', 'footnote_close']
    """
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph", "reference"]})
    return parser


def _footnote(state: StateBlock, first: int, end: int, silent: bool) -> bool:  # noqa: FBT001 - as markdown-it calls it
    """Read a footnote if one begins on a line (a block rule of markdown-it, whose state it moves on)."""
    begin = state.bMarks[first] + state.tShift[first]
    label = _LABEL.match(state.src, begin, state.eMarks[first]) if not state.is_code_block(first) else None
    if label is None or silent:
        return label is not None
    marks = state.bMarks[first], state.tShift[first], state.sCount[first], state.blkIndent, state.parentType
    text = label.end()
    while text < state.eMarks[first] and state.src[text] in " \t":
        text += 1
    token = state.push("footnote_open", "", 1)
    token.info = label[0]
    token.map = lines = [first, 0]
    state.blkIndent += _INDENT
    state.bMarks[first], state.tShift[first], state.sCount[first] = text, 0, state.blkIndent
    state.parentType = "footnote"
    state.md.block.tokenize(state, first, end)
    state.bMarks[first], state.tShift[first], state.sCount[first], state.blkIndent, state.parentType = marks
    lines[1] = state.line
    state.push("footnote_close", "", -1)
    return True
