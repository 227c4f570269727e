"""The target article alone, as Markdown or as plain text, from the same view of the page that the templates print."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import html

from tmflow.model.document import BlockKind
from tmflow.publish.credits import CreditLine
from tmflow.publish.inset_views import CodeView
from tmflow.publish.options import PageOptions
from tmflow.publish.page import Page, article_values, page_outline
from tmflow.publish.views import Cell, CreditSide, OutlineView, RowView, SectionView
from tmflow.publish.words import WORDS

__all__ = ["markdown_article", "text_article"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!&$])")
_LINE_MARK = re.compile(r"^(\d*)([.)+=:-])", re.MULTILINE)
_EMPHASIS = {"strong": "**", "em": "*"}
_BARE = re.compile(r"(?<!\\)\|")
_FENCE = re.compile(r"`+")
_NO_SYNTAX = re.compile(r"[^\w.+#-]")
_HARD_BREAK = "\\\n"
_NESTED = 4
"""Blanks before what stands inside of an item: enough for one marked `10.`, not for code."""

_Inline = Callable[[html.HtmlElement], str]


def markdown_article(page: Page) -> str:
    """Return the target article as CommonMark; what an article's text has of Markdown's marks is escaped.

    Drafts nobody has confirmed are marked in the text, as on the page.
    """
    return _written(page, _markdown, _MarkdownMarks())


def text_article(page: Page) -> str:
    """Return the target article as plain text: blocks apart by a blank line, addresses of links in brackets."""
    return _written(page, _plain, _Marks())


class _Marks:
    """What stands before blocks, and how code and images are written: in plain text."""

    quotation, bullet = "", "• "

    def heading(self, level: int) -> str:  # noqa: ARG002 - plain text has none
        return ""

    def code(self, code: CodeView) -> str:
        return "\n".join(" " * _NESTED + line.rstrip() if line.strip() else "" for line in code.text.split("\n"))

    def image(self, row: RowView, text: str) -> str:
        """Return an image. text: its alternative text."""
        address = next((link.href for link in row.links), "")
        return " ".join(filter(None, (f"[{text}]" if text else "", f"({address})" if address else "")))


class _MarkdownMarks(_Marks):
    """The same in Markdown."""

    quotation, bullet = "> ", "- "

    def heading(self, level: int) -> str:
        return f"{'#' * level} "

    def code(self, code: CodeView) -> str:
        fence = _fence(code.text, least=3)
        return f"{fence}{_NO_SYNTAX.sub('', code.syntax)}\n{code.text}\n{fence}"

    def image(self, row: RowView, text: str) -> str:
        shown = [picture.src for picture in row.pictures] or [link.href for link in row.links]
        return f"![{text}](<{shown[0]}>)" if shown else text


def _written(page: Page, inline: _Inline, marks: _Marks) -> str:
    target = page.bitext.pair.target
    options: PageOptions = replace(page.options, first=target, only=target)
    own = replace(page, options=options)
    values = article_values(own)
    notice = values["notice"]
    blocks = list(_iter_head(page_outline(own), values, inline, marks))
    for side in _sides(values["head"]):
        blocks += _iter_credits(side, inline)
    if notice:
        blocks.append(inline(_element(WORDS[target][f"{notice}_notice"])))
    for section in page_outline(own).body:
        blocks += _iter_section(section, inline, marks)
    for side in _sides(values["foot"]):
        blocks += _iter_credits(side, inline)
    return "\n\n".join(block for block in blocks if block) + "\n"


def _sides(value: object) -> Iterator[CreditSide]:
    if isinstance(value, tuple):
        yield from (side for side in value if isinstance(side, CreditSide))


def _iter_head(outline: OutlineView, values: Mapping[str, object], inline: _Inline, marks: _Marks) -> Iterator[str]:
    """Yield what stands above the text, from metadata where the text does not say it."""
    yield from _rows(outline.kickers, inline)
    yield from _added(values["extra_kickers"], inline)
    for number, row in enumerate(outline.titles):
        yield _heading(row, marks.heading(1), inline) if number == 0 else _row(row, inline)
    if not outline.titles:
        yield from (marks.heading(1) + title for title in _added(values["titles"], inline))
    yield from _rows(outline.decks, inline)
    yield from _added(values["extra_decks"], inline)


def _added(texts: object, inline: _Inline) -> Iterator[str]:
    """Yield texts given by language."""
    if isinstance(texts, Mapping):
        yield from (inline(_element(str(text))) for text in texts.values())


def _iter_credits(side: CreditSide, inline: _Inline) -> Iterator[str]:
    yield from (_cell(cell, inline) for cell in side.cells)
    yield from (_line(line, inline) for line in side.lines)


def _line(line: CreditLine, inline: _Inline) -> str:
    parent = _element("")
    if line.href:
        link = html.Element("a", href=line.href)
        link.text = line.text
        parent.append(link)
    else:
        parent.text = line.text
    return inline(parent)


def _iter_section(section: SectionView, inline: _Inline, marks: _Marks) -> Iterator[str]:
    """Yield the blocks of a section."""
    if section.kind == "list":
        yield _list(section, inline, marks)
    elif section.kind == "table":
        yield from _rows(section.rows, inline)
        yield _table(section, inline, marks)
    elif section.kind == "heading":
        yield _heading(section.rows[0], marks.heading(section.rows[0].level), inline)
    elif section.kind == "quotation":
        quoted = "\n\n".join(_iter_held(section, inline, marks))
        yield "\n".join(f"{marks.quotation}{line}".rstrip() for line in quoted.split("\n"))
    elif section.kind in {"signs", "end"}:
        yield from (inline(_element(code.text)) for code in section.rows[0].codes)
    elif section.kind == "code":
        yield from (marks.code(code) for code in section.rows[0].codes)
    else:
        for row in section.rows:
            yield marks.image(row, _row(row, inline)) if row.kind == BlockKind.IMAGE else _row(row, inline)


def _iter_held(section: SectionView, inline: _Inline, marks: _Marks) -> Iterator[str]:
    """Yield the blocks of what stands inside of a section."""
    for part in section.parts:
        yield from _iter_section(part, inline, marks)


def _list(section: SectionView, inline: _Inline, marks: _Marks) -> str:
    """Return a list: its items one below the other, apart where one has more than a paragraph and lists."""
    items = []
    is_loose = False
    for item in section.parts:
        is_tight = all(part.kind == "list" for part in item.parts[1:])
        is_loose |= not is_tight
        mark = f"{item.number}. " if section.is_ordered else marks.bullet
        text = ("\n" if is_tight else "\n\n").join(_iter_held(item, inline, marks))
        items.append(mark + text.replace("\n", "\n" + " " * max(_NESTED, len(mark))))
    lines = ("\n\n" if is_loose else "\n").join(items).split("\n")
    return "\n".join(line.rstrip() for line in lines)


def _table(section: SectionView, inline: _Inline, marks: _Marks) -> str:
    """Return a table: in Markdown as GFM has it, whose first line is its head, else a line each with its cells apart."""
    grid = [[(part, part.cell) for part in line.parts if part.cell] for line in section.parts]
    width = max(cell.start + cell.columns for line in grid for _, cell in line)
    lines = [[""] * width for _ in grid]
    for texts, line in zip(lines, grid, strict=True):
        for part, cell in line:
            texts[cell.start] = _table_cell(part, inline, marks)
    if inline is not _markdown:
        return "\n".join(" | ".join(cells).rstrip() for cells in lines)
    if not section.head:
        lines.insert(0, [""] * width)
    lines.insert(1, ["---"] * width)
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def _table_cell(cell: SectionView, inline: _Inline, marks: _Marks) -> str:
    """Return a cell on one line; in Markdown a sign that is no border is escaped, in code too (GFM 4.10)."""
    text = " ".join(_iter_held(cell, inline, marks))
    line = " ".join(text.replace(_HARD_BREAK, " ").split())
    return _BARE.sub(r"\\|", line) if inline is _markdown else line


def _rows(rows: Sequence[RowView], inline: _Inline) -> Iterator[str]:
    return (_row(row, inline) for row in rows)


def _row(row: RowView, inline: _Inline) -> str:
    return " ".join(_cell(cell, inline) for cell in row.cells)


def _heading(row: RowView, mark: str, inline: _Inline) -> str:
    """Return a heading; one with a mark is a single line."""
    text = _row(row, inline)
    return mark + text.replace(_HARD_BREAK, " ") if mark else text


def _cell(cell: Cell, inline: _Inline) -> str:
    parts = []
    for segment in cell.segments:
        label = inline(_element(f" [{segment.label}]")) if segment.label else ""
        parts.append(inline(html.fragment_fromstring(f"<div>{segment.joint}{segment.html}</div>")) + label)
    text = "".join(parts)
    if cell.back and cell.mark:
        return inline(_element(f"[{cell.mark}] ")) + text
    return _LINE_MARK.sub(r"\1\\\2", text) if inline is _markdown else text


def _element(text: str) -> html.HtmlElement:
    element = html.Element("div")
    element.text = text
    return element


def _plain(element: html.HtmlElement) -> str:
    """Return the text of an element, with the addresses its links hide."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "img":
            parts += [f"[{child.get('alt')}]" if child.get("alt") else "", child.tail or ""]
            continue
        inner = "\n" if child.tag == "br" else f"[{_plain(child)}]" if _is_bare(child) else _plain(child)
        href = child.get("href") if child.tag == "a" and not child.get("role") else None
        parts += [inner, f" ({href})" if href and href != inner else "", child.tail or ""]
    return "".join(parts)


