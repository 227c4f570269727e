"""The target article alone, as plain text, from the same view of the page that the templates print."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from lxml import html

from tmflow.model.document import BlockKind
from tmflow.publish.credits import CreditLine
from tmflow.publish.inset_views import CodeView
from tmflow.publish.page import Page, article_values, page_outline
from tmflow.publish.tables import GridCell
from tmflow.publish.views import Cell, CreditSide, OutlineView, RowView, SectionView
from tmflow.publish.words import WORDS

__all__ = ["NESTED", "Manuscript", "raised", "text_article"]

_RAISED = str.maketrans("0123456789+-−()", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁽⁾")
_LOWERED = str.maketrans("0123456789+-−()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₍₎")
_ORDINALS = frozenset({"st", "nd", "rd", "th", "er", "re", "e"})
NESTED = 4
"""Blanks before what stands inside of an item: in Markdown enough for one marked `10.`, not for code."""


def text_article(page: Page) -> str:
    """Return the target article as plain text: blocks apart by a blank line, addresses of links in brackets.

    Drafts nobody has confirmed are marked in the text, as on the page.
    """
    return Manuscript(page).written()


class Manuscript:
    """Writes the target article of a page; what each thing looks like is plain text, for a subclass to change."""

    bullet, quotation = "• ", ""

    def __init__(self, page: Page) -> None:
        """Make one of a page, whose other language is left out."""
        self._target = page.bitext.pair.target
        own = replace(page, options=replace(page.options, first=self._target, only=self._target))
        self._values = article_values(own)
        self._outline = page_outline(own)

    @property
    def outline(self) -> OutlineView:
        """The article in its one language."""
        return self._outline

    def written(self) -> str:
        """Return the whole text."""
        blocks = list(self._iter_head())
        blocks += self._iter_credits("head")
        if notice := self._values["notice"]:
            blocks.append(self.plain(WORDS[self._target][f"{notice}_notice"]))
        for section in self._outline.body:
            blocks += self.blocks_of(section)
        blocks += self._iter_credits("foot")
        return "\n\n".join(block for block in blocks if block) + "\n"

    # What a subclass may write otherwise.

    def heading(self, text: str, level: int) -> str:  # noqa: ARG002 - plain text has none
        """Return a heading."""
        return text

    def code(self, code: CodeView) -> str:
        """Return a code block."""
        return _indented(code.text)

    def image(self, row: RowView, text: str) -> str:
        """Return an image. text: its alternative text."""
        address = next((link.href for link in row.links), "")
        return " ".join(filter(None, (f"[{text}]" if text else "", f"({address})" if address else "")))

    def group(self, terms: Sequence[str], meanings: Sequence[str]) -> str:
        """Return terms and what is said of them."""
        return "\n".join([*terms, *map(_indented, meanings)])

    def note(self, cell: Cell, paragraphs: Sequence[str]) -> str:
        """Return a note that has a mark. cell: of its first paragraph."""
        mark = f"[{cell.mark}] " if cell.mark[0].isalnum() else f"{cell.mark} "
        return "\n\n".join([self.plain(mark) + paragraphs[0], *paragraphs[1:]])

    def grid(self, lines: list[list[str]], cells: Sequence[Sequence[GridCell]], *, has_head: bool) -> str:  # noqa: ARG002 - plain text has neither sides nor heads
        """Return a table. lines: its texts, a hole is ""; cells: how they lie in it; has_head: whether its first line is one."""
        return "\n".join(" | ".join(texts).rstrip() for texts in lines)

    def in_cell(self, text: str) -> str:
        """Return what stands in a cell as one line."""
        return " ".join(text.split())

    def count(self, item: SectionView) -> str:
        """Return the mark of an item of a counted list."""
        return item.mark or f"{item.number}."

    def line(self, text: str) -> str:
        """Return the text of a paragraph, which is no mark of anything at its beginning."""
        return text

    def inline(self, element: html.HtmlElement) -> str:
        """Return the text of an element, with the addresses its links hide."""
        parts = [element.text or ""]
        for child in element:
            if child.tag == "img":
                parts += [f"[{child.get('alt')}]" if child.get("alt") else "", child.tail or ""]
                continue
            inner = "\n" if child.tag == "br" else raised(child) or self.inline(child)
            href = child.get("href") if child.tag == "a" and not child.get("role") else None
            parts += [inner, f" ({href})" if href and href != inner else "", child.tail or ""]
        return "".join(parts)

    # How the article is walked through.

    def plain(self, text: str) -> str:
        """Return a text without markup as it is written."""
        element = html.Element("div")
        element.text = text
        return self.inline(element)

    def _iter_head(self) -> Iterator[str]:
        """Yield what stands above the text, from metadata where the text does not say it."""
        outline = self._outline
        yield from map(self._row, outline.kickers)
        yield from self._iter_added("extra_kickers")
        for number, row in enumerate(outline.titles):
            yield self.heading(self._row(row), 1) if number == 0 else self._row(row)
        if not outline.titles:
            yield from (self.heading(title, 1) for title in self._iter_added("titles"))
        yield from map(self._row, outline.decks)
        yield from self._iter_added("extra_decks")

    def _iter_added(self, name: str) -> Iterator[str]:
        """Yield texts given by language."""
        texts = self._values[name]
        if isinstance(texts, Mapping):
            yield from (self.plain(str(text)) for text in texts.values())

    def _iter_credits(self, name: str) -> Iterator[str]:
        sides = self._values[name]
        for side in sides if isinstance(sides, tuple) else ():
            if isinstance(side, CreditSide):
                yield from map(self._cell, side.cells)
                yield from map(self._credit, side.lines)

    def _credit(self, line: CreditLine) -> str:
        if not line.href:
            return self.plain(line.text)
        parent, link = html.Element("div"), html.Element("a", href=line.href)
        link.text = line.text
        parent.append(link)
        return self.inline(parent)

    def blocks_of(self, section: SectionView) -> Iterator[str]:
        """Yield the blocks of a section."""
        rows = section.rows
        match section.kind:
            case "list":
                yield self._list(section)
            case "definitions":
                yield from self._iter_groups(section)
            case "table":
                yield from map(self._row, rows)
                yield self._table(section)
            case "heading":
                yield self.heading(self._row(rows[0]), rows[0].level)
            case "quotation":
                quoted = self._held(section)
                yield "\n".join(f"{self.quotation}{line}".rstrip() for line in quoted.split("\n"))
            case "signs" | "end":
                yield from (self.plain(code.text) for code in rows[0].codes)
            case "note" if rows[0].cells and rows[0].cells[0].mark:
                yield self.note(rows[0].cells[0], list(map(self._said, rows)))
            case _:
                yield from map(self._said, rows)

    def _held(self, section: SectionView, joint: str = "\n\n") -> str:
        """Return what stands inside of a section."""
        return joint.join(block for part in section.parts for block in self.blocks_of(part))

    def _list(self, section: SectionView) -> str:
        """Return a list: its items one below the other, apart where one has more than a paragraph and lists."""
        items = []
        is_loose = False
        for item in section.parts:
            is_tight = all(part.kind == "list" for part in item.parts[1:])
            is_loose |= not is_tight
            mark = f"{self.count(item)} " if section.is_ordered else self.bullet
            text = self._held(item, "\n" if is_tight else "\n\n")
            items.append(mark + text.replace("\n", "\n" + " " * max(NESTED, len(mark))))
        lines = ("\n\n" if is_loose else "\n").join(items).split("\n")
        return "\n".join(line.rstrip() for line in lines)

    def _iter_groups(self, section: SectionView) -> Iterator[str]:
        """Yield the groups of a definition list."""
        terms: list[str] = []
        meanings: list[str] = []
        for part in section.parts:
            if part.kind == "term" and meanings:
                yield self.group(terms, meanings)
                terms, meanings = [], []
            (terms if part.kind == "term" else meanings).append(self._held(part))
        yield self.group(terms, meanings)

    def _table(self, section: SectionView) -> str:
        grid = [[(part, part.cell) for part in line.parts if part.cell] for line in section.parts]
        width = max(cell.start + cell.columns for line in grid for _, cell in line)
        lines = [[""] * width for _ in grid]
        for texts, line in zip(lines, grid, strict=True):
            for part, cell in line:
                texts[cell.start] = self.in_cell(self._held(part, " "))
        return self.grid(lines, [[cell for _, cell in line] for line in grid], has_head=bool(section.head))

    def _said(self, row: RowView) -> str:
        """Return a row, or the code or the image that it is."""
        if row.codes:
            return "\n\n".join(map(self.code, row.codes))
        text = self._row(row)
        return self.image(row, text) if row.kind == BlockKind.IMAGE else text

    def _row(self, row: RowView) -> str:
        return " ".join(map(self._cell, row.cells))

    def _cell(self, cell: Cell) -> str:
        parts = []
        for segment in cell.segments:
            label = self.plain(f" [{segment.label}]") if segment.label else ""
            parts.append(self.inline(html.fragment_fromstring(f"<div>{segment.joint}{segment.html}</div>")) + label)
        return self.line("".join(parts))


def raised(child: html.HtmlElement) -> str:
    """Return a number that is raised or lowered in the characters for it, what else is raised in brackets; "" for any other element.

    >>> [raised(html.fragment_fromstring(one)) for one in ("<sup>-3</sup>", "<sub>2</sub>", "<sup>a</sup>", "<sup>th</sup>", "<b>1</b>")]
    ['⁻³', '₂', '[a]', 'th', '']
    """
    text = str(child.text_content())
    figures = {"sup": _RAISED, "sub": _LOWERED}.get(str(child.tag), {})
    if figures and all(ord(character) in figures for character in text) and not child.xpath(".//a"):
        return text.translate(figures)
    if child.tag != "sup" or text.startswith("["):
        return ""
    return text if text in _ORDINALS else f"[{text}]"


def _indented(text: str) -> str:
    return "\n".join(" " * NESTED + line.rstrip() if line.strip() else "" for line in text.split("\n"))