def _markdown(element: html.HtmlElement) -> str:
    """Return the content of an element as CommonMark."""
    parts = [_escaped(element.text or "")]
    for child in element:
        parts += [_marked(child), _escaped(child.tail or "")]
    return "".join(parts)


def _marked(child: html.HtmlElement) -> str:
    inner = _markdown(child)
    if child.tag == "br":
        return _HARD_BREAK
    if _is_bare(child):
        return f"\\[{inner}\\]"
    if child.tag == "a" and not child.get("role"):
        return f"[{inner}](<{child.get('href')}>)"
    if child.tag == "code":
        text = str(child.text_content())
        fence = _fence(text, least=1)
        return f"{fence} {text} {fence}"
    if child.tag == "img":
        return f"![{_escaped(child.get('alt', ''))}](<{child.get('src')}>)"
    mark = _EMPHASIS.get(str(child.tag), "")
    return f"{mark}{inner}{mark}" if inner.strip() == inner else inner


def _is_bare(child: html.HtmlElement) -> bool:
    """Whether an element is raised text without brackets of its own."""
    return bool(child.tag == "sup") and not str(child.text_content()).startswith("[")


def _fence(text: str, *, least: int) -> str:
    """Return more backticks than stand together in a text."""
    return "`" * max(least, max(map(len, _FENCE.findall(text)), default=0) + 1)


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)
